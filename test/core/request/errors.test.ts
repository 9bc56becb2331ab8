import { expect, it } from 'vitest';
import {
	failRenewal,
	QuotaBlockedError,
	LostResponseError,
	QuotaError,
	RedirectError,
	QuotaStarvedError,
	TIMED_OUT,
	renewalDone,
	TokenError,
	tokenErrorOf,
} from '../../../core/request/errors';

it.each([
	[new QuotaError('orders', 5), "The quota 'orders' is used up"],
	[new QuotaError(undefined, 5), 'The marketplace asks to wait'],
	[new QuotaBlockedError('orders', 5), "Another request has blocked the quota 'orders'"],
	[new QuotaStarvedError('orders', 5, 30), "The quota 'orders' is used up"],
	[new RedirectError('evil.example'), 'Redirected to evil.example'],
])('%s says what has happened', (trouble, message) => expect(trouble.message).toBe(message));

it('who was held up has waited, and has to wait for nothing that could be told', () => {
	expect(new QuotaBlockedError('orders', 5000)).toMatchObject({ waitMs: 0, waitedMs: 5000 });
	expect(new QuotaError('orders', 5000)).toMatchObject({ waitMs: 5000, waitedMs: 0 });
});

it('a token that does not come is final, unless somebody says otherwise', () => {
	const trouble = new TokenError('no', 'why');
	expect(trouble).toMatchObject({ transient: false, blocked: false, repeatAfterMs: undefined });
	expect(new LostResponseError('lost', 'why', 'X')).toMatchObject({
		transient: true,
		repeatAfterMs: 0,
	});
	expect(new LostResponseError('lost', 'why', 'X', false).repeatAfterMs).toBeUndefined();
});

it('what a credential throws is found again by its fields, and by no others', () => {
	const [fields, others] = [{}, {}];
	const trouble = new TokenError('no', 'why');
	expect(() => failRenewal(fields, trouble)).toThrow(trouble);
	expect(tokenErrorOf(fields)).toBe(trouble);
	expect(tokenErrorOf(others)).toBeUndefined();
	expect(tokenErrorOf(undefined)).toBeUndefined();
});

it('a renewal that nobody waits for is told to nobody', () => {
	expect(() => renewalDone({})).not.toThrow();
});

it("is called as n8n's HTTP library calls it, when time is over", () => {
	expect(TIMED_OUT).toBe('ECONNABORTED');
});
