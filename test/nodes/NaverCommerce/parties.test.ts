import { describe, expect, it } from 'vitest';
import type { Order } from '../../../core/orders/order';
import { toOrder } from '../../../nodes/NaverCommerce/orders/mapping';

const ALL = { account: null, changedAt: () => undefined, linesComplete: true };
const line = (product: object, order: object = {}) => ({
	order: { orderId: '1', ...order },
	productOrder: { productOrderId: '11', productOrderStatus: 'PAYED', ...product },
});
const read = (...lines: object[]): Order => toOrder(lines, ALL);
const reasons = ({ missing }: Order) =>
	Object.fromEntries(missing.map(({ field, reason }) => [field, reason]));

describe('where an order goes', () => {
	const HOME = { baseAddress: '가상로 110', addressType: 'DOMESTIC' };
	const to = (shippingAddress: object) => read(line({ shippingAddress })).shippingAddress;

	it.each([
		['name', 'name'],
		['baseAddress', 'line1'],
		['detailedAddress', 'line2'],
		['city', 'city'],
		['state', 'region'],
		['zipCode', 'postalCode'],
		['tel1', 'phone'],
		['tel2', 'phone'],
	])('is told by its %s alone, as %s', (theirs, ours) => {
		const given = to({ [theirs]: 'x', addressType: 'FOREIGN' });
		const filled = Object.entries(given ?? {}).filter(([, value]) => value !== null);
		expect(filled).toEqual([[ours, 'x']]);
	});

	it('has the first telephone number, and the second where there is no first', () => {
		expect(to({ ...HOME, tel1: '1', tel2: '2' })?.phone).toBe('1');
		expect(to({ ...HOME, tel1: '', tel2: '2' })?.phone).toBe('2');
	});

	it.each([
		['DOMESTIC', '대한민국', 'KR'],
		['DOMESTIC', undefined, 'KR'],
		['FOREIGN', 'US', 'US'],
		['FOREIGN', '미국', null],
		['FOREIGN', 'USA', null],
		['FOREIGN', 'us', null],
		['FOREIGN', 'KR, Seoul', null],
		['FOREIGN', undefined, null],
		[undefined, undefined, null],
	])('is in the country of the type %j and the text %j: %j', (addressType, country, expected) => {
		expect(to({ ...HOME, addressType, country })?.countryCode).toBe(expected);
	});

	it('is nowhere where the address says no more than its country', () => {
		expect(to({ addressType: 'DOMESTIC', country: '대한민국', name: ' ' })).toBeNull();
	});

	it('is one place where all lines say the same, or say nothing', () => {
		const given = read(line({ shippingAddress: HOME }), line({ shippingAddress: { ...HOME } }));
		expect(given.shippingAddress?.line1).toBe('가상로 110');
		const some = read(line({}), line({ shippingAddress: HOME }));
		expect(some.shippingAddress?.line1).toBe('가상로 110');
		expect(reasons(some)).not.toHaveProperty('shippingAddress');
	});

	it.each([
		[[{}], 'Naver gave no address'],
		[[{ expectedDeliveryMethod: 'VISIT_RECEIPT' }], 'Naver gave no address (VISIT_RECEIPT)'],
		[
			[
				{ expectedDeliveryMethod: 'NOTHING' },
				{ expectedDeliveryMethod: 'NOTHING' },
				{},
				{ expectedDeliveryMethod: 'QUICK_SVC' },
			],
			'Naver gave no address (NOTHING) (QUICK_SVC)',
		],
		[
			[{}, { giftReceivingStatus: 'WAIT_FOR_RECEIVING', expectedDeliveryMethod: 'DELIVERY' }],
			'the receiver of the gift has not accepted it yet (WAIT_FOR_RECEIVING)',
		],
		[
			[{ giftReceivingStatus: 'RECEIVED', expectedDeliveryMethod: 'DELIVERY' }],
			'Naver gave no address (DELIVERY)',
		],
	])('is missing for a reason: %j', (products, reason) => {
		expect(reasons(read(...products.map((product) => line(product)))).shippingAddress).toBe(reason);
	});
});

