import { describe, expect, it } from 'vitest';

import type { Marketplace } from '../../core/marketplace';
import { retryAfterMs } from '../../core/request/retry';
import { allegro } from '../../nodes/Allegro/marketplace';
import { amazon } from '../../nodes/AmazonSellingPartner/marketplace';
import { assistTencho } from '../../nodes/AssistTencho/marketplace';
import { bigCommerce } from '../../nodes/BigCommerce/marketplace';
import { kaufland } from '../../nodes/Kaufland/marketplace';
import { naver } from '../../nodes/NaverCommerce/marketplace';
import { answer } from '../kit/shop';

type Headers = Record<string, string>;
const asked = (marketplace: Marketplace, headers: Headers) =>
	retryAfterMs(marketplace, answer(429, { headers }));

describe.each([allegro, amazon, assistTencho, bigCommerce, kaufland, naver])(
	'$id',
	(marketplace) => {
		it('waits as long as Retry-After says', () => {
			expect(asked(marketplace, { 'retry-after': '7' })).toBe(7000);
			expect(asked(marketplace, { 'retry-after': '1.5' })).toBe(1500);
		});

		it("goes by the answer's own clock", () => {
			const date = 'Thu, 01 Jan 2015 00:00:00 GMT';
			const until = 'Thu, 01 Jan 2015 00:00:09 GMT';
			expect(asked(marketplace, { 'retry-after': until, date })).toBe(9000);
		});

		it.each(['-5', '0x10', 'soon', ''])('takes %o for no time', (value) => {
			const own = marketplace === allegro ? 60_000 : undefined;
			expect(asked(marketplace, { 'retry-after': value })).toBe(own);
		});
	},
);

describe("Allegro's block", () => {
	it.each<[string, Headers]>([
		['nothing', {}],
		['zero', { 'retry-after': '0' }],
		[
			'a time that is over',
			{
				'retry-after': 'Sat, 21 Nov 2026 08:59:59 GMT',
				date: 'Sat, 21 Nov 2026 09:00:00 GMT',
			},
		],
	])('lasts a minute where the answer says %s', (_what, headers) => {
		expect(asked(allegro, headers)).toBe(60_000);
	});
});

describe("BigCommerce's own headers", () => {
	const reset = 'x-rate-limit-time-reset-ms';

	it.each<[Headers, number]>([
		[{ 'x-retry-after': '15', [reset]: '3000' }, 15_000],
		[{ 'x-retry-after': '1', [reset]: '3000' }, 3000],
		[{ 'x-retry-after': '0', [reset]: '-1', 'retry-after': '4' }, 4000],
		[{ 'x-retry-after': '-9', [reset]: '250' }, 250],
		[{ 'x-retry-after': '2', [reset]: '250', 'retry-after': '30' }, 30_000],
		[
			{
				'x-retry-after': 'Sat, 21 Nov 2026 08:00:20 GMT',
				date: 'Sat, 21 Nov 2026 08:00:00 GMT',
			},
			20_000,
		],
	])('%j', (headers, ms) => expect(asked(bigCommerce, headers)).toBe(ms));
});
