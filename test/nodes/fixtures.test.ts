import { describe, expect, it } from 'vitest';
import type { Order } from '../../core/orders/order';
import { perLine } from '../../core/orders/per-line';
import { toOrder as allegro } from '../../nodes/Allegro/orders/mapping';
import { toOrder as amazon } from '../../nodes/AmazonSellingPartner/orders/mapping';
import { toOrderV0 as amazonV0 } from '../../nodes/AmazonSellingPartner/orders/v0/mapping';
import { toOrder as assistTencho } from '../../nodes/AssistTencho/orders/mapping';
import { toOrder as bigCommerce } from '../../nodes/BigCommerce/orders/mapping';
import { toOrder as kaufland } from '../../nodes/Kaufland/orders/mapping';
import { toOrder as naver } from '../../nodes/NaverCommerce/orders/mapping';
import { readFixtures } from '../kit/fixtures';
import { expectLegal } from './legal.order';

const ACCOUNT = { account: 'jan' };
const EVERYTHING = [
	...['BUYER', 'RECIPIENT', 'PROCEEDS', 'PROMOTION', 'CANCELLATION', 'FULFILLMENT'],
	...['PACKAGES', 'TAX', 'PAYMENT'],
];
const NEWER = { ...ACCOUNT, includedData: EVERYTHING };
const WHOLE = { ...ACCOUNT, changedAt: () => undefined, linesComplete: true };

/** Made up to be read wrongly, or with the fields only that one test is about. */
const NOT_WHOLE = /hostile|mixed-partially-refunded|without-include/;

const READERS: Record<string, (raw: object, name: string) => Order> = {
	allegro: (raw) => allegro(raw, ACCOUNT),
	amazon: (raw, name) => (name.startsWith('v0') ? amazonV0(raw, NEWER) : amazon(raw, NEWER)),
	'assist-tencho': (raw) => assistTencho(raw, ACCOUNT),
	bigcommerce: (raw) => bigCommerce(raw, ACCOUNT),
	kaufland: (raw) => kaufland(raw),
	naver: (raw) => naver(raw, WHOLE),
};

const ORDERS = Object.entries(READERS).flatMap(([marketplace, read]) =>
	readFixtures(marketplace).map(({ name, raw }): [string, Order] => [
		`${marketplace}/${name}`,
		read(raw, name),
	]),
);

/** What a person looks for first, as far as this order must have it. */
function looked(order: Order): Array<[field: string, value: unknown]> {
	const { totals, lines, status, paymentStatus } = order;
	const isPaid = ['paid', 'partiallyPaid', 'refunded', 'partiallyRefunded'].includes(paymentStatus);
	const goods = lines.filter(({ kind }) => kind === 'product');
	return [
		['status', status === 'unknown' ? null : status],
		['currency', order.currency],
		['totals.grand', totals.grand],
		['totals.items', totals.items],
		...(isPaid ? [['paidAt', order.paidAt] as const, ['totals.paid', totals.paid] as const] : []),
		...(status === 'cancelled' ? [['cancelledAt', order.cancelledAt] as const] : []),
		['lines', lines.length === 0 ? null : lines],
		...goods.flatMap(({ unitPrice, total }) => [
			['lines.unitPrice', unitPrice] as const,
			['lines.total', total] as const,
		]),
	].map(([field, value]) => [field as string, value]);
}

function isExplained({ missing }: Order, field: string): boolean {
	return missing.some((one) => field === one.field || field.startsWith(`${one.field}.`));
}

describe.each(ORDERS)('the order of %s', (_name, order) => {
	it('is legal in every form', () => {
		expectLegal(order);
		expect(perLine(order)).toHaveLength(Math.max(1, order.lines.length));
	});

	it('sends nobody to something that is not there', () => {
		for (const { reason } of order.missing) {
			expect(reason.replace('the raw order (option Include Raw Order)', '')).not.toMatch(/\braw\b/);
		}
	});
});

describe.each(ORDERS.filter(([name]) => !NOT_WHOLE.test(name)))(
	'the whole order of %s',
	(_name, order) => {
		it('leaves nothing empty in silence that a person looks for', () => {
			const silent = looked(order)
				.filter(([field, value]) => value === null && !isExplained(order, field))
				.map(([field]) => field);
			expect(silent).toEqual([]);
		});
	},
);
