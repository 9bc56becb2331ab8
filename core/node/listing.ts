import { BadInput } from '../transport/trouble';
import type { Call, Result } from './call';
import { toNodeError } from './errors';

/** How many entries the user wants. */
export function readLimit(call: Call): number {
	if (call.parameter<boolean>('returnAll', false)) return Infinity;
	const limit = Number(call.parameter<unknown>('limit', 50));
	if (Number.isSafeInteger(limit) && limit >= 1) return limit;
	throw new BadInput("'Limit' is no whole number above zero", "Enter one, or turn on 'Return All'");
}

export function keepsPartial(call: Call): boolean {
	return call.collection('options').partialResults === true;
}

/** The last item of a list that was cut short, where the user asked to have it nevertheless. */
export function notice(call: Call, read: number, error: unknown, cursor: string | null): Result {
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
