import type { Send } from '../../../core/marketplace';
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
export async function patchOffer(
	offerId: string,
	body: Patch,
	writer: Writer,
): Promise<Answer | undefined> {
	const request = { method: 'PATCH', path: offerPath(offerId), body, idempotent: true } as const;
	for (let wait = FIRST_LOOK_MS; ; wait *= 2) {
		try {
			const { status, headers } = await writer.send(request);
			if (status !== 202) return { status: 'done' };
			// Without its address, nobody knows what becomes of it.
			const operationId = /\/operations\/([^/?]+)/.exec(headers.location ?? '')?.[1];
			if (operationId === undefined) return undefined;
			return await outcomeOf({ offerId, operationId }, writer);
		} catch (error) {
			// Somebody's earlier change is still worked on.
			if (!hasStatus(error, 409) || clock.now() + wait > writer.waitUntil) raise(error);
		}
		await writer.pause(wait);
	}
}

/** Once a change was taken, its operation alone says no; a question that fails says nothing about it. */
async function outcomeOf(operation: Operation, writer: Writer): Promise<Answer | undefined> {
	try {
		return await changed(operation, writer, FIRST_LOOK_MS);
	} catch (error) {
		if (!(error instanceof ResponseError)) return raise(error);
		return error.response.status === 422 ? { status: 'failed', error } : undefined;
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
	firstLookMs = 0,
): Promise<Answer> {
	const handle = { type: 'operation', id: `${offerId}/${operationId}` };
	const path = `${offerPath(offerId)}/operations/${pathSegment(operationId)}`;
	for (
		let wait = firstLookMs;
		;
		wait = Math.min(Math.max(wait * 2, FIRST_LOOK_MS), LONGEST_LOOK_MS)
	) {
		const left = waitUntil - clock.now();
		// Who only asks gets one answer, however short the wait.
		if (left <= 0 && wait > 0) return { status: 'accepted', handle };
		await pause(Math.max(0, Math.min(wait, left)));
		if (await isOver(path, send)) return { status: 'done' };
	}
}

/** What is over leads on to the offer, wherever Allegro says that it is. */
async function isOver(path: string, send: Send): Promise<boolean> {
	try {
		const { status, body } = await send({ method: 'GET', path });
		return status !== 202 || text(object(object(body).operation).status) === 'COMPLETED';
	} catch (error) {
		return hasStatus(error, 303) || raise(error);
	}
}

function hasStatus(error: unknown, status: number): boolean {
	return error instanceof ResponseError && error.response.status === status;
}
