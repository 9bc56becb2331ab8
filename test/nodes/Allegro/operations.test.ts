import { describe, expect, it } from 'vitest';
import { matches } from '../../../nodes/Allegro/trigger/options';
import { orders } from '../../../nodes/Allegro/orders/list';
import { ScriptedCall } from '../feeds/scripted-call';

/** What a list of at most `limit` orders asks for, and what it tells the user. */
async function list(limit: number): Promise<{ sort: unknown; hints: string[] }> {
	const script = new ScriptedCall(() => ({ checkoutForms: [], count: 0, totalCount: 0 }), 0);
	for await (const part of orders.list(script.call, limit)) expect(part).toEqual([]);
	return { sort: script.asked[0].query?.sort, hints: script.hints };
}

describe('a limit', () => {
	it('gives the newest orders as far as Allegro shows them', async () => {
		expect(await list(10_000)).toEqual({ sort: '-lineItems.boughtAt', hints: [] });
	});

	it('above that gives the oldest, and says so', async () => {
		const { sort, hints } = await list(10_001);
		expect(sort).toBe('updatedAt');
		expect(hints).toEqual([expect.stringContaining('oldest')]);
	});

	it('of nothing reads all, and needs no hint', async () => {
		expect(await list(Infinity)).toEqual({ sort: 'updatedAt', hints: [] });
	});
});

describe('an ID in capitals', () => {
	const ID = '29738E61-7F6A-11E8-AC45-09DB60EDE9D6';
	const small = ID.toLowerCase();

	it('is sent in small letters, because Allegro knows no other', async () => {
		const script = new ScriptedCall(() => ({ id: small }), 0);
		await orders.get(script.call, ID);
		expect(script.asked.map(({ path }) => path)).toEqual([`/order/checkout-forms/${small}`]);
	});

	it('is one in filters, too, and other words stay as they are', async () => {
		const script = new ScriptedCall(() => ({ checkoutForms: [], count: 0, totalCount: 0 }), 0);
		const names = ['paymentId', 'surchargeId', 'deliveryMethodId'];
		const ids = Object.fromEntries(names.map((name) => [name, ID]));
		script.parameters = { filters: { ...ids, buyerLogin: 'Jan_K', status: 'BOUGHT' } };
		for await (const part of orders.list(script.call, 5)) expect(part).toEqual([]);
		expect(script.asked[0].query).toMatchObject({
			'payment.id': small,
			'surcharges.id': small,
			'delivery.method.id': small,
			'buyer.login': 'Jan_K',
			status: 'BOUGHT',
		});
	});

	it('fits the order in the filter of the trigger', () => {
		const script = new ScriptedCall(() => ({}), 0);
		script.parameters = { filters: { deliveryMethodId: ID } };
		expect(matches(script.call)({ delivery: { method: { id: small } } })).toBe(true);
	});
});
