import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Filter } from '../../core/operations/filters';
import { Bench } from './bench';
import { CASES } from './cases';
import { asked, expectRight, expectRightOrNone, listCalls, momentOf, sentValues } from './outcome';
import { isShown, parameterOf, settings } from './panel';
import { optionsOf, samplesOf } from './samples';
import { hasSpecs } from './specs';

const LONG = 120_000;
/** Kinds whose values go out as they are. */
const VERBATIM = ['text', 'integer', 'amount'];

const getAll = { operation: 'getAll', returnAll: false, limit: 2 };

describe.skipIf(!hasSpecs).each(CASES)('requests of $label', (subject) => {
	let bench: Bench;
	const samples = new Map<string, unknown[]>();

	beforeAll(async () => {
		bench = await Bench.start(subject);
		for (const filter of subject.filters) samples.set(nameOf(filter), await valuesOf(filter));
	}, LONG);

	afterAll(async () => await bench.close());

	async function valuesOf(filter: Filter): Promise<unknown[]> {
		if (!filter.property.typeOptions?.loadOptionsMethod) {
			return samplesOf(filter).filter((value) => !subject.newer?.includes(value));
		}
		const { problems, values } = await bench.options(filter.property);
		expect(problems).toEqual([]);
		expect(values.length).toBeGreaterThan(0);
		return values;
	}

	/** The first value of each. */
	const filtersOf = (filters: Filter[]) =>
		Object.fromEntries(filters.map((filter) => [nameOf(filter), samples.get(nameOf(filter))?.[0]]));

	/** An end needs a beginning at some marketplaces. */
	const startOf = (filter: Filter) =>
		subject.filters.filter(
			(other) => other !== filter && nameOf(other) === nameOf(filter).replace(/Before$/, 'After'),
		);

	describe.each(subject.variants)('%s', (_label, variant) => {
		const run = async (parameters: object) => await bench.run({ ...parameters, ...variant });

		it(
			'are right for every output, of many orders and of one',
			async () => {
				const outputs = optionsOf(parameterOf(subject, 'output'));
				expect(outputs.length).toBeGreaterThan(1);
				for (const output of outputs) {
					for (const what of [getAll, { operation: 'get', orderId: bench.held[0] }]) {
						const outcome = await run({ ...what, output });
						expectRight(outcome);
						expect(outcome.items).toBeGreaterThan(0);
					}
				}
			},
			LONG,
		);

		it(
			'are right from the first page to the last',
			async () => {
				const few = await run({ ...getAll, limit: 1 });
				expectRight(few);
				for (const paging of [{ limit: subject.orders - 1 }, { returnAll: true }]) {
					const outcome = await run({ ...getAll, ...paging });
					expectRight(outcome);
					expect(outcome.items).toBeGreaterThan(few.items);
					expect(listCalls(outcome)).toBeGreaterThan(listCalls(few));
				}
			},
			LONG,
		);

		it(
			'are right under every setting and option',
			async () => {
				for (const parameters of settings(subject)) {
					expectRightOrNone(await run({ ...getAll, ...parameters }));
					expectRight(await run({ operation: 'get', orderId: bench.held[0], ...parameters }));
				}
			},
			LONG,
		);

		it(
			'are right with two filters, or refused before anything is sent',
			async () => {
				const shown = subject.filters.filter((filter) => isShown(filter, variant));
				const pairs = shown.flatMap((first, at) =>
					shown.slice(at + 1).map((next) => [first, next]),
				);
				const alone = new Map<Filter, unknown>();
				for (const filter of shown) {
					alone.set(filter, asked(await run({ ...getAll, filters: filtersOf([filter]) })));
				}
				const combined = new Set<Filter>();
				for (const pair of pairs) {
					const outcome = await run({ ...getAll, filters: filtersOf(pair) });
					expectRightOrNone(outcome);
					if (outcome.failure) continue;
					pair.forEach((filter) => combined.add(filter));
					for (const [filter, other] of [pair, [...pair].reverse()]) {
						if (subject.afterwards?.includes(nameOf(other))) continue;
						const label = `${nameOf(other)} beside ${nameOf(filter)}`;
						expect(asked(outcome), label).not.toEqual(alone.get(filter));
					}
				}
				expect([...combined].map(nameOf).sort()).toEqual(shown.map(nameOf).sort());
			},
			LONG,
		);

		it(
			'are right with as many filters as go together, in either order',
			async () => {
				for (const order of [subject.filters, [...subject.filters].reverse()]) {
					let kept: Filter[] = [];
					for (const filter of order) {
						const next = [...kept, filter];
						const outcome = await run({ ...getAll, filters: filtersOf(next) });
						expectRightOrNone(outcome);
						if (!outcome.failure) kept = next;
					}
					expect(kept.length).toBeGreaterThan(1);
					expectRight(await run({ ...getAll, returnAll: true, filters: filtersOf(kept) }));
				}
			},
			LONG,
		);
	});

	it.each(subject.filters.map((filter) => [nameOf(filter), filter] as const))(
		'carry the filter %s, whatever its value',
		async (name, filter) => {
			const start = filtersOf(startOf(filter));
			const shown = subject.variants.filter(([, variant]) => isShown(filter, variant));
			const values = samples.get(name) ?? [];
			expect(values.length).toBeGreaterThan(0);
			for (const value of values) {
				const label = `${name}=${String(value)}`;
				let accepted = 0;
				for (const [, variant] of shown) {
					const filters = { ...start, [name]: value };
					const outcome = await bench.run({ ...variant, ...getAll, filters });
					expectRightOrNone(outcome);
					if (outcome.failure) continue;
					accepted++;
					if (subject.afterwards?.includes(name)) continue;
					const without = await bench.run({ ...variant, ...getAll, filters: start });
					expect(asked(outcome), label).not.toEqual(asked(without));
					if (VERBATIM.includes(filter.kind)) {
						expect(sentValues(outcome), label).toContain(String(value));
					}
					if (filter.kind === 'time') {
						expect(sentValues(outcome).map(Date.parse), label).toContain(
							momentOf(value) - (subject.earlierMs ?? 0),
						);
					}
				}
				expect(accepted, label).toBeGreaterThan(0);
			}
		},
		LONG,
	);
});

const nameOf = ({ property }: Filter): string => property.name;
