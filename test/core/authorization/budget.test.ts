import { beforeEach, describe, expect, it } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import { CallBudget, TooManyCallsError } from '../../../core/authorization/budget';
import { FakeClock } from '../../kit/fake-clock';

const SECOND = 1000;
let time: FakeClock;

beforeEach(() => {
	forgetProcess('authorization');
	time = new FakeClock();
});

/** A call of the marketplace that ends when the test says so. */
class Calls {
	count = 0;
	readonly ends: Array<(answer: string) => void> = [];
	readonly call = async () => {
		this.count++;
		return await new Promise<string>((resolve) => this.ends.push(resolve));
	};
}

const isGood = (answer: string) => answer === 'good';
const app = new CallBudget('app');

const at = async (answer: string, trust = 0, of = app) =>
	await of.spend(trust, async () => await Promise.resolve(answer), isGood);
const spend = async (count: number, answer = 'bad', trust = 0, of = app) => {
	for (let i = 0; i < count; i++) await at(answer, trust, of);
};
const refusal = async (trust = 0, of = app) => {
	const error: unknown = await at('bad', trust, of).catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(TooManyCallsError);
	return error as TooManyCallsError;
};

describe('the budget of an app', () => {
	it('has five calls at once, and one more every 20 seconds', async () => {
		await spend(5);
		await refusal();
		time.now += 20 * SECOND - 1;
		await refusal();
		time.now += 1;
		await spend(1);
		await refusal();
		time.now += 60 * SECOND;
		await spend(3);
		await refusal();
	});

	it('is never more than five calls, however long nobody came', async () => {
		await spend(1);
		time.now += 3_600 * SECOND;
		await spend(5);
		await refusal();
	});

	it('is not made smaller by a clock that is set back', async () => {
		time.now -= 3_600 * SECOND;
		await spend(4);
		time.now -= 3_600 * SECOND;
		await spend(1);
		await refusal();
		time.now += 20 * SECOND;
		await spend(1);
	});

	it('takes nothing for a good call, and gives nothing for it either', async () => {
		await spend(20, 'good');
		await spend(4);
		await spend(20, 'good');
		await spend(1);
		await refusal();
	});

	it('gives what the marketplace answers', async () => {
		expect(await at('good')).toBe('good');
		expect(await at('bad')).toBe('bad');
	});

	it('takes a call that fails for a bad one, and lets it be told', async () => {
		for (let i = 0; i < 5; i++) {
			const failing = app.spend(0, () => Promise.reject(new Error('no answer')), isGood);
			await expect(failing).rejects.toThrow('no answer');
		}
		await refusal();
	});

	it('is another for who looks more like a real visitor, and for another app', async () => {
		await spend(5);
		await spend(5, 'bad', 1);
		await spend(5, 'bad', 2);
		await spend(5, 'bad', 0, new CallBudget('another'));
		for (const trust of [0, 1, 2]) await refusal(trust);
	});

	it('is the same for every trigger of the app', async () => {
		await spend(5);
		await refusal(0, new CallBudget('app'));
	});

	it('tells the visitor when to come again', async () => {
		await spend(5);
		time.now += 4_500;
		expect(await refusal()).toMatchObject({
			status: 429,
			message: 'Too many accounts are being connected right now',
			advice: expect.stringContaining('Reload this page in 16 seconds') as string,
		});
	});

	it('tells the owner once, and again when it was full in between', async () => {
		await spend(5);
		const notes = [await refusal(), await refusal()].map(({ note }) => note !== undefined);
		time.now += 80 * SECOND;
		await spend(4);
		notes.push((await refusal()).note !== undefined);
		time.now += 100 * SECOND;
		await spend(5);
		notes.push((await refusal()).note !== undefined);
		expect(notes).toEqual([true, false, false, true]);
	});
});

describe('visits that come at once', () => {
	/** So many visits, of which nobody has an answer yet. */
	function visits(count: number, calls: Calls) {
		return Array.from({ length: count }, async () => {
			try {
				return await app.spend(0, calls.call, isGood);
			} catch (error) {
				return (error as TooManyCallsError).status;
			}
		});
	}

	it('wait for the answers of those before them, and all get in where these are good', async () => {
		const calls = new Calls();
		const all = visits(12, calls);
		for (let answered = 0; answered < 12; answered++) {
			await time.advance(1);
			expect(calls.count).toBe(Math.min(12, answered + 5));
			calls.ends[answered]('good');
		}
		expect(await Promise.all(all)).toEqual(Array(12).fill('good'));
	});

	it('are turned away where these are bad', async () => {
		const calls = new Calls();
		const all = visits(8, calls);
		await time.advance(1);
		expect(calls.count).toBe(5);
		for (const end of calls.ends) end('bad');
		expect(await Promise.all(all)).toEqual([...Array<string>(5).fill('bad'), 429, 429, 429]);
	});

	it('wait no longer than for the first of them', async () => {
		const calls = new Calls();
		const all = visits(6, calls);
		await time.advance(1);
		calls.ends[3]('good');
		await time.advance(1);
		expect(calls.count).toBe(6);
		for (const end of calls.ends) end('good');
		expect(await Promise.all(all)).toEqual(Array(6).fill('good'));
	});

	it('are twenty at most that wait, again and again', async () => {
		for (let round = 0; round < 3; round++) {
			const calls = new Calls();
			const all = visits(27, calls);
			await time.advance(1);
			expect(await Promise.all(all.slice(25))).toEqual([429, 429]);
			for (let answered = 0; answered < 25; answered++) {
				calls.ends[answered]('good');
				await time.advance(1);
			}
			expect(await Promise.all(all.slice(0, 25))).toEqual(Array(25).fill('good'));
		}
	});
});
