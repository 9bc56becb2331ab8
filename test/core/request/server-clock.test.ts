import { expect, it, vi } from 'vitest';
import { clock } from '../../../core/request/clock';
import { serverTime } from '../../../core/request/server-clock';

const OURS = Date.parse('2026-03-01T08:00:00Z');
const answer = (headers: Record<string, string>) => ({ status: 200, headers, body: {} });

it.each<[string, Record<string, string>, number]>([
	['their clock', { date: 'Sun, 01 Mar 2026 07:48:31 GMT' }, Date.parse('2026-03-01T07:48:31Z')],
	['theirs where ours is behind', { date: 'Sun, 01 Mar 2026 08:11:29 GMT' }, OURS + 689_000],
	['ours where they do not tell', {}, OURS],
	['ours where theirs is no time', { date: 'yesterday' }, OURS],
	['theirs, however wrong it is', { date: 'Thu, 01 Jan 1970 00:00:00 GMT' }, 0],
])('takes %s', (_what, headers, time) => {
	vi.spyOn(clock, 'now').mockReturnValue(OURS);
	expect(serverTime(answer(headers))).toBe(time);
	vi.restoreAllMocks();
});
