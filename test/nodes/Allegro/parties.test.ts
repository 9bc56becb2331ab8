import { describe, expect, it } from 'vitest';
import { address } from '../../../core/orders/order';
import { toOrder } from '../../../nodes/Allegro/orders/mapping';

const read = (form: object) => toOrder(form, { account: null });

describe("a buyer's e-mail address", () => {
	it.each([
		['k3v9xq71tz+2f81ac0d7@allegromail.pl', true],
		['b6y8vvjxhz+3a9121d64@user.allegrogroup.pl', true],
		[' B6Y8@User.AllegroGroup.PL ', true],
		['ymu1woaqq+54111a037@user-dev.allegrogroup.pl', true],
		['nagy@allegromail.hu', true],
		['fl4bczsc8k+48a79e82@allegromail.com', true],
		['a@mail.allegromail.cz', true],
		['a@allegromail.pl.allegrosandbox.pl', true],
		['a@user.allegrogroup.pl.allegrosandbox.pl', true],
		['a@mail.user.allegrogroup.pl', true],
		['jan@allegrogroup.pl', false],
		['jan@superuser.allegrogroup.pl', false],
		['jan@user.allegrogroup.pl.example', false],
		['jan@userxallegrogroup.pl', false],
		['jan@notallegromail.pl', false],
		['jan@example.com', false],
		['', null],
		[null, null],
	])('%s forwards: %s', (email, expected) => {
		expect(read({ buyer: { email } }).buyer.emailIsRelay).toBe(expected);
	});
});

describe('the billing address', () => {
	const account = { street: 'Solna 1', city: 'Poznań', postCode: '60-166', countryCode: 'PL' };
	const place = { line1: 'Solna 1', city: 'Poznań', postalCode: '60-166', countryCode: 'PL' };
	const buyer = {
		firstName: 'Jan',
		lastName: 'Kowalski',
		companyName: 'Kowalex',
		phoneNumber: '123123123',
		address: account,
	};
	const delivery = { address: { firstName: 'Ewa', lastName: 'Nowak', street: 'Polna 2' } };

	it.each([
		['no invoice', undefined],
		['an invoice that nobody wants', { required: false, address: null }],
		['null', null],
	])("is the buyer's account with his name and company, with %s", (_name, invoice) => {
		expect(read({ buyer, invoice, delivery }).billingAddress).toEqual(
			address({ ...place, name: 'Jan Kowalski', company: 'Kowalex', phone: '123123123' }),
		);
	});

	it('has only the name that is known', () => {
		const { companyName: _company, phoneNumber: _phone, lastName: _last, ...known } = buyer;
		expect(read({ buyer: known }).billingAddress).toEqual(address({ ...place, name: 'Jan' }));
	});

	it('is nothing where no address is known', () => {
		expect(read({ buyer: { ...buyer, address: null }, delivery }).billingAddress).toBeNull();
	});

	it.each([
		['a person', { naturalPerson: { firstName: 'Ada', lastName: 'Lis' } }, 'Ada Lis', null],
		['a company', { company: { name: 'Lis Sp. z o.o.' } }, null, 'Lis Sp. z o.o.'],
	])('is that of %s on the invoice and of nobody else', (_name, party, name, company) => {
		const invoice = { required: true, address: { street: 'Lisia 3', ...party } };
		const order = read({ buyer, invoice });
		expect(order.billingAddress).toEqual(address({ line1: 'Lisia 3', name, company }));
		expect(order.invoice?.address).toEqual(order.billingAddress);
	});

	it.each([
		['without a party', {}],
		['with parties of null', { company: null, naturalPerson: null }],
		['with empty names', { company: null, naturalPerson: { firstName: '', lastName: '' } }],
	])("is the invoice's in the buyer's name %s", (_name, party) => {
		const invoice = { required: true, address: { street: 'Lisia 3', ...party } };
		const order = read({ buyer, invoice });
		expect(order.billingAddress).toEqual(
			address({ line1: 'Lisia 3', name: 'Jan Kowalski', company: 'Kowalex' }),
		);
		expect(order.invoice?.address).toEqual(address({ line1: 'Lisia 3' }));
	});
});

describe('an order without a delivery address', () => {
	it.each([
		['BOUGHT', 'BOUGHT'],
		['FILLED_IN', 'FILLED_IN'],
		['READY_FOR_PROCESSING', 'again later'],
		['LATER_WORD', 'again later'],
	])('says why it has none: %s', (status, reason) => {
		const forms = [{ status }, { status, delivery: null }, { status, delivery: { address: null } }];
		for (const form of forms) {
			expect(read(form).missing).toContainEqual({
				field: 'shippingAddress',
				reason: expect.stringContaining(reason) as unknown,
			});
		}
	});

	it.each([
		['it is there', { status: 'FILLED_IN', delivery: { address: { street: 'Polna 2' } } }],
		['the order is cancelled', { status: 'CANCELLED' }],
		['the seller cancelled it', { fulfillment: { status: 'CANCELLED' } }],
	])('says nothing where %s', (_name, form) => {
		expect(read(form).missing.map(({ field }) => field)).not.toContain('shippingAddress');
	});
});

