import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Marketplace } from '../marketplace';
import { StoppedError } from '../request/clock';
import type { Client } from '../client';
import type { TimeLimits } from '../request/deadline';
import { InvalidInputError, raise } from '../request/errors';
import { type BatchOperation, runBatch } from './batch';
import { ItemCall, type Result, type Results } from './call';
import { asGood, errorItem, sortsErrors } from './error-item';
import { type ErrorContext, toNodeError } from './node-error';
import { withClient } from './with-client';

/** Waits longer than a minute are the user's decision. */
const DEFAULT_MAX_WAIT_SECONDS = 60;

/** The longest time that n8n's HTTP library and Node can measure. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** An operation on one input item after the other. */
type ItemOperation = (call: ItemCall) => Results;

/** Operations of this kind, by `resource.operation`. */
export type ItemOperations = Readonly<Record<string, ItemOperation>>;

/** What a node can do, by `resource.operation`. A write takes all input items at once. */
export type OperationTable = Readonly<Record<string, ItemOperation | BatchOperation>>;

/** Every action node of this package: one place for item links and errors. */
export async function runNode(
	context: IExecuteFunctions,
	marketplace: Marketplace,
	operations: OperationTable,
): Promise<INodeExecutionData[][]> {
	const output: INodeExecutionData[] = [];
	if (context.getInputData().length === 0) return [output];
	// Neither can be an expression, so it is the same for all items.
	const chosen = operations[nameOf(context, 0)];
	if (typeof chosen === 'object') {
		return [await runBatch(context, marketplace, chosen, limitsOf)];
	}
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex++) {
		const pairedItem = { item: itemIndex };
		for (const result of await runItem(context, marketplace, operations, itemIndex)) {
			output.push({ ...result, pairedItem });
		}
	}
	return [output];
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
): ItemOperation {
	const name = nameOf(context, itemIndex);
	const known = operations[name];
	if (typeof known === 'function') return known;
	const [resource, operation] = name.split('.');
	throw new InvalidInputError(
		`'${operation}' is not available for '${resource}'`,
		'Choose an operation',
	);
}

function nameOf(context: IExecuteFunctions, itemIndex: number): string {
	const resource = context.getNodeParameter('resource', itemIndex) as string;
	return `${resource}.${context.getNodeParameter('operation', itemIndex) as string}`;
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
