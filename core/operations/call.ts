import type { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { InvalidTimeError, parseTime } from '../orders/time';
import type { Client } from '../client';
import { holdsRounded, parseJson } from '../request/encoding';
import { InvalidInputError, raise } from '../request/errors';
import { codeOf, toNodeError, type ErrorContext, type NodeError } from './node-error';
import { shownAccount, type Marketplace } from '../marketplace';

/** What an operation gives back for one input item, a part at a time. */
export type Results = AsyncGenerator<Result[]>;

/** One output item before it is linked to its input. */
export type Result = Pick<INodeExecutionData, 'json' | 'binary'>;

/** What a call needs of n8n, whatever n8n runs. */
type CallContext = Pick<IExecuteFunctions, 'getNode' | 'getTimezone' | 'logger'> & {
	helpers: Pick<IExecuteFunctions['helpers'], 'httpRequest'>;
};

/** One piece of work for the user: the parameters, checked, and the marketplace to ask. */
export abstract class Call {
	/** The input item that it is for. */
	abstract readonly itemIndex: number;
	abstract readonly context: CallContext;
	abstract readonly client: Client;

	/** A parameter as n8n gives it. */
	abstract parameter<T>(name: string, fallback?: T): T;

	/** Tells the user something about the result that the result itself cannot say. */
	abstract hint(message: string): void;

	/** An id or another text that must be there. `label` is the name that the user sees. */
	required(name: string, label: string): string {
		return requireText(this.parameter<unknown>(name, ''), label);
	}

	/** A value that goes out as it is; a number that has lost digits is refused. */
	exact<T>(value: T, label: string): T {
		return unrounded(value, label, ALL_DIGITS);
	}

	collection(name: string): IDataObject {
		return this.parameter<IDataObject>(name, {}) ?? {};
	}

	/** A JSON parameter, which n8n gives as text or, from an expression, as an object. */
	json(name: string, label: string): unknown {
		const value = this.parameter<unknown>(name, '');
		if (typeof value !== 'string') {
			const advice = 'or let the expression return JSON as text, so that all digits stay';
			return unrounded(value, label, `Write it as text, ${advice}`);
		}
		if (value.trim() === '') return undefined;
		try {
			return parseJson(value.trim());
		} catch (error) {
			return raise(
				new InvalidInputError(
					`'${label}' is not valid JSON`,
					`Correct it and try again (${(error as Error).message.slice(0, 100)})`,
				),
			);
		}
	}

	/** A moment that the user typed or picked; without an offset it is meant in the workflow's time zone. */
	time(value: unknown, label: string): DateTime {
		return readTime(value, label, this.context.getTimezone());
	}

	/** The error as n8n shows it. `account`: whose it is, where the credential does not tell. */
	nodeError(error: unknown, account = shownAccount(this.client.connection)): NodeError {
		return toNodeError(error, this.errorContext(account));
	}

	/** The marketplace's own code for an error. */
	codeOf(error: unknown): string | undefined {
		return codeOf(error, this.errorContext(shownAccount(this.client.connection)));
	}

	private errorContext(account: string | null): ErrorContext {
		const { marketplace, credentialType, secrets } = this.client;
		const node = this.context.getNode();
		const { itemIndex } = this;
		return { node, marketplace, credentialType, account, secrets, itemIndex };
	}
}

/** One operation on one input item. */
export class ItemCall extends Call {
	constructor(
		readonly context: IExecuteFunctions,
		readonly itemIndex: number,
		readonly client: Client,
	) {
		super();
	}

	parameter<T>(name: string, fallback?: T): T {
		return this.context.getNodeParameter(name, this.itemIndex, fallback) as T;
	}

	/** What the user chose or typed in a resource locator. */
	locator(name: string): unknown {
		const value = this.parameter<unknown>(name, '');
		const isLocator = typeof value === 'object' && value !== null && 'value' in value;
		return isLocator ? (value as { value: unknown }).value : value;
	}

	hint(message: string): void {
		this.context.addExecutionHints?.({ message, location: 'outputPane' });
		this.context.logger.info(`${this.client.marketplace.displayName}: ${message}`);
	}
}

/** Gives a parameter of the node: evaluated, or `fallback` where the node has none. */
export type ReadParameter = <T>(name: string, fallback?: T) => T;

/** A poll or a webhook of a trigger: no input item could change the parameters. */
export class TriggerCall extends Call {
	readonly itemIndex = 0;

	constructor(
		readonly context: CallContext,
		readonly client: Client,
		private readonly read: ReadParameter,
	) {
		super();
	}

	parameter<T>(name: string, fallback?: T): T {
		return this.read(name, fallback);
	}

	/** There is no output that could show it; whoever misses something looks into the log. */
	hint(message: string): void {
		this.context.logger.warn(`${this.client.marketplace.displayName}: ${message}`);
	}
}

const ALL_DIGITS = 'Let the expression return a text with all digits';

/** An ID with another last digit is another ID, and nothing says which digit there was. */
function unrounded<T>(value: T, label: string, advice: string): T {
	if (!holdsRounded(value)) return value;
	throw new InvalidInputError(
		`'${label}' contains a whole number that JavaScript has rounded`,
		advice,
	);
}

export function requireText(value: unknown, label: string): string {
	unrounded(value, label, ALL_DIGITS);
	const written = typeof value === 'number' ? String(value) : value;
	if (typeof written !== 'string' || written.trim() === '') {
		throw new InvalidInputError(`'${label}' is empty`, 'Enter a value, or check the expression');
	}
	return written.trim();
}

export function readTime(value: unknown, label: string, zone: string): DateTime {
	try {
		return parseTime(value, zone);
	} catch (error) {
		if (!(error instanceof InvalidTimeError)) return raise(error);
		return raise(
			new InvalidInputError(
				`'${label}' is not a valid date: ${String(value).slice(0, 40)}`,
				'Use ISO 8601, e.g. 2026-11-21T09:00:00+01:00',
			),
		);
	}
}

/** The credential type that the node's `authentication` asks for; without a choice, the first. */
export function credentialTypeFor({ credentials }: Marketplace, chosen: unknown): string {
	const types = Object.entries(credentials);
	const [type] = types.find(([, { authentication }]) => authentication === chosen) ?? types[0];
	return type;
}