describe('the tax id of a company', () => {
	/** From the best to the worst. */
	const TYPES = [
		'VAT_EU',
		'PL_NIP',
		'CZ_DIC',
		'SK_IC_DPH',
		'HU_ADOSZAM',
		'OTHER',
		'CZ_ICO',
		'SK_ICO',
		'LATER_WORD',
	];
	const taxIdOf = (ids: unknown, taxId: string | null = null) =>
		read({ invoice: { address: { company: { ids, taxId } } } }).invoice?.taxId ?? null;

	it.each(TYPES.slice(1).map((type, i) => [TYPES[i], type]))(
		'is that of the type %s before %s',
		(better, worse) => {
			const ids = [worse, better].map((type) => ({ type, value: type.toLowerCase() }));
			expect(taxIdOf(ids, 'old')).toBe(better.toLowerCase());
			expect(taxIdOf(ids.toReversed(), 'old')).toBe(better.toLowerCase());
		},
	);

	it.each(TYPES)('of the type %s alone is taken', (type) => {
		expect(taxIdOf([{ type, value: ' 12 ' }], 'old')).toBe('12');
		expect(
			taxIdOf([
				{ type: 'LATER_WORD', value: 'x' },
				{ type, value: '' },
			]),
		).toBe('x');
	});

	it('is the first of several unknown types', () => {
		const ids = ['A', 'B'].map((type) => ({ type, value: type }));
		expect(taxIdOf(ids)).toBe('A');
	});

	it.each([[null], [[]], [[null]], [[{ type: 'PL_NIP', value: null }]]])(
		'is the one in the older place where no other has a value: %j',
		(ids) => {
			expect(taxIdOf(ids, 'old')).toBe('old');
			expect(taxIdOf(ids)).toBeNull();
		},
	);
});

describe('who bought', () => {
	it('is the holder of the account', () => {
		const buyer = {
			...{ id: 7, email: ' a@example.com ', firstName: 'Jan', lastName: 'Kowalski' },
			...{ phoneNumber: '600', companyName: 'Kowalex', login: 'jan' },
		};
		expect(read({ buyer, messageToSeller: ' Hello ' }).buyer).toEqual({
			...{ id: '7', name: 'Jan Kowalski', email: 'a@example.com', emailIsRelay: false },
			...{ phone: '600', company: 'Kowalex', taxId: null, note: 'Hello' },
		});
	});

	it.each([
		[{ firstName: 'Jan' }, 'Jan'],
		[{ lastName: 'Kowalski' }, 'Kowalski'],
		[{ firstName: ' ', lastName: '' }, null],
	])('is named as far as %j tells', (buyer, name) => {
		expect(read({ buyer }).buyer.name).toBe(name);
	});
});

describe('an address of Allegro', () => {
	const full = {
		...{ firstName: 'Ewa', lastName: 'Nowak', companyName: 'Nowex', street: 'Polna 2' },
		...{ city: 'Poznań', zipCode: '60-166', countryCode: 'PL', phoneNumber: '600' },
	};

	it('is read field by field', () => {
		expect(read({ delivery: { address: full } }).shippingAddress).toEqual(
			address({
				...{ name: 'Ewa Nowak', company: 'Nowex', line1: 'Polna 2', city: 'Poznań' },
				...{ postalCode: '60-166', countryCode: 'PL', phone: '600' },
			}),
		);
	});

	it.each([
		[{ zipCode: '1', postCode: '2' }, '1'],
		[{ postCode: '2' }, '2'],
		[{ zipCode: ' ', postCode: '2' }, '2'],
	])('has the postal code wherever it stands: %j', (codes, postalCode) => {
		expect(read({ delivery: { address: codes } }).shippingAddress?.postalCode).toBe(postalCode);
	});

	it.each(Object.entries(full))('is one with nothing but %s', (name, value) => {
		expect(read({ delivery: { address: { [name]: value } } }).shippingAddress).not.toBeNull();
	});

	it.each([
		[{}],
		[null],
		[{ street: ' ' }],
		[{ modifiedAt: '2018-01-05T10:23:43.123Z' }],
		['text'],
	])('is none where nothing is in it: %j', (given) => {
		expect(read({ delivery: { address: given } }).shippingAddress).toBeNull();
	});
});

describe('a pickup point', () => {
	it.each([
		[{ id: 'POZ08A' }, { id: 'POZ08A', name: null, address: null }],
		[{ name: 'Paczkomat' }, { id: null, name: 'Paczkomat', address: null }],
		[
			{ address: { street: 'A 1', zipCode: '1' } },
			{ id: null, name: null, address: address({ line1: 'A 1', postalCode: '1' }) },
		],
		[{ description: 'x' }, null],
		[{}, null],
		[null, null],
	])('is what is known of it: %j', (pickupPoint, expected) => {
		expect(read({ delivery: { pickupPoint } }).pickupPoint).toEqual(expected);
	});
});

describe('the invoice', () => {
	const nothing = { required: null, company: null, taxId: null, address: null };

	it.each([
		[{ required: true }, { ...nothing, required: true }],
		[{ required: false }, { ...nothing, required: false }],
		[
			{ address: { company: { name: 'Lis' } } },
			{ ...nothing, company: 'Lis', address: address({ company: 'Lis' }) },
		],
		[{ address: { company: { taxId: '1' } } }, { ...nothing, taxId: '1' }],
		[
			{ address: { naturalPerson: { firstName: 'Ada', lastName: 'Lis' } } },
			{ ...nothing, address: address({ name: 'Ada Lis' }) },
		],
		[{ dueDate: null }, null],
		[{}, null],
		[null, null],
	])('is what is known of it: %j', (invoice, expected) => {
		expect(read({ invoice }).invoice).toEqual(expected);
	});
});
