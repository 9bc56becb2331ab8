import { isSame } from '../../../core/products/values';
import { resultOperation, type ValueHandle } from '../../../core/products/results';
import { clock } from '../../../core/request/clock';
import type { Answer, Writer } from '../../../core/writes/operation';
import { feedResults } from './feed';
import { findListings, readSite } from './items';
import { words } from './list';
import { toTarget } from './wire';

/** The first look at a listing, and the longest time between two looks. */
const FIRST_LOOK_MS = 2000;
const LONGEST_LOOK_MS = 15_000;

/** _Listing > Get Result_: of a feed, or whether a listing shows a change by now. */
export const getResult = resultOperation({
	words,
	types: ['feed', 'submission'],
	async ask(handles, writer) {
		const [handle] = handles;
		if (handle.type === 'feed') {
			const skus = handles.map(({ sku }) => sku ?? '');
			return await feedResults(handle.id, skus, writer);
		}
		const answer = await shownBy(handle, writer);
		return handles.map(() => answer);
	},
	whereToLook: 'Look at the listing in Seller Central',
});

async function shownBy(handle: ValueHandle, { call, pause, waitUntil }: Writer): Promise<Answer> {
	const site = readSite(handle.site);
	const sku = handle.sku ?? '';
	const field = handle.schema === 'stock/1' ? 'quantity' : 'price';
	for (let wait = FIRST_LOOK_MS; ; wait = Math.min(wait * 2, LONGEST_LOOK_MS)) {
		const listing = (await findListings(call.client, site, [sku])).get(sku);
		const present = listing ? toTarget(listing, site, field).present : null;
		if (present !== null && isSame(present, handle.value)) return { status: 'done' };
		const left = waitUntil - clock.now();
		if (left <= 0) return { status: 'accepted', handle: { type: handle.type, id: handle.id } };
		await pause(Math.min(wait, left));
	}
}
