import type { FastifyRequest } from 'fastify';

import { queryOf } from '../kit/raw-body';
import { violation } from '../kit/server';
import { errors, invalid, Refusal } from './refusal';

/** What a query parameter takes. */
type Parameter =
	| { kind: 'text' | 'date'; repeat?: boolean }
	| { kind: 'word'; words: readonly string[]; repeat?: boolean }
	| { kind: 'number'; min: number; max: number; value: number };

export type Parameters = Readonly<Record<string, Parameter>>;

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** The query of one call, checked against what the resource takes. */
export class Query {
	private readonly sent: URLSearchParams;

	constructor(
		request: FastifyRequest,
		private readonly takes: Parameters,
	) {
		this.sent = queryOf(request);
		for (const name of new Set(this.sent.keys())) {
			const parameter = takes[name];
			if (!parameter) {
				// The real one ignores it silently: a filter that filters nothing
				violation(request, `unknown query parameter '${name}'`);
				continue;
			}
			const values = this.sent.getAll(name);
			if (values.length > 1 && !('repeat' in parameter && parameter.repeat)) {
				violation(request, `query parameter '${name}' sent more than once`);
			}
			values.forEach((value) => check(name, value, parameter));
		}
	}

	text(name: string): string | undefined {
		return this.sent.get(name) ?? undefined;
	}

	all(name: string): string[] {
		return this.sent.getAll(name);
	}

	time(name: string): number | undefined {
		const value = this.sent.get(name);
		return value === null ? undefined : Date.parse(value);
	}

	number(name: string): number {
		const parameter = this.takes[name];
		if (parameter?.kind !== 'number') throw new Error(`'${name}' is no number`);
		return Number(this.sent.get(name) ?? parameter.value);
	}

	/** Everything but the page, to recognise the same question. */
	get question(): string {
		return [...this.sent]
			.filter(([name]) => name !== 'offset' && name !== 'limit')
			.map((pair) => pair.join('='))
			.join('&');
	}
}

function check(name: string, value: string, parameter: Parameter): void {
	if (parameter.kind === 'number') {
		const { min, max } = parameter;
		const fits = /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max;
		if (!fits) throw invalid(name, `'${name}' must be a number between ${min} and ${max}`);
	}
	if (parameter.kind === 'date' && !(DATE_TIME.test(value) && Date.parse(value) >= 0)) {
		throw illegal(name, value, 'is no date-time');
	}
	if (parameter.kind === 'word' && !parameter.words.includes(value)) {
		throw illegal(name, value, 'is not one of the allowed values');
	}
}

function illegal(name: string, value: string, reason: string): Refusal {
	const message = `'${name}': '${value}' ${reason}`;
	return new Refusal(400, errors('ILLEGAL_ARGUMENT', message, { path: name }), message);
}
