import { afterEach, describe, expect, it, vi } from 'vitest';
import { clock } from '../../../core/request/clock';
import { renewOnce } from '../../../core/access/renew-once';
import { awaitRenewal, TokenError, tokenErrorOf } from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';

const TOKEN_FIELD = 'token';

/** A grant nobody else has, because what is known of one outlives a test. */
let grants = 0;
function setUp(give: (call: number) => string) {
	const grant = ['shop', ++grants];
	const renew = vi.fn(async () => {
		const call = renew.mock.calls.length;
		await new Promise((resolve) => setTimeout(resolve, 5));
		return { token: give(call) };
	});
	const ask = async (token: string, own = {}) =>
		await renewOnce({ token, ...own }, { grant, tokenField: TOKEN_FIELD }, renew);
	return { ask, renew };
}

afterEach(() => {
	vi.restoreAllMocks();
});

describe('a renewal by preAuthentication', () => {
	it('is one for all who ask at the same time', async () => {
		const { ask, renew } = setUp((call) => `token-${call}`);
		const all = await Promise.all(Array.from({ length: 20 }, async () => await ask('old')));
		expect(all).toEqual(Array(20).fill({ token: 'token-1' }));
		expect(renew).toHaveBeenCalledTimes(1);
	});

	it('is not repeated for whoever comes late with the token that was replaced', async () => {
		const { ask, renew } = setUp((call) => `token-${call}`);
		await ask('old');
		expect(await ask('old')).toEqual({ token: 'token-1' });
		expect(renew).toHaveBeenCalledTimes(1);
	});

	it('is done again for who comes an hour late: what was given then has ended too', async () => {
		const { ask, renew } = setUp((call) => `token-${call}`);
		await ask('old');
		const now = clock.now();
		vi.spyOn(clock, 'now').mockReturnValue(now + 3_600_000);
		expect(await ask('old')).toEqual({ token: 'token-2' });
		expect(renew).toHaveBeenCalledTimes(2);
	});

	it.each([
		[59_999, 1],
		[60_000, 2],
		[15 * 60_000, 2],
	])('for who comes %i ms late makes %i in all', async (ms, times) => {
		const { ask, renew } = setUp((call) => `token-${call}`);
		let now = clock.now();
		vi.spyOn(clock, 'now').mockImplementation(() => now);
		await ask('old');
		now += ms;
		expect(await ask('old')).toEqual({ token: `token-${times}` });
		expect(renew).toHaveBeenCalledTimes(times);
	});

	it('is the one under way for who comes late while another has begun', async () => {
		const { ask, renew } = setUp((call) => `token-${call}`);
		await ask('old');
		const [next, late] = await Promise.all([ask('token-1'), ask('old')]);
		expect([next, late]).toEqual([{ token: 'token-2' }, { token: 'token-2' }]);
		expect(renew).toHaveBeenCalledTimes(2);
	});

	it('tells each who waits for it, also who came late', async () => {
		const { renew } = setUp(() => 'new');
		const grant = ['told', ++grants];
		for (let round = 0; round < 2; round++) {
			const fields = { token: 'old' };
			const told = awaitRenewal(fields);
			await renewOnce(fields, { grant, tokenField: TOKEN_FIELD }, renew);
			await told;
		}
		expect(renew).toHaveBeenCalledTimes(1);
	});

	it('that fails with an error of another kind fails with it, and is over', async () => {
		const { ask, renew } = setUp((call) => {
			if (call === 1) throw new Error('other');
			return 'new';
		});
		expect(await failureOf(ask('old'))).toMatchObject({ message: 'other' });
		expect(await ask('old')).toEqual({ token: 'new' });
		expect(renew).toHaveBeenCalledTimes(2);
	});

	it.each(['token-1', ''])('is done again for who holds %j', async (held) => {
		const { ask, renew } = setUp((call) => `token-${call}`);
		await ask('old');
		expect(await ask(held)).toEqual({ token: 'token-2' });
		expect(renew).toHaveBeenCalledTimes(2);
	});

	it('is done again when it gave the same token, which may have ended since', async () => {
		const { ask, renew } = setUp((call) => (call === 1 ? 'old' : 'new'));
		await ask('old');
		expect(await ask('old')).toEqual({ token: 'new' });
		expect(renew).toHaveBeenCalledTimes(2);
	});

	it('is one for each grant', async () => {
		const first = setUp(() => 'first');
		const second = setUp(() => 'second');
		expect(await Promise.all([first.ask('old'), second.ask('old')])).toEqual([
			{ token: 'first' },
			{ token: 'second' },
		]);
	});

	it('fails for all who ask at the same time, each by way of its own credential', async () => {
		const { ask, renew } = setUp(() => {
			throw new TokenError('No', 'Ask somebody else');
		});
		const fields = [1, 2].map((own) => ({ token: 'old', own }));
		const grant = ['refused', ++grants];
		const failures = fields.map(
			async (one) => await failureOf(renewOnce(one, { grant, tokenField: TOKEN_FIELD }, renew)),
		);
		for (const failure of await Promise.all(failures)) expect(failure).toBeInstanceOf(TokenError);
		for (const one of fields) expect(tokenErrorOf(one)).toMatchObject({ message: 'No' });
		expect(renew).toHaveBeenCalledTimes(1);
		// Only those who ask at the same time.
		await failureOf(ask('old'));
		expect(renew).toHaveBeenCalledTimes(2);
	});
});
