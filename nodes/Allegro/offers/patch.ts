import { object, text } from '../../../core/orders/read';
import { pathSegment } from '../../../core/request/address';
import { clock } from '../../../core/request/clock';
import { raise, ResponseError } from '../../../core/request/errors';
import type { Answer, Writer } from '../../../core/writes/operation';

/** The first look at a change that is worked on, and the longest time between two looks. */
const FIRST_LOOK_MS = 2000;
const LONGEST_LOOK_MS = 15_000;

/** What is left out stays as it is. */
export interface Patch {
	readonly stock?: { readonly available: number };
	readonly publication?: { readonly status: 'ACTIVE' };
	readonly sellingMode?: object;
	readonly additionalMarketplaces?: object;
}

function offerPath(offerId: string): string {
	return `/sale/product-offers/${pathSegment(offerId)}`;
}

/** Changes one offer: the only way to no stock at all, and back to life. See BEHAVIOR.md, Offers. */
export async function patchOffer(offerId: string, body: Patch, writer: Writer): Promise<Answer> {
	const request = { method: 'PATCH', path: offerPath(offerId), body, idempotent: true } as const;
	for (let wait = FIRST_LOOK_MS; ; wait *= 2) {
		try {
			const { status, headers } = await writer.send(request);
			// Only what is still worked on has an address of its own.
			const operation =
				status === 202 ? /\/operations\/([^/?]+)/.exec(headers.location ?? '') : null;
			if (status !== 202) return { status: 'done' };
			return await changed({ offerId, operationId: operation?.[1] ?? '' }, writer);
		} catch (error) {
			// Somebody's earlier change is still worked on.
			if (!isConflict(error) || clock.now() + wait > writer.waitUntil) raise(error);
		}
		await writer.pause(wait);
	}
}

interface Operation {
	readonly offerId: string;
	readonly operationId: string;
}

export function operationOf(handleId: string): Operation {
	const [offerId, operationId = ''] = handleId.split('/');
	return { offerId, operationId };
}

/** Looks at a change that is worked on, as long as the user waits. */
export async function changed(
	{ offerId, operationId }: Operation,
	{ send, pause, waitUntil }: Writer,
): Promise<Answer> {
	const handle = { type: 'operation', id: `${offerId}/${operationId}` };
	const path = `${offerPath(offerId)}/operations/${pathSegment(operationId)}`;
	for (let wait = FIRST_LOOK_MS; ; wait = Math.min(wait * 2, LONGEST_LOOK_MS)) {
		const left = waitUntil - clock.now();
		if (left <= 0) return { status: 'accepted', handle };
		await pause(Math.min(wait, left));
		// What is over leads on to the offer.
		const { status, body } = await send({ method: 'GET', path });
		const isOver = text(object(object(body).operation).status) === 'COMPLETED';
		if (status !== 202 || isOver) return { status: 'done' };
	}
}

function isConflict(error: unknown): boolean {
	return error instanceof ResponseError && error.response.status === 409;
}
