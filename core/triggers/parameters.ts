import type { IPollFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { ReadParameter } from '../operations/call';
import { raise } from '../request/errors';

/**
 * Reads all parameters at once, before the poll waits for anything. The polls of one workflow share an expression
 * engine, and n8n takes it away as soon as one of them ends: an expression that is evaluated later is an error.
 */
export function parametersNow(
	context: Pick<IPollFunctions | IWebhookFunctions, 'getNode' | 'getNodeParameter'>,
): ReadParameter {
	const names = Object.keys(context.getNode().parameters);
	const values = new Map(
		names.map((name) => [name, attempt(() => context.getNodeParameter(name))]),
	);
	return <T>(name: string, fallback?: T) => {
		const value = values.get(name);
		return (value ? value() : context.getNodeParameter(name, fallback)) as T;
	};
}

/** An expression that fails counts only where its value is wanted. */
function attempt<T>(read: () => T): () => T {
	try {
		const value = read();
		return () => value;
	} catch (error) {
		return () => raise(error);
	}
}
