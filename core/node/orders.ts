import type { IDataObject } from 'n8n-workflow';

import type { Order } from '../order/order';
import type { Call, Result, Results } from './call';
import { readPlace, type Place } from './cursor';
import { Progress } from './progress';
import { BadInput, ListTrouble, raise } from '../transport/trouble';
import type { Runs } from './run';
import { toNodeError } from './errors';

/** How the orders of one marketplace are read. Everything else about them is the same for all. */
export interface OrderSource<Raw extends object> {
	/** Key under which a later state of the same order replaces an earlier one; empty for what is no order. */
	id(raw: Raw): string;
	get(call: Call, orderId: string): Promise<Raw>;
	/** All that the user's filters ask for, some perhaps twice: the last state counts. */
	list(call: Call, limit: number, place?: Place<Raw>): AsyncGenerator<Raw[]>;
	/** Where `list` can go on behind an earlier run: what else, beside the filters, decides what it lists. */
	resumes?: (call: Call) => unknown;
	toOrder(raw: Raw, call: Call): Order;
	/** What the marketplace itself sent for this order, as items and as `raw`. */
	asSent(raw: Raw): object[];
	/** What an order id looks like, to refuse others before any request. */
	idPattern?: { expression: RegExp; looksLike: string };
}

type Output = 'order' | 'orderLine' | 'marketplace';

/** `order: get` and `order: getAll`. */
export function orderRuns<Raw extends object>(source: OrderSource<Raw>): Runs {
	return {
		'order.get': async function* (call): Results {
			const orderId = readOrderId(call, source);
			const write = writer(call, source);
			const raw = await source.get(call, orderId);
			if (source.id(raw) === '') throw noOrder(orderId);
			yield write(raw);
		},
		'order.getAll': async function* (call): Results {
			const limit = readLimit(call);
			const found = new Map<string, Result[]>();
			const keyOf = (raw: Raw): string => source.toOrder(raw, call).eventKey;
			const place = readPlace(call, keyOf, source.resumes);
			let isComplete: boolean;
			try {
				isComplete = await collect(source, call, limit, found, place);
			} catch (error) {
				if (found.size === 0 || !keepsPartial(call)) return raise(error);
				yield [...found.values()].flat();
				yield [notice(call, found.size, error, place.write())];
				return;
			}
			yield [...found.values()].slice(0, limit).flat();
			if (!place.isKept) return;
			const cursor = isComplete ? null : place.write();
			yield [{ json: { notice: { complete: isComplete, read: found.size, cursor } } }];
		},
	};
}

function noOrder(orderId: string): ListTrouble {
	return new ListTrouble(
		`The answer for '${orderId}' holds no order`,
		'The marketplace answered with something that this operation does not know. Try again later',
	);
}

/**
 * Orders are written as they come, while the next ones are on their way; a later state replaces an
 * earlier. Says whether the list has come to its end.
 */
async function collect<Raw extends object>(
	source: OrderSource<Raw>,
	call: Call,
	limit: number,
	found: Map<string, Result[]>,
	place: Place<Raw>,
): Promise<boolean> {
	const write = writer(call, source);
	const progress = new Progress(call);
	for await (const part of source.list(call, limit, place)) {
		for (const raw of part) {
			const id = source.id(raw);
			if (place.wasGiven(raw)) continue;
			// What is beyond the limit is left to the run that goes on here.
			if (place.isKept && found.size >= limit && !found.has(id)) return false;
			found.delete(id);
			found.set(id, write(raw));
			place.gave(raw);
		}
		place.settle();
		if (found.size >= limit) return false;
		progress.tell(found.size);
	}
	progress.end(found.size);
	return true;
}

function readOrderId<Raw extends object>(call: Call, { idPattern }: OrderSource<Raw>): string {
	const orderId = call.required('orderId', 'Order ID');
	if (idPattern && !idPattern.expression.test(orderId)) {
		throw new BadInput(
			`'Order ID' is no order number of ${call.client.marketplace.displayName}`,
			`It looks like ${idPattern.looksLike}`,
		);
	}
	return orderId;
}

function readLimit(call: Call): number {
	if (call.parameter<boolean>('returnAll', false)) return Infinity;
	const limit = Number(call.parameter<unknown>('limit', 50));
	if (Number.isSafeInteger(limit) && limit >= 1) return limit;
	throw new BadInput("'Limit' is no whole number above zero", "Enter one, or turn on 'Return All'");
}

function keepsPartial(call: Call): boolean {
	return call.collection('options').partialResults === true;
}

/** The last item of a list that was cut short, where the user asked to have it nevertheless. */
function notice(call: Call, read: number, error: unknown, cursor: string | null): Result {
	const { client, context, itemIndex } = call;
	const { message, description } = toNodeError(error, {
		node: context.getNode(),
		marketplace: client.marketplace,
		credentialType: client.credentialType,
		account: client.connection.account,
		secrets: client.secrets,
		itemIndex,
	});
	call.hint(`The list is not complete: ${message}`);
	const advice = description ?? null;
	return { json: { notice: { complete: false, read, reason: message, advice, cursor } } };
}

/** How the user wants an order, read once: n8n takes its time to give a parameter. */
export function writer<Raw extends object>(
	call: Call,
	source: OrderSource<Raw>,
): (raw: Raw) => Result[] {
	const output = call.parameter<Output>('output', 'order');
	const withRaw = call.collection('options').includeRaw !== false;
	return (raw) => {
		const sent = source.asSent(raw);
		if (output === 'marketplace') return sent.map((json) => ({ json: json as IDataObject }));
		const order = source.toOrder(raw, call);
		if (output === 'orderLine') return linesOf(order).map((json) => ({ json }));
		if (withRaw) order.raw = sent.length === 1 ? sent[0] : sent;
		return [{ json: order as unknown as IDataObject }];
	};
}

/** One item a line: the order's own fields, and the line. */
function linesOf({ lines, raw: _raw, ...order }: Order): IDataObject[] {
	return lines.map((line) => ({ ...order, line }) as unknown as IDataObject);
}
