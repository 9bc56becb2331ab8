import type { Client } from '../../../core/client';
import { resultOperation, type ValueHandle } from '../../../core/products/results';
import type { Answer, Writer } from '../../../core/writes/operation';
import { feedResults } from './feed';
import { readSite } from './items';
import { words } from './list';
import { type Expected, lookAt, shown } from './shown';

const SUBMISSION = 'submission';

/** _Listing > Get Result_: of a feed, or whether a listing shows a change by now. */
export const getResult = resultOperation({
	words,
	types: ['feed', SUBMISSION],
	// Listings of a site are looked at together, whatever each submission is called.
	group: ({ type, id, site }) => `${type} ${type === SUBMISSION ? site : id}`,
	async ask(handles, writer) {
		const [{ type, id }] = handles;
		if (type === SUBMISSION) return await shownBy(handles, writer);
		const skus = handles.map(({ sku }) => sku ?? '');
		return await feedResults(id, skus, writer, false);
	},
	whereToLook: 'Look at the listing in Seller Central',
});

async function shownBy(handles: readonly ValueHandle[], writer: Writer): Promise<Answer[]> {
	const expected = handles.map((handle) => toExpected(handle, writer.call.client));
	const looks = await lookAt(expected, writer.call.client);
	const later = await shown(
		expected.filter((one) => looks.get(one) === false),
		writer,
	);
	return expected.map((one, at): Answer => {
		const look = looks.get(one);
		if (look instanceof Error) return { status: 'failed', error: look };
		if (look === true || later.has(one)) return { status: 'done' };
		const { type, id } = handles[at];
		return { status: 'accepted', handle: { type, id } };
	});
}

function toExpected({ schema, site, sku, value }: ValueHandle, client: Client): Expected {
	const field = schema === 'stock/1' ? 'quantity' : 'price';
	return { sku: sku ?? '', site: readSite(site, client), field, value };
}