describe('who ordered', () => {
	it('is told by the first line that knows it', () => {
		const given = read(
			line({}, { ordererName: '', ordererId: 'haneul****' }),
			line({}, { ordererNo: 200111222, ordererName: '김하늘', ordererTel: '010-0000-1234' }),
			line({}, { ordererNo: '7', ordererName: '다른', ordererTel: '1' }),
		);
		expect(given.buyer).toMatchObject({ id: '200111222', name: '김하늘', phone: '010-0000-1234' });
		expect(reasons(given)).not.toHaveProperty('buyer.name');
	});

	it.each([
		['ordererName', '박*준', 'buyer.name', { name: null, phone: '1' }],
		['ordererTel', '010-****-5678', 'buyer.phone', { name: '김', phone: null }],
	])('is masked where %s holds a star', (field, value, path, buyer) => {
		const given = read(line({}, { ordererName: '김', ordererTel: '1', [field]: value }));
		expect(given.buyer).toMatchObject(buyer);
		const masked = given.missing.filter(({ reason }) => reason === 'masked');
		expect(masked.map((one) => one.field)).toEqual([path]);
	});

	it('is not masked where Naver says nothing', () => {
		const given = read(line({}));
		expect(given.buyer).toMatchObject({ id: null, name: null, phone: null, note: null });
		expect(Object.values(reasons(given))).not.toContain('masked');
	});

	it('wrote each note once, one below the other', () => {
		const notes = ['문 앞', undefined, '벨 금지', '문 앞'];
		const given = read(...notes.map((shippingMemo) => line({ shippingMemo })));
		expect(given.buyer.note).toBe('문 앞\n벨 금지');
	});
});

describe('what all lines of an order say alike', () => {
	const both = (one: object, other: object, isWhole = true) =>
		toOrder([line(one), line(other)], { ...ALL, linesComplete: isWhole });

	it('is of the order', () => {
		const product = {
			...{ merchantChannelId: 500012345, expectedDeliveryMethod: 'DELIVERY' },
			...{ deliveryAttributeType: 'TODAY', expectedDeliveryCompany: 'KGB' },
			...{ packageNumber: 'P1', deliveryFeeAmount: 3000 },
		};
		const given = both(product, product);
		expect(given.site).toBe('500012345');
		const shipping = { methodId: 'DELIVERY', method: 'TODAY', carrier: 'KGB', price: '3000' };
		expect(given.shipping).toEqual(shipping);
	});

	it('is not of the order where one says something else, or nothing', () => {
		const product = {
			...{ merchantChannelId: '5', expectedDeliveryMethod: 'DELIVERY' },
			...{ deliveryAttributeType: 'TODAY', expectedDeliveryCompany: 'KGB' },
		};
		const nothing = { methodId: null, method: null, carrier: null, price: null };
		for (const other of [
			{},
			...Object.keys(product).map((name) => ({ ...product, [name]: 'x' })),
		]) {
			const given = both(product, other);
			const told = { site: given.site, ...given.shipping };
			const same = Object.values(told).filter((value) => value !== null);
			expect(same).toHaveLength(Object.keys(other).length === 0 ? 0 : 3);
		}
		expect(both({}, {}).shipping).toEqual(nothing);
	});

	it.each([
		[{ packageNumber: 'P1' }, true, '3000'],
		[{ packageNumber: 'P2' }, true, null],
		[{}, true, null],
		[{ packageNumber: 'P1' }, false, null],
	])('is a fee of the order only for one whole bundle: %j %s', (other, isWhole, price) => {
		const fee = { deliveryFeeAmount: 3000 };
		const given = both({ packageNumber: 'P1', ...fee }, { ...other, ...fee }, isWhole);
		expect(given.shipping.price).toBe(price);
	});

	it('is no fee where no line is in a bundle', () => {
		expect(both({ deliveryFeeAmount: 1 }, { deliveryFeeAmount: 1 }).shipping.price).toBeNull();
	});
});

