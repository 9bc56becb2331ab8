import { describe, expect, it, vi } from 'vitest';
import type { ApiRequest } from '../../../core/marketplace';
import type { Call } from '../../../core/operations/call';
import { AccountInquiry } from '../../../core/accounts/inquiry';
import { clock } from '../../../core/request/clock';
import { ResponseError, TokenError } from '../../../core/request/errors';
import { lwaError } from '../../../nodes/AmazonSellingPartner/access/token-errors';
import { accounts } from '../../../nodes/AmazonSellingPartner/access/account-check';

const NOW = Date.parse('2026-11-21T09:00:00.900Z');

function inquiryWith(parameters: Record<string, string>, answer: () => object = () => ({})) {
	vi.spyOn(clock, 'now').mockReturnValue(NOW);
	const asked: ApiRequest[] = [];
	const call = {
		time: (value: string) => ({ toMillis: () => Date.parse(value) }),
		client: {
			connection: { account: null, settings: { region: 'eu', ...parameters } },
			send: async (request: ApiRequest) => {
				asked.push(request);
				const body = answer();
				if (body instanceof Error) throw body;
				return await Promise.resolve({ status: 200, headers: {}, body });
			},
		},
	} as unknown as Call;
	const inquiry = new AccountInquiry(call, () => undefined);
	accounts.begin?.(inquiry);
	return { inquiry, asked };
}
const FIELDS = ['roles', 'account', 'secret.expiresAt', 'authorization.expiresAt', 'name'];

describe('the check of an Amazon account', () => {
	it('knows when secret and authorization end, where the user knows when they began', () => {
		const since = '2026-01-01T12:00:00Z';
		const { inquiry } = inquiryWith({ clientSecretCreatedAt: since, authorizedAt: since });
		const days = (iso: string | null) => (Date.parse(String(iso)) - Date.parse(since)) / 86_400_000;
		expect(days(inquiry.secret.expiresAt)).toBe(180);
		expect(inquiry.secret.basis).toContain('180 days');
		expect(days(inquiry.authorization.expiresAt)).toBe(365);
		expect(inquiry.authorization.basis).toContain('365 days');
		expect(inquiry.scopes).toEqual([]);
		expect(accounts.renews).toBe(true);
	});

	it('says what it does not know, and how to tell it', () => {
		const { inquiry } = inquiryWith({});
		expect(inquiry.secret).toEqual({ expiresAt: null, basis: null });
		expect(inquiry.authorization).toEqual({ expiresAt: null, basis: null });
		expect(inquiry.unknown(FIELDS).map(({ reason }) => reason)).toEqual([
			'Amazon does not show an app its roles',
			'Amazon returns the name of the store, but not the seller ID',
			expect.stringContaining("Enter 'Client Secret Created At'"),
			expect.stringContaining("enter 'Authorized At'"),
			'The marketplace does not provide it',
		]);
		expect(inquiry.canWrite).toBeNull();
		expect(inquiry.reasonFor('canWrite')).toContain('Inventory and Order Tracking');
	});

	it.each([
		['clientSecretCreatedAt', 'Client Secret Created At'],
		['authorizedAt', 'Authorized At'],
	])('refuses a %s that is still to come', (name, label) => {
		expect(() => inquiryWith({ [name]: '2030-01-01T00:00:00Z' })).toThrow(label);
	});

	const entry = (id: string, name: string | undefined, more: object = {}) => ({
		...{ marketplace: { id, name, countryCode: 'DE' }, storeName: 'Store', ...more },
	});

	it('names store and sites', async () => {
		const payload = [
			entry('A1PA6795UKMFR9', undefined),
			entry('A9NEWSITE1234', 'Amazon.new', { participation: { isParticipating: true } }),
			entry('A13V1IB3VIYZZH', 'Amazon.fr', { participation: { isParticipating: false } }),
			entry('A2ZV50J4W1RKNI', 'Non-Amazon'),
			entry('A3H6HPSLHAK3XG', 'Amazonia'),
			entry('A3H6HPSLHAK3XH', undefined),
		];
		const { inquiry, asked } = inquiryWith({}, () => ({ payload }));
		await accounts.ask(inquiry);
		expect(inquiry.name).toBe('Store');
		expect(inquiry.marketplaces).toEqual([
			{ id: 'A1PA6795UKMFR9', name: null, countryCode: 'DE' },
			{ id: 'A9NEWSITE1234', name: 'Amazon.new', countryCode: 'DE' },
		]);
		expect(asked).toEqual([{ method: 'GET', path: '/sellers/v1/marketplaceParticipations' }]);
	});

	it('searches for one order of the last hour where that is refused', async () => {
		let isFirst = true;
		const { inquiry, asked } = inquiryWith({}, () => {
			if (!isFirst) return { orders: [] };
			isFirst = false;
			return new ResponseError({ status: 403, headers: {}, body: {} }, 'denied', '/x');
		});
		await accounts.ask(inquiry);
		expect(asked[1]).toMatchObject({ method: 'GET', path: '/orders/2026-01-01/orders' });
		const { lastUpdatedAfter, maxResultsPerPage } = asked[1].query as Record<string, string>;
		expect(Date.parse(lastUpdatedAfter)).toBe(NOW - 3_600_000);
		expect(lastUpdatedAfter).toMatch(/Z$/);
		expect(maxResultsPerPage).toBe(1);
		const reasons = inquiry.unknown(['name', 'marketplaces']).map(({ reason }) => reason);
		expect(new Set(reasons)).toEqual(
			new Set(['The app lacks the role Product Listing or Selling Partner Insights']),
		);
	});

	it.each([
		[lwaError(401, { error: 'invalid_client' }), 'clientRefused'],
		[lwaError(400, { error: 'unauthorized_client' }), 'clientRefused'],
		[lwaError(400, { error: 'invalid_grant' }), undefined],
		[new TokenError('x (invalid_client)', 'y', undefined, true), undefined],
		[new TokenError('invalid_client', 'y'), undefined],
		[refused('The LWA secret token you provided has EXPIRED.'), 'secretEnded'],
		[refused('The access token you provided has expired.'), undefined],
	])('takes %s for: %s', (error, code) => {
		expect(accounts.reading?.(error)).toBe(code);
	});

	it('says what to do before secret or authorization end', () => {
		expect(accounts.advice?.secret).toContain('Rotate the secret');
		expect(accounts.advice?.authorization).toContain('authorize the app again');
	});
});

function refused(details: string): ResponseError {
	const body = { errors: [{ code: 'Unauthorized', message: 'Denied', details }] };
	return new ResponseError({ status: 403, headers: {}, body }, 'denied', '/x');
}
