import { describe, expect, it } from 'vitest';
import type { Call } from '../../../core/operations/call';
import { eventOf } from '../../../core/triggers/event';
import type { OrderChange } from '../../../core/triggers/feed';
import { NewEvents } from '../../../core/triggers/new-events';
import { EmittedEvents } from '../../../core/triggers/dedupe';

interface Raw {
	isPaid: boolean;
}

const event = (name: string) => {
	const client = { marketplace: { id: 'shop' }, connection: { account: null } };
	const special = [{ name: 'Shipped', value: 'orderShipped' }];
	return eventOf<Raw>({ parameter: () => name, client } as unknown as Call, special);
};

const state = (
	id: string,
	revision: string,
	at: number,
	{ isPaid = true, shipped }: { isPaid?: boolean; shipped?: number | null } = {},
): OrderChange<Raw> => ({
	raw: { isPaid },
	id,
	revision,
	at,
	facts: { orderCreated: 1000, ...(shipped === undefined ? {} : { orderShipped: shipped }) },
});

/** What each of several polls tells, of which all know the same. */
function polls(
	name: string,
	changes: Array<Array<OrderChange<Raw>>>,
	isWanted?: (raw: Raw) => boolean,
) {
	const seen = EmittedEvents.read(undefined);
	return changes.map((shown) => {
		const finds = new NewEvents(event(name), seen, 0, isWanted);
		for (const change of shown) finds.add(change);
		expect(finds.count).toBe(finds.entries().length);
		return finds.entries().map(([key]) => key);
	});
}

describe('where every state is told', () => {
	it.each<[string, Array<OrderChange<Raw>>, string[]]>([
		['once, in its last state', [state('1', 'a', 1), state('1', 'b', 2)], ['1:b']],
		['in both states of one moment', [state('1', 'a', 1), state('1', 'b', 1)], ['1:a', '1:b']],
		[
			'in both, where the older comes behind: it may be the newer for all we know',
			[state('1', 'b', 2), state('1', 'a', 1)],
			['1:b', '1:a'],
		],
		[
			'in the newest of three, whatever their order',
			[state('1', 'b', 2), state('1', 'a', 1), state('1', 'c', 3)],
			['1:a', '1:c'],
		],
		[
			'behind the others',
			[state('1', 'a', 1), state('2', 'x', 1), state('1', 'b', 2)],
			['2:x', '1:b'],
		],
		[
			'where it was shown last',
			[state('1', 'a', 1), state('2', 'x', 1), state('1', 'a', 1)],
			['2:x', '1:a'],
		],
	])('tells an order %s', (_how, shown, keys) => {
		expect(polls('orderUpdated', [shown])).toEqual([keys]);
	});

	it('tells a state later that gave way to an old copy, and none twice', () => {
		const [a, b] = [state('1', 'a', 1), state('1', 'b', 2)];
		expect(polls('orderUpdated', [[a, b], [a], [b, a]])).toEqual([['1:b'], ['1:a'], []]);
	});

	it('tells a state that did not fit as soon as it fits', () => {
		const shown = [[state('1', 'a', 1, { isPaid: false })], [state('1', 'a', 1)]];
		expect(polls('orderUpdated', shown, ({ isPaid }) => isPaid)).toEqual([[], ['1:a']]);
	});
});

describe('where an event is told once', () => {
	const isWanted = ({ isPaid }: Raw) => isPaid;
	const [paid, unpaid] = [{ isPaid: true }, { isPaid: false }];

	it('tells an order when it fits, however late, and never again', () => {
		const shown = [unpaid, paid, unpaid, paid].map((how, i) => [state('1', `r${i}`, i, how)]);
		expect(polls('orderCreated', shown, isWanted)).toEqual([[], ['1:orderCreated'], [], []]);
	});

	it('tells an order that fits and then does not, in one poll, as it was when it did', () => {
		const finds = new NewEvents(event('orderCreated'), EmittedEvents.read(undefined), 0, isWanted);
		finds.add(state('1', 'a', 1, paid));
		finds.add(state('1', 'b', 2, unpaid));
		expect(finds.entries().map(([, { revision }]) => revision)).toEqual(['a']);
	});

	it('tells the last state that it saw of an order, behind what came before', () => {
		const finds = new NewEvents(event('orderCreated'), EmittedEvents.read(undefined), 0);
		for (const one of [state('1', 'a', 1), state('2', 'x', 1), state('1', 'b', 2)]) finds.add(one);
		expect(finds.entries().map(([, { id, revision }]) => `${id}${revision}`)).toEqual(['2x', '1b']);
	});

	it('tells what nobody dates when the order fits', () => {
		const shown = [unpaid, paid].map((how, i) => [
			state('1', `r${i}`, i, { ...how, shipped: null }),
		]);
		expect(polls('orderShipped', shown, isWanted)).toEqual([[], ['1:orderShipped']]);
	});

	it('remembers of what nobody dates only what was told', () => {
		const seen = EmittedEvents.read(undefined);
		const finds = new NewEvents(event('orderShipped'), seen, 0, isWanted);
		finds.add(state('1', 'a', 1, { ...unpaid, shipped: null }));
		expect(seen.write(true)).toEqual({ keys: {}, spans: [] });
	});

	it('takes nothing from before the beginning', () => {
		const finds = new NewEvents(event('orderCreated'), EmittedEvents.read(undefined), 1001);
		finds.add(state('1', 'a', 5000));
		expect(finds.count).toBe(0);
	});
});
