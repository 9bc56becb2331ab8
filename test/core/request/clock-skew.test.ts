import { expect, it } from 'vitest';
import { readServerClock } from '../../../core/request/server-clock';

const DATE = 'Sat, 21 Nov 2026 09:00:00 GMT';
const AT = Date.parse(DATE);

it.each([
	['an answer at once', 200, 300, 0],
	['a second that begins as the answer comes', -300, 0, 0],
	['a second that was over as we asked', 1000, 1400, 0],
	['a second that was over before', 1001, 1600, 1],
	['a clock a second behind', -2000, -1, -1],
	['a second that was nearly over', 990, 1000, 0],
	['an answer that took long', -8000, 200, 0],
	['a wait before the request', -60_000, 500, 0],
	['an answer that was long on its way', 900, 9000, 0],
	['a clock ten minutes ahead', 600_400, 600_500, 600],
	['a clock ten minutes behind', -599_600, -599_500, -600],
	['a clock five seconds ahead', 5400, 5500, 5],
	['a clock that is ahead, after a wait', 20_000, 50_500, 50],
])('tells the difference after %s', (_what, sentAt, answeredAt, skewSeconds) => {
	const found = readServerClock(DATE, AT + sentAt, AT + answeredAt);
	expect(found).toEqual({ serverTime: '2026-11-21T09:00:00.000Z', skewSeconds });
});

it.each([undefined, '', 'yesterday', '***'])('tells nothing without a date (%s)', (date) => {
	expect(readServerClock(date, AT, AT)).toBeUndefined();
});
