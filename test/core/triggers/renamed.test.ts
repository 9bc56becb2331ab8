import { type IDataObject, type IPollFunctions, ObservableObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import type { Feed } from '../../../core/triggers/feed';
import { backUpState, readBackup, type TriggerState } from '../../../core/triggers/state';

const STATE: TriggerState = {
	checkpoint: { place: 7 },
	at: 2000,
	begin: 1000,
	seen: { keys: { abc: 1 }, spans: [] },
	account: 'a',
	choice: 'now',
	events: 'orderCreated',
	filters: 'f',
	shown: [[1, 2]],
};
const SHORT = { at: 2000, begin: 1000, account: 'a', choice: 'now', seen: {} };
const TIMES = {} as Feed<object>;
const CONTENT = { comparesContent: true } as Feed<object>;

const context = (all: IDataObject, id = 'n') =>
	({
		getWorkflowStaticData: (of: string) => (of === 'global' ? all : {}),
		getNode: () => ({ id }),
	}) as unknown as IPollFunctions;

describe('what is noted of a node for the case that it is renamed', () => {
	it.each([
		['a time, and nothing of what was told', TIMES, SHORT],
		[
			'its place as well, where no times are compared',
			CONTENT,
			{ ...SHORT, checkpoint: { place: 7 } },
		],
	])('is %s', (_what, feed, short) => {
		const all: IDataObject = {};
		backUpState(context(all), feed, STATE);
		expect(readBackup(context(all))).toEqual(short);
	});

	it('stands beside what other nodes and the user keep', () => {
		const all: IDataObject = { mine: { count: 1 } };
		backUpState(context(all, 'n'), TIMES, STATE);
		backUpState(context(all, 'm'), TIMES, { ...STATE, at: 3000 });
		expect(all.mine).toEqual({ count: 1 });
		expect(readBackup(context(all, 'n'))).toMatchObject({ at: 2000 });
		expect(readBackup(context(all, 'm'))).toMatchObject({ at: 3000 });
		expect(readBackup(context(all, 'o'))).toBeUndefined();
		expect(Object.keys(all)).toHaveLength(2);
	});

	it('is not written again when nothing has changed, so that n8n stores nothing at each poll', () => {
		const all = ObservableObject.create({}) as IDataObject & { __dataChanged?: boolean };
		backUpState(context(all), TIMES, STATE);
		expect(all.__dataChanged).toBe(true);
		all.__dataChanged = false;
		backUpState(context(all), TIMES, { ...STATE, seen: { keys: { more: 1 } } });
		expect(all.__dataChanged).toBe(false);
		backUpState(context(all), TIMES, { ...STATE, at: 2001 });
		expect(all.__dataChanged).toBe(true);
		expect(readBackup(context(all))).toMatchObject({ at: 2001 });
	});

	it('is given as a copy', () => {
		const all: IDataObject = {};
		backUpState(context(all), CONTENT, STATE);
		Object.assign(readBackup(context(all))?.checkpoint ?? {}, { place: 8 });
		expect(readBackup(context(all))?.checkpoint).toEqual({ place: 7 });
	});
});
