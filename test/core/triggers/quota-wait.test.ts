import { beforeEach, describe, expect, it } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import type { Client } from '../../../core/client';
import { QuotaError, QuotaStarvedError } from '../../../core/request/errors';
import { endQuotaWait, isOwnQuotaWait, noteQuotaWait } from '../../../core/triggers/quota-wait';
import { FakeClock } from '../../kit/fake-clock';

const MINUTE = 60_000;
const trouble = new QuotaError('orders', 3 * MINUTE);
let time: FakeClock;

beforeEach(() => {
	forgetProcess('poll');
	time = new FakeClock();
});

it.each<[string, boolean, unknown, number]>([
	['nothing was asked', true, trouble, 7],
	['the marketplace was asked before it refused', false, trouble, 8],
	['it takes nearly half an hour', true, new QuotaError('orders', 30 * MINUTE - 1), 7],
	['it takes half an hour', false, new QuotaError('orders', 30 * MINUTE), 7],
	['it is another error', false, new Error('x'), 7],
])('where %s, it is our own pace: %s', (_what, paced, error, requests) => {
	expect(isOwnQuotaWait(error, { requests: () => requests } as Client, 7)).toBe(paced);
});

describe('a trigger without quota', () => {
	/** What comes of polls at these minutes: the minutes for which it could not read, where it says so. */
	async function at(...minutes: number[]): Promise<Array<number | undefined>> {
		const begin = time.now;
		const told = [];
		for (const minute of minutes) {
			await time.advance(begin + minute * MINUTE - time.now);
			told.push(wait('t'));
		}
		return told;
	}

	function wait(key: string): number | undefined {
		try {
			noteQuotaWait(key, trouble);
			return undefined;
		} catch (error) {
			expect(error).toBeInstanceOf(QuotaStarvedError);
			expect(error).toMatchObject({ quota: 'orders', waitMs: 3 * MINUTE });
			return (error as QuotaStarvedError).minutes;
		}
	}

	it('says so at the fourth poll, once a quarter of an hour is over', async () => {
		expect(await at(0, 5, 10, 15)).toEqual([undefined, undefined, undefined, 15]);
	});

	it('says nothing a moment earlier', async () => {
		expect(await at(0, 5, 10, 14.99, 15.01)).toEqual([...Array<undefined>(4), 15]);
	});

	it('says nothing at the third poll, however late it is', async () => {
		expect(await at(0, 60, 120, 180)).toEqual([undefined, undefined, undefined, 180]);
	});

	it('says it again after as long, not at every poll', async () => {
		const minutes = Array.from({ length: 33 }, (_unused, i) => i);
		const told = (await at(...minutes)).flatMap((said, i) => (said === undefined ? [] : [i]));
		expect(told).toEqual([15, 31]);
	});

	it('begins to count anew once it could read', async () => {
		expect(await at(0, 5, 10)).toEqual(Array(3).fill(undefined));
		endQuotaWait('t');
		await time.advance(20 * MINUTE);
		expect(wait('t')).toBeUndefined();
	});

	it('has nothing to do with other triggers', async () => {
		await at(0, 5, 10);
		endQuotaWait('other');
		await time.advance(5 * MINUTE);
		expect(wait('other')).toBeUndefined();
		expect(wait('t')).toBe(15);
	});

	it('counts from a clock that was set back', async () => {
		wait('t');
		time.now -= 60 * MINUTE;
		wait('t');
		expect((await at(5, 10, 15)).at(-1)).toBe(15);
	});
});
