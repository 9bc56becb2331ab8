import { describe, expect, it } from 'vitest';

import { address } from '../../core/order/order';
import { toOrder } from '../../nodes/Allegro/allegro.order';

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
