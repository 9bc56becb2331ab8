import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import type { Client } from '../client';
import type { Marketplace } from '../marketplace';
import { StoppedError } from '../request/clock';
import type { TimeLimits } from '../request/deadline';
import { raise } from '../request/errors';
import { credentialTypeFor, ItemCall } from './call';
import { errorItem, sortsErrors } from './error-item';
import { codeOf, type ErrorContext, inFull, type NodeError, toNodeError } from './node-error';
import { withClient } from './with-client';

/** An operation that looks at all input items of a run together. */
export interface BatchOperation {
	/** For sentences: `orders` were not `shipped`. */
	readonly words: { readonly things: string; readonly done: string };
	/** What the parameters of an item name, e.g. its `orderId`; nothing of what makes no sense. */
	names(item: Parameters): IDataObject;
	/** What became of each call, in their order. The calls have one client. */
	run(calls: readonly ItemCall[]): Promise<readonly Outcome[]>;
}

/** The parameters of an item, also where its account cannot be used. */
export type Parameters = Pick<ItemCall, 'parameter'>;

/** What became of one input item: its output item, or why there is none. */
export type Outcome = { readonly json: object } | Failure;

export interface Failure {
	readonly error: unknown;
	/** `unknown`: it may have been done. */
	readonly status: 'failed' | 'unknown';
}

/** An outcome as n8n shows it. */
type Shown = { readonly json: object } | ShownFailure;

interface ShownFailure {
	readonly failure: NodeError;
	readonly status: Failure['status'];
	readonly names: IDataObject;
	readonly code?: string;
}

/** One output item per input item, in their order; what failed, as the user's _On Error_ says. */
export async function runBatch(
	context: IExecuteFunctions,
	marketplace: Marketplace,
	operation: BatchOperation,
	limitsOf: (context: IExecuteFunctions, itemIndex: number) => TimeLimits,
): Promise<INodeExecutionData[]> {
	const shown: Shown[] = [];
	for (const items of await byCredential(context, marketplace, limitsOf)) {
		const [itemIndex] = items;
		const opening = {
			authentication: () => authenticationOf(context, itemIndex),
			limits: () => limitsOf(context, itemIndex),
			itemIndex,
		};
		const work = async (client: Client): Promise<Shown[]> => {
			const calls = items.map((item) => new ItemCall(context, item, client));
			const outcomes = await operation.run(calls);
			return outcomes.map((outcome, at) => toShown(outcome, calls[at], operation));
		};
		// The account could not be used, so all its items have failed.
		const failed = (error: unknown, where: ErrorContext): Shown[] => {
			if (error instanceof StoppedError) return raise(toNodeError(error, where));
			return items.map((item) => ({
				failure: toNodeError(error, { ...where, itemIndex: item }),
				status: 'failed',
				names: operation.names(parametersOf(context, item)),
				code: codeOf(error, where),
			}));
		};
		const results = await withClient(context, marketplace, opening, work, { failed });
		items.forEach((item, at) => (shown[item] = results[at]));
	}
	if (!context.continueOnFail()) refuse(context, operation, shown);
	return shown.map((one, item) => ({ json: jsonOf(context, one), pairedItem: { item } }));
}

function parametersOf(context: IExecuteFunctions, item: number): Parameters {
	return {
		parameter: <T>(name: string, fallback?: T) =>
			context.getNodeParameter(name, item, fallback) as T,
	};
}

function authenticationOf(context: IExecuteFunctions, itemIndex: number): unknown {
	return context.getNodeParameter('authentication', itemIndex, '');
}

/** Fields of a credential may hold expressions, so two items may belong to two accounts. */
async function byCredential(
	context: IExecuteFunctions,
	marketplace: Marketplace,
	limitsOf: (context: IExecuteFunctions, itemIndex: number) => TimeLimits,
): Promise<number[][]> {
	const count = context.getInputData().length;
	const groups = new Map<string, number[]>();
	for (let item = 0; item < count; item++) {
		const key = count === 1 ? '' : await credentialKey(context, marketplace, item, limitsOf);
		groups.set(key, [...(groups.get(key) ?? []), item]);
	}
	return [...groups.values()];
}

async function credentialKey(
	context: IExecuteFunctions,
	marketplace: Marketplace,
	item: number,
	limitsOf: (context: IExecuteFunctions, itemIndex: number) => TimeLimits,
): Promise<string> {
	try {
		// Options that cannot be read are an error of this item alone.
		limitsOf(context, item);
		const type = credentialTypeFor(marketplace, authenticationOf(context, item));
		return JSON.stringify([type, await context.getCredentials(type, item)]);
	} catch {
		// The same happens when it is opened, and is an error of this item then.
		return `item ${item}`;
	}
}

function toShown(outcome: Outcome, call: ItemCall, operation: BatchOperation): Shown {
	if ('json' in outcome) return outcome;
	const { error, status } = outcome;
	if (error instanceof StoppedError) return raise(call.nodeError(error));
	return {
		failure: call.nodeError(error),
		status,
		names: operation.names(call),
		code: call.codeOf(error),
	};
}

function jsonOf(context: IExecuteFunctions, one: Shown): IDataObject {
	if ('json' in one) return one.json as IDataObject;
	const { failure, status, names, code } = one;
	if (sortsErrors(context)) return errorItem(context, failure);
	return {
		error: failure.message,
		message: inFull(failure),
		status,
		...names,
		code: code ?? null,
	};
}

export function wasOrWere(count: number): string {
	return count === 1 ? 'was' : 'were';
}

/** As many as a person reads. */
const MOST_NAMED = 10;
const LONGEST_REASON = 200;

/** One error for all that failed, after everything that could be done was done. */
function refuse(
	context: IExecuteFunctions,
	{ words }: BatchOperation,
	shown: readonly Shown[],
): void {
	const failures = shown.flatMap((one, item) => ('failure' in one ? [{ ...one, item }] : []));
	if (failures.length === 0) return;
	const [first] = failures;
	if (shown.length === 1) throw first.failure;
	const count = { failed: 0, unknown: 0 };
	for (const { status } of failures) count[status]++;
	const of = (some: number, sentence: string) =>
		some > 0 ? [`${some} of ${shown.length} ${words.things} ${sentence}`] : [];
	const heads = [
		...of(count.failed, `${wasOrWere(count.failed)} not ${words.done}`),
		...of(count.unknown, `may have been ${words.done}, nobody knows`),
	];
	const named = failures.slice(0, MOST_NAMED).map(({ failure, names, item, status }) => {
		const name = Object.values(names).join(' ') || `item ${item}`;
		const reason = failure.message.slice(0, LONGEST_REASON);
		return `${name} (${status === 'unknown' ? 'unknown: ' : ''}${reason})`;
	});
	const more = failures.length - named.length;
	const list = `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
	const rest = shown.length - failures.length;
	const advice = [
		count.unknown > 0 && 'First look at those that may have been done.',
		rest > 0 && `The other ${rest} ${rest === 1 ? 'is' : 'are'} done.`,
		'Correct these items and run the node again with them alone.',
		"To get one item for each, set 'On Error' to Continue.",
		`About the first of them: ${first.failure.description ?? first.failure.message}`,
	];
	throw new NodeOperationError(context.getNode(), `${heads.join('; ')}: ${list}`, {
		description: advice.filter(Boolean).join(' '),
		itemIndex: first.item,
	});
}
