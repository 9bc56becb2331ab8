import type { INodeProperties } from 'n8n-workflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Filter } from '../../core/node/filters';
import { Bench, type Outcome } from './bench';
import { CASES, type Case } from './cases';
import { optionsOf, samplesOf, settingsOf } from './samples';
import { hasSpecs } from './specs';

const LONG = 120_000;
/** More than a page of any marketplace. */
const ORDERS = 320;

describe.skipIf(!hasSpecs).each(hasSpecs ? CASES : [])('requests of $name', (subject) => {
	let bench: Bench;
	const samples = new Map<string, unknown[]>();
	const getAll = { operation: 'getAll', returnAll: false, limit: 2 };

	beforeAll(async () => {
		bench = await Bench.start(subject, ORDERS);
		for (const filter of subject.filters) samples.set(nameOf(filter), await valuesOf(filter));
	}, LONG);

	afterAll(async () => await bench.close());

	async function valuesOf(filter: Filter): Promise<unknown[]> {
		if (!filter.property.typeOptions?.loadOptionsMethod) return samplesOf(filter);
		const { problems, values } = await bench.options(filter.property);
		expect(problems).toEqual([]);
		expect(values.length).toBeGreaterThan(0);
		return values;
	}

	/** The first value of each. */
	const filtersOf = (filters: Filter[]) =>
		Object.fromEntries(filters.map((filter) => [nameOf(filter), samples.get(nameOf(filter))?.[0]]));

	/** An end needs a beginning at some marketplaces. */
	const withStart = (filter: Filter) =>
		subject.filters.filter(
			(other) => other !== filter && nameOf(other) === nameOf(filter).replace(/Before$/, 'After'),
		);

	describe.each(subject.variants)('%s', (_label, variant) => {
		it(
			'are right for every output, few orders and all, and one order',
			async () => {
				const outputs = optionsOf(parameterOf(subject, 'output'));
				expect(outputs.length).toBeGreaterThan(1);
				for (const output of outputs) {
					for (const paging of [{ limit: 1 }, { limit: 50 }, { limit: 301 }, { returnAll: true }]) {
						const outcome = await bench.run({ ...variant, ...getAll, ...paging, output });
						expectRight(outcome);
						expect(outcome.items).toBeGreaterThan(0);
					}
					const one = await bench.run({
						...variant,
						operation: 'get',
						orderId: bench.held[0],
						output,
					});
					expectRight(one);
					expect(one.items).toBeGreaterThan(0);
				}
			},
			LONG,
		);

		it(
			'are right under every setting and option',
			async () => {
				for (const parameters of settings(subject)) {
					expectRightOrNone(await bench.run({ ...getAll, ...parameters, ...variant }));
					const get = { operation: 'get', orderId: bench.held[0] };
					expectRight(await bench.run({ ...get, ...parameters, ...variant }));
				}
			},
			LONG,
		);

		it(
			'are right with two filters, or refused before anything is sent',
			async () => {
				const combined = new Set<string>();
				for (const [index, first] of subject.filters.entries()) {
					for (const second of subject.filters.slice(index + 1)) {
						const filters = filtersOf([first, second]);
						const outcome = await bench.run({ ...variant, ...getAll, filters });
						expectRightOrNone(outcome);
						if (!outcome.failure) combined.add(nameOf(first)).add(nameOf(second));
					}
				}
				expect(combined.size).toBeGreaterThan(subject.filters.length / 2);
			},
			LONG,
		);

		it(
			'are right with as many filters as go together, in any order',
			async () => {
				for (const order of [subject.filters, [...subject.filters].reverse()]) {
					let kept: Filter[] = [];
					for (const filter of order) {
						const next = [...kept, filter];
						const outcome = await bench.run({ ...variant, ...getAll, filters: filtersOf(next) });
						expectRightOrNone(outcome);
						if (!outcome.failure) kept = next;
					}
					expect(kept.length).toBeGreaterThan(1);
					expectRight(
						await bench.run({ ...variant, ...getAll, limit: 101, filters: filtersOf(kept) }),
					);
				}
			},
			LONG,
		);
	});

	it.each(subject.filters.map((filter) => [nameOf(filter), filter] as const))(
		'carry the filter %s, whatever its value',
		async (name, filter) => {
			const values = samples.get(name) ?? [];
			expect(values.length).toBeGreaterThan(0);
			for (const value of values) {
				let accepted = 0;
				for (const [, variant] of subject.variants) {
					const start = filtersOf(withStart(filter));
					const filters = { ...start, [name]: value };
					const outcome = await bench.run({ ...variant, ...getAll, filters });
					expectRightOrNone(outcome);
					if (outcome.failure) continue;
					accepted++;
					if (subject.afterwards?.includes(name)) continue;
					const without = await bench.run({ ...variant, ...getAll, filters: start });
					expect(asked(outcome), `${name}=${String(value)}`).not.toEqual(asked(without));
				}
				expect(accepted, `${name}=${String(value)}`).toBeGreaterThan(0);
			}
		},
		LONG,
	);
});

const nameOf = ({ property }: Filter): string => property.name;

function expectRight({ failure, problems, sent }: Outcome): void {
	expect(problems).toEqual([]);
	expect(failure).toBeUndefined();
	expect(sent.length).toBeGreaterThan(0);
}

/** What the node refuses, it has to refuse by itself. */
function expectRightOrNone({ failure, problems, sent }: Outcome): void {
	expect(problems).toEqual([]);
	if (failure) expect(sent, failure.message).toEqual([]);
	else expect(sent.length).toBeGreaterThan(0);
}

function asked({ sent }: Outcome): unknown {
	return sent.map(({ method, path, query, body }) => [method, path, query, body]);
}

function orderParameters({ node }: Case): INodeProperties[] {
	return node().description.properties.filter(({ displayOptions }) =>
		displayOptions?.show?.resource?.includes('order'),
	);
}

function parameterOf(subject: Case, name: string): INodeProperties {
	const found = orderParameters(subject).find((property) => property.name === name);
	if (!found) throw new Error(`There is no parameter ${name}`);
	return found;
}

/** Every value of every parameter that is no filter, one at a time. */
function settings(subject: Case): Array<Record<string, unknown>> {
	const tried = ['operation', 'orderId', 'filters', 'output', 'returnAll', 'limit', 'options'];
	const plain = orderParameters(subject).filter(({ name }) => !tried.includes(name));
	const options = parameterOf(subject, 'options').options as INodeProperties[];
	return [
		...plain.flatMap((property) =>
			settingsOf(property).map((value) => ({ [property.name]: value })),
		),
		...options.flatMap((property) =>
			settingsOf(property).map((value) => ({ options: { [property.name]: value } })),
		),
	];
}
