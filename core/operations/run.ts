import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Marketplace } from '../marketplace';
import { StoppedError } from '../request/clock';
import type { Client } from '../client';
import type { TimeLimits } from '../request/deadline';
import { InvalidInputError, raise } from '../request/errors';
import { ItemCall, type Result, type Results } from './call';
import { type ErrorContext, inFull, type NodeError, toNodeError } from './node-error';
import { withClient } from './with-client';

/** Waits longer than a minute are the user's decision. */
const DEFAULT_MAX_WAIT_SECONDS = 60;

/** The longest time that n8n's HTTP library and Node can measure. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** What a node can do, by `resource.operation`. */
export type OperationTable = Readonly<Record<string, (call: ItemCall) => Results>>;

/** Every action node of this package: one loop, one place for item links and errors. */
export async function runNode(
	context: IExecuteFunctions,
	marketplace: Marketplace,
	operations: OperationTable,
): Promise<INodeExecutionData[][]> {
	const output: INodeExecutionData[] = [];
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex++) {
		const pairedItem = { item: itemIndex };
		for (const result of await runItem(context, marketplace, operations, itemIndex)) {
			output.push({ ...result, pairedItem });
		}
	}
	return [output];
}

/** Whether n8n looks through the items for those that failed. */
function sortsErrors(context: IExecuteFunctions): boolean {
	return context.getNode().onError === 'continueErrorOutput';
}

/** What n8n takes for a failed item, if it holds nothing else. */
const OF_ERRORS = ['error', 'message', 'details'];

/** An answer may hold just that and be a good one: whoever takes a write for failed sends it again. */
function asGood(result: Result): Result {
	const { json } = result;
	const looksFailed = json.error && Object.keys(json).every((key) => OF_ERRORS.includes(key));
	return looksFailed ? { ...result, json: { ...json, success: true } } : result;
}

/**
 * A failed item. n8n sends one by the error output only if it holds nothing but `error` and `message`, and adds
 * what came in.
 */
function errorItem(context: IExecuteFunctions, failure: NodeError): Result['json'] {
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

async function runItem(
	context: IExecuteFunctions,
	marketplace: Marketplace,
	operations: OperationTable,
	itemIndex: number,
): Promise<Result[]> {
	const opening = {
		authentication: () => context.getNodeParameter('authentication', itemIndex, ''),
		limits: () => limitsOf(context, itemIndex),
		itemIndex,
	};
	const work = async (client: Client): Promise<Result[]> => {
		const operation = operationOf(operations, context, itemIndex);
		const results: Result[] = [];
		for await (const part of operation(new ItemCall(context, itemIndex, client))) {
			// Not by spreading: a call has room for some ten thousand arguments only.
			for (const result of part) results.push(result);
		}
		return sortsErrors(context) ? results.map(asGood) : results;
	};
	const failed = (error: unknown, where: ErrorContext): Result[] => {
		const failure = toNodeError(error, where);
		const goesOn = context.continueOnFail() && !(error instanceof StoppedError);
		return goesOn ? [{ json: errorItem(context, failure) }] : raise(failure);
	};
	return await withClient(context, marketplace, opening, work, { failed });
}

function operationOf(
	operations: OperationTable,
	context: IExecuteFunctions,
	itemIndex: number,
): OperationTable[string] {
	const resource = context.getNodeParameter('resource', itemIndex) as string;
	const operation = context.getNodeParameter('operation', itemIndex) as string;
	const known = operations[`${resource}.${operation}`];
	if (known) return known;
	throw new InvalidInputError(
		`'${operation}' is not available for '${resource}'`,
		'Choose an operation',
	);
}

function limitsOf(context: IExecuteFunctions, itemIndex: number): TimeLimits {
	const options = context.getNodeParameter('options', itemIndex, {}) as Record<string, unknown>;
	const seconds = readNumber(options.maxWait, "'Maximum Wait' is not a number of seconds");
	const timeoutMs = readNumber(options.timeout, "'Timeout' is not a number of milliseconds");
	return {
		maxWaitMs: (seconds ?? DEFAULT_MAX_WAIT_SECONDS) * 1000,
		timeoutMs: timeoutMs ? Math.min(timeoutMs, LONGEST_TIMEOUT_MS) : undefined,
	};
}

function readNumber(value: unknown, complaint: string): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const number = Number(value);
	const isBlank = typeof value === 'string' && value.trim() === '';
	if (!isBlank && Number.isFinite(number) && number >= 0) return number;
	throw new InvalidInputError(complaint, 'Enter a number');
}
