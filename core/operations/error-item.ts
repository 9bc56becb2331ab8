import type { IExecuteFunctions } from 'n8n-workflow';

import type { Result } from './call';
import { inFull, type NodeError } from './node-error';

/** Whether n8n looks through the items for those that failed. */
export function sortsErrors(context: IExecuteFunctions): boolean {
	return context.getNode().onError === 'continueErrorOutput';
}

/** What n8n takes for a failed item, if it holds nothing else. */
const OF_ERRORS = ['error', 'message', 'details'];

/** An answer may hold just that and be a good one: whoever takes a write for failed sends it again. */
export function asGood(result: Result): Result {
	const { json } = result;
	const looksFailed = json.error && Object.keys(json).every((key) => OF_ERRORS.includes(key));
	return looksFailed ? { ...result, json: { ...json, success: true } } : result;
}

/**
 * A failed item. n8n sends one by the error output only if it holds nothing but `error` and `message`, and adds
 * what came in.
 */
export function errorItem(context: IExecuteFunctions, failure: NodeError): Result['json'] {
	const { message, description } = failure;
	if (sortsErrors(context)) {
		return { error: message, message: inFull(failure) };
	}
	const { httpCode } = failure as { httpCode?: string | null };
	return {
		error: message,
		...(description ? { description } : {}),
		...(httpCode ? { httpCode } : {}),
	};
}
