import type { FastifyRequest } from 'fastify';

import { queryOf } from '../kit/raw-body';
import { violation } from '../kit/server';
import { v2Error, v3Error, type Refusal } from './refusal';

/** What a query parameter takes. */
type Parameter =
	| { kind: 'text' | 'whole' | 'decimal' | 'v2Date' | 'v3Date' | 'wholeList' }
	| { kind: 'words'; words: readonly string[] }
	| { kind: 'page'; max: number; value: number };

export type Parameters = Readonly<Record<string, Parameter>>;

export const PAGING: Parameters = {
	page: { kind: 'page', max: Number.MAX_SAFE_INTEGER, value: 1 },
	limit: { kind: 'page', max: 250, value: 50 },
};

/** Where the most that can be asked for is not known, it is what comes without asking. */
export const UNCONFIRMED_PAGING: Parameters = {
	...PAGING,
	limit: { kind: 'page', max: 50, value: 50 },
};

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const RFC_2822 = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}$/;

/** The query of one call, checked against what the resource takes. */
export class Query {
	private readonly sent: URLSearchParams;

	constructor(
		request: FastifyRequest,
		private readonly takes: Parameters,
		private readonly version: 'v2' | 'v3',
		private readonly most: number,
	) {
		this.sent = queryOf(request);
		for (const name of new Set(this.sent.keys())) {
			if (!takes[name]) {
				// Ignored by the real one: a filter that filters nothing.
				violation(request, `unknown query parameter '${name}'`);
				continue;
			}
			const values = this.sent.getAll(name);
			if (values.length > 1) {
				violation(request, `query parameter '${name}' sent more than once instead of a comma list`);
			}
			values.forEach((value) => this.check(name, value, takes[name]));
		}
	}

	has(name: string): boolean {
		return this.sent.has(name);
	}

	text(name: string): string | undefined {
		return this.sent.get(name) ?? undefined;
	}

	list(name: string): string[] {
		return (this.sent.get(name) ?? '').split(',').filter((word) => word !== '');
	}

	number(name: string): number | undefined {
		const value = this.sent.get(name);
		const parameter = this.takes[name];
		if (value === null) return parameter?.kind === 'page' ? parameter.value : undefined;
		return Number(value);
	}

	time(name: string): number | undefined {
		const value = this.sent.get(name);
		return value === null ? undefined : Date.parse(value);
	}

	get page(): number {
		return this.number('page') ?? 1;
	}

	get limit(): number {
		return Math.min(this.number('limit') ?? 50, this.most);
	}

	/** Everything but the page, to recognise the same question. */
	get question(): string {
		return [...this.sent]
			.filter(([name]) => !['page', 'limit', 'include', 'consignment_structure'].includes(name))
			.map((pair) => pair.join('='))
			.join('&');
	}

	private check(name: string, value: string, parameter: Parameter): void {
		if (parameter.kind === 'page' && Number(value) > parameter.max) {
			// 413 or a silent clamp: not confirmed
			throw this.refuse(413, name, `must not exceed ${parameter.max}`);
		}
		if (!fits(value, parameter)) throw this.refuse(400, name, `is invalid: '${value}'`);
	}

	private refuse(status: number, name: string, what: string): Refusal {
		const message = `The field '${name}' ${what}.`;
		if (this.version === 'v2') return v2Error(status, message);
		return v3Error(status, message, { [name]: what });
	}
}

function fits(value: string, parameter: Parameter): boolean {
	switch (parameter.kind) {
		case 'whole':
			return /^\d+$/.test(value);
		case 'page':
			return /^[1-9]\d*$/.test(value);
		case 'wholeList':
			return /^\d+(,\d+)*$/.test(value);
		case 'decimal':
			return /^\d+(\.\d+)?$/.test(value);
		case 'v2Date':
			return (ISO.test(value) || RFC_2822.test(value)) && !Number.isNaN(Date.parse(value));
		case 'v3Date':
			return (ISO.test(value) || DAY.test(value)) && !Number.isNaN(Date.parse(value));
		case 'words':
			return value.split(',').every((word) => parameter.words.includes(word));
		case 'text':
			return true;
	}
}