describe('who carries an order', () => {
	const sent = (companies: Array<string | undefined>) =>
		toOrder(
			companies.map((deliveryCompany) => ({
				...line({ expectedDeliveryCompany: 'KGB' }),
				...(deliveryCompany && { delivery: { deliveryCompany } }),
			})),
			ALL,
		).shipping.carrier;

	it.each([
		[['CJGLS'], 'CJGLS'],
		[['CJGLS', 'CJGLS'], 'CJGLS'],
		[['CJGLS', 'EPOST'], 'KGB'],
		[[undefined], 'KGB'],
	])('is who has it, else who shall: %j', (companies, carrier) => {
		expect(sent(companies)).toBe(carrier);
	});
});

describe('the deadlines of an order', () => {
	const at = (day: number) => `2026-11-${day}T23:59:59.000+09:00`;
	const dates = (day: number) => ({
		...{ shippingStartDate: at(day), shippingDueDate: at(day), arrivalGuaranteeDate: at(day) },
		hopeDelivery: { hopeDeliveryYmd: `202611${day}`, hopeDeliveryHm: '0930' },
	});

	it('are the first of those of its lines', () => {
		const given = read(line(dates(24)), line(dates(22)), line(dates(23)));
		expect(given.shipBy).toEqual({ from: at(22), to: at(22) });
		expect(given.deliverBy).toEqual({ from: '2026-11-22T09:30:00.000+09:00', to: at(22) });
	});

	it.each(['CANCELED', 'CANCELED_BY_NOPAYMENT'])('are not those of a line that is %s', (status) => {
		const gone = line({ productOrderStatus: status, ...dates(21) });
		const given = read(gone, line(dates(24)));
		expect(given.shipBy).toEqual({ from: at(24), to: at(24) });
		expect(given.deliverBy).toEqual({ from: '2026-11-24T09:30:00.000+09:00', to: at(24) });
		// Of an order that is gone as a whole they are those that it had.
		expect(read(gone).shipBy).toEqual({ from: at(21), to: at(21) });
	});

	it('are still those of a line that came back', () => {
		const returned = line({ productOrderStatus: 'RETURNED', ...dates(21) });
		expect(read(returned, line(dates(24))).shipBy.to).toBe(at(21));
	});
});

describe('an order', () => {
	const EARLY = '2026-11-20T09:00:00.000+09:00';
	const cancelled = {
		productOrder: { productOrderId: '11', productOrderStatus: 'CANCELED' },
		completedClaims: [{ claimId: 'C', claimStatus: 'CANCEL_DONE', cancelCompletedDate: EARLY }],
	};

	it('has the time of its cancellation only once all of it is cancelled', () => {
		expect(read(cancelled).cancelledAt).toBe(EARLY);
		expect(read(cancelled, line({})).cancelledAt).toBeNull();
	});

	it('is placed and paid when the first line that knows it says', () => {
		const given = read(
			line({}, { orderDate: 'soon' }),
			line({}, { orderDate: '2026-11-20T09:00:00', paymentDate: EARLY }),
		);
		expect([given.placedAt, given.paidAt]).toEqual([EARLY, EARLY]);
	});

	it('has its number from the first line that knows it, and changes as the feed told', () => {
		const changed: Record<string, string> = { 11: '2026-11-20T09:00:00' };
		const given = toOrder([{ productOrder: {} }, line({})], {
			...ALL,
			changedAt: (id) => changed[id],
		});
		expect(given).toMatchObject({ id: '1', number: '1', eventKey: `naver:1:${EARLY}` });
		expect(toOrder([{}], ALL)).toMatchObject({ id: '', number: null });
	});
});
