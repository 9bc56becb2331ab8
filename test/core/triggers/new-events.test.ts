import { describe, expect, it } from 'vitest';
import type { Call } from '../../../core/operations/call';
import { eventsOf } from '../../../core/triggers/event';
import type { OrderChange } from '../../../core/triggers/feed';
import { NewEvents } from '../../../core/triggers/new-events';
import { EmittedEvents } from '../../../core/triggers/dedupe';

interface Raw {
	isPaid: boolean;
}

const eventsNamed = (...names: string[]) => {
	const client = { marketplace: { id: 'shop' }, connection: { account: null } };
	const special = [{ name: 'Shipped', value: 'orderShipped' }];
	return eventsOf<Raw>({ parameter: () => names, client } as unknown as Call, special);
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
	names: string | string[],
	changes: Array<Array<OrderChange<Raw>>>,
	isWanted?: (raw: Raw) => boolean,
) {
	const seen = EmittedEvents.read(undefined);
	return changes.map((shown) => {
		const finds = new NewEvents(eventsNamed(...[names].flat()), seen, { begin: 0 }, isWanted);
		for (const change of shown) finds.add(change);
		expect(finds.count).toBe(finds.all().length);
		return finds.all().map(({ key }) => key);
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
		const finds = new NewEvents(
			eventsNamed('orderCreated'),
			EmittedEvents.read(undefined),
			{ begin: 0 },
			isWanted,
		);
		finds.add(state('1', 'a', 1, paid));
		finds.add(state('1', 'b', 2, unpaid));
		expect(finds.all().map(({ change }) => change.revision)).toEqual(['a']);
	});

	it('tells the last state that it saw of an order, behind what came before', () => {
		const finds = new NewEvents(eventsNamed('orderCreated'), EmittedEvents.read(undefined), {
			begin: 0,
		});
		for (const one of [state('1', 'a', 1), state('2', 'x', 1), state('1', 'b', 2)]) finds.add(one);
		expect(finds.all().map(({ change: { id, revision } }) => `${id}${revision}`)).toEqual([
			'2x',
			'1b',
		]);
	});

	it('tells what nobody dates when the order fits', () => {
		const shown = [unpaid, paid].map((how, i) => [
			state('1', `r${i}`, i, { ...how, shipped: null }),
		]);
		expect(polls('orderShipped', shown, isWanted)).toEqual([[], ['1:orderShipped']]);
	});

	it('remembers of what nobody dates only what was told', () => {
		const seen = EmittedEvents.read(undefined);
		const finds = new NewEvents(eventsNamed('orderShipped'), seen, { begin: 0 }, isWanted);
		finds.add(state('1', 'a', 1, { ...unpaid, shipped: null }));
		expect(seen.write(true)).toEqual({ keys: {}, spans: [] });
	});

	it('takes nothing from before the beginning', () => {
		const finds = new NewEvents(eventsNamed('orderCreated'), EmittedEvents.read(undefined), {
			begin: 1001,
		});
		finds.add(state('1', 'a', 5000));
		expect(finds.count).toBe(0);
	});
});

describe('where several events are chosen', () => {
	const both = ['orderCreated', 'orderShipped'];

	it('emits each that a change proves, in the order of the choice', () => {
		expect(polls(both, [[state('1', 'a', 2000, { shipped: 1500 })]])).toEqual([
			['1:orderCreated', '1:orderShipped'],
		]);
	});

	it('emits each once, though a later change proves it again', () => {
		const shown = [[state('1', 'a', 2000)], [state('1', 'b', 3000, { shipped: 2500 })]];
		expect(polls(both, shown)).toEqual([['1:orderCreated'], ['1:orderShipped']]);
	});

	it('says which event it is', () => {
		const seen = EmittedEvents.read(undefined);
		const finds = new NewEvents(eventsNamed(...both), seen, { begin: 0 });
		finds.add(state('1', 'a', 2000, { shipped: 1500 }));
		expect(finds.all().map(({ event }) => event.name)).toEqual(both);
	});

	it('emits of each nothing from before it was chosen', () => {
		const begins = { orderShipped: 1501, orderCreated: 0 };
		const finds = new NewEvents(eventsNamed(...both), EmittedEvents.read(undefined), {
			...{ begin: 0, begins },
		});
		finds.add(state('1', 'a', 2000, { shipped: 1500 }));
		expect(finds.all().map(({ key }) => key)).toEqual(['1:orderCreated']);
	});

	it('emits every state beside what happens once', () => {
		const shown = [[state('1', 'a', 1), state('1', 'b', 2)], [state('1', 'c', 3)]];
		expect(polls(['orderUpdated', 'orderCreated'], shown)).toEqual([
			['1:b', '1:orderCreated'],
			['1:c'],
		]);
	});
});
