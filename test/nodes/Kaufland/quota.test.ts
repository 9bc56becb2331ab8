import { beforeEach, describe, expect, it } from 'vitest';

import { forgetProcess } from '../../../core/request/process-memory';
import { kaufland } from '../../../nodes/Kaufland/marketplace';
import { Bucket as StrictBucket } from '../../../sandbox/kit/quota';
import { FakeClock } from '../../kit/fake-clock';
import { insistent } from '../../kit/layers';
import { answer, get } from '../../kit/shop';

/** See https://sellerapi.kaufland.com/?page=rate-limits */
const PER_SECOND = 111;
const SECONDS = 20;

let time: FakeClock;
beforeEach(() => {
	time = new FakeClock();
	forgetProcess('quota');
});

/** When each of so many requests in line arrives, and how many of them are refused. */
async function arrivals(count: number, parallel: number) {
	const strict = new StrictBucket(PER_SECOND, PER_SECOND, () => time.now);
	const times: number[] = [];
	let refused = 0;
	const send = insistent(kaufland, { maxWaitMs: Infinity }, async () => {
		const isTaken = strict.take();
		times.push(time.now);
		if (!isTaken) refused++;
		await time.sleep(150);
		return answer(isTaken ? 200 : 429);
	});
	let left = count;
	const worker = async () => {
		while (left-- > 0) await send(get);
	};
	await time.run(Promise.all(Array.from({ length: parallel }, worker)));
	return { times, refused };
}

describe('the quota of Kaufland', () => {
	it.each([20, 500])(
		'is used to 95 % and more, with %i at once, and none is refused',
		async (n) => {
			const { times, refused } = await arrivals(PER_SECOND * SECONDS, n);
			expect(refused).toBe(0);
			const seconds = (times[times.length - 1] - times[0]) / 1000;
			expect(times.length / seconds).toBeGreaterThanOrEqual(PER_SECOND * 0.95);
		},
	);

	it('holds in every second, however Kaufland counts it', async () => {
		const { times } = await arrivals(PER_SECOND * SECONDS, 500);
		const most = times.map((from, i) => times.slice(i).filter((at) => at < from + 1000).length);
		expect(Math.max(...most)).toBeLessThanOrEqual(PER_SECOND);
	});
});
