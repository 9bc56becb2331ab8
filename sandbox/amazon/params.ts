import type { FastifyRequest } from 'fastify';

import { queryOf } from '../kit/raw-body';
import { violation } from '../kit/server';
import { SpError } from './errors';

/** What an operation accepts in its query. Arrays are comma separated. */
interface Param {
	kind: 'text' | 'list' | 'date' | 'int';
	required?: boolean;
	values?: readonly string[];
	/** Most entries of a list, or the greatest number. */
	max?: number;
}

export type Params = Record<string, Param>;
export type Query = Record<string, string | undefined>;

const ISO_8601 = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d))?$/;

/** Reads the query as the operation declares it, or refuses it. */
export function readQuery(request: FastifyRequest, params: Params): Query {
	const sent = queryOf(request);
	const query: Query = {};
	for (const name of new Set(sent.keys())) {
		const values = sent.getAll(name);
		const param = params[name];
		if (!param) {
			// Silently ignored by Amazon, and thus a filter that does not filter.
			violation(request, `unknown query parameter ${name}`);
			continue;
		}
		if (values.length > 1) throw invalid(`Parameter ${name} was given more than once.`);
		check(name, values[0], param);
		query[name] = values[0];
	}
	for (const [name, param] of Object.entries(params)) {
		if (param.required && !query[name]) throw invalid(`Missing required parameter ${name}.`);
	}
	return query;
}

function check(name: string, value: string, param: Param): void {
	if (value === '') throw invalid(`Parameter ${name} is empty.`);
	const entries = param.kind === 'list' ? value.split(',') : [value];
	if (param.kind === 'list' && entries.length > (param.max ?? Infinity)) {
		throw invalid(`Parameter ${name} has more than ${param.max} values.`);
	}
	const stranger = param.values && entries.find((entry) => !param.values?.includes(entry));
	if (stranger !== undefined) throw invalid(`Value ${stranger} of ${name} is not valid.`);
	if (param.kind === 'int') checkNumber(name, value, param.max ?? Infinity);
	if (param.kind === 'date' && !isDate(value)) {
		throw invalid(`Parameter ${name} is not an ISO 8601 date.`);
	}
}

/** ISO 8601, and a day that exists. */
export function isDate(value: string): boolean {
	return ISO_8601.test(value) && !Number.isNaN(Date.parse(value));
}

function checkNumber(name: string, value: string, max: number): void {
	const number = Number(value);
	if (!/^\d+$/.test(value) || number < 1 || number > max) {
		throw invalid(`Parameter ${name} must be between 1 and ${max}.`);
	}
}

export function invalid(details: string): SpError {
	return new SpError(400, 'InvalidInput', 'Invalid Input', details);
}

export function listOf(value: string | undefined): string[] | undefined {
	return value?.split(',');
}

export interface TimeWindow {
	from: number;
	to: number;
	/** Whether the caller named the upper end. */
	isClosed: boolean;
}

/** The upper end is at least two minutes ago, given or not */
export function timeWindow(after: string, before: string | undefined, settled: number): TimeWindow {
	const from = Date.parse(after);
	const to = before === undefined ? settled : Date.parse(before);
	if (to > settled) throw invalid('The upper time must be at least two minutes before now.');
	if (before !== undefined && to < from) throw invalid('The upper time is before the lower time.');
	return { from, to, isClosed: before !== undefined };
}
