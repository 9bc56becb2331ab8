import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import type { ApiRequest } from '../../../core/marketplace';
import type { ListCursor } from '../../../core/operations/cursor';
import { Allegro } from '../../../nodes/Allegro/Allegro.node';
import { AllegroTrigger } from '../../../nodes/Allegro/AllegroTrigger.node';
import { lowerCaseId, orderFilters, orders } from '../../../nodes/Allegro/orders/list';
import { matches, triggerEvents, triggerFilters } from '../../../nodes/Allegro/trigger/options';
import { ScriptedCall } from '../feeds/scripted-call';

const PATH = '/order/checkout-forms';
const ID = '29738e61-7f6a-11e8-ac45-09db60ede9d6';
const BASE = Date.parse('2026-03-01T08:00:00Z');
const iso = (seconds: number) => new Date(BASE + seconds * 1000).toISOString();

type Form = Record<string, unknown>;

/** A list that Allegro would give, and how many were asked of it at once. */
class Shop extends ScriptedCall {
	atOnce = 0;
	most = 0;

	constructor(forms: Form[]) {
		super(({ query = {} }) => {
			const from = Date.parse(String(query['updatedAt.gte'] ?? iso(0)));
			const all = forms.filter(({ updatedAt }) => Date.parse(String(updatedAt ?? iso(0))) >= from);
			const offset = Number(query.offset ?? 0);
			const page = all.slice(offset, offset + Number(query.limit));
			return { checkoutForms: page, count: page.length, totalCount: all.length };
		}, BASE);
		const { send } = this.call.client;
		this.slowly = async (request) => {
			this.most = Math.max(this.most, ++this.atOnce);
			await new Promise<void>((resolve) => setImmediate(resolve));
			this.atOnce--;
			return await send(request);
		};
	}

	private readonly slowly: (request: ApiRequest) => Promise<never> | Promise<unknown>;

	async list(limit: number, place?: Partial<ListCursor<Form>>): Promise<Form[]> {
		const call = { ...this.call, client: { ...this.call.client, send: this.slowly } };
		const found: Form[] = [];
		const ids = new Set<unknown>();
		for await (const part of orders.list(call as never, limit, place as ListCursor<Form>)) {
			found.push(...part);
			for (const { id } of part) ids.add(id);
			if (ids.size >= limit) break;
		}
		return found;
	}

	get pages(): IDataObject[] {
		return this.queries(PATH);
	}
}

const forms = (count: number, more: (i: number) => object = () => ({})): Form[] =>
	Array.from({ length: count }, (_unused, i) => ({ id: `f${i}`, updatedAt: iso(i), ...more(i) }));

/** The query of a list with one filter. */
async function filtered(filters: IDataObject): Promise<IDataObject> {
	const shop = new Shop([]);
	shop.parameters = { filters };
	await shop.list(5);
	const { sort: _sort, limit: _limit, ...rest } = shop.pages[0];
	return rest;
}

const CHOICES: Record<string, string[]> = {
	fulfilledBy: ['ALLEGRO', 'SELLER'],
	fulfillmentStatus: [
		...['CANCELLED', 'NEW', 'PICKED_UP', 'PROCESSING', 'READY_FOR_PICKUP'],
		...['READY_FOR_SHIPMENT', 'RETURNED', 'SENT', 'SUSPENDED'],
	],
	lineItemsSent: ['ALL', 'NONE', 'SOME'],
	marketplaceId: ['allegro-business-cz', 'allegro-cz', 'allegro-hu', 'allegro-pl', 'allegro-sk'],
	status: ['BOUGHT', 'CANCELLED', 'FILLED_IN', 'READY_FOR_PROCESSING'],
};

describe('a filter of the list of orders', () => {
	it.each([
		['buyerLogin', ' Jan_K ', 'buyer.login', 'Jan_K'],
		['createdAfter', '2026-01-05T10:00:00+01:00', 'lineItems.boughtAt.gte', '2026-01-05T09:00:00Z'],
		[
			'createdBefore',
			'2026-01-05T10:00:00+01:00',
			'lineItems.boughtAt.lte',
			'2026-01-05T09:00:00Z',
		],
		['deliveryMethodId', ID, 'delivery.method.id', ID],
		['fulfilledBy', 'ALLEGRO', 'fulfillment.provider.id', 'ALLEGRO'],
		['fulfillmentStatus', 'SENT', 'fulfillment.status', 'SENT'],
		['lineItemsSent', 'SOME', 'fulfillment.shipmentSummary.lineItemsSent', 'SOME'],
		['marketplaceId', 'allegro-cz', 'marketplace.id', 'allegro-cz'],
		['paymentId', ID, 'payment.id', ID],
		['status', 'BOUGHT', 'status', 'BOUGHT'],
		['surchargeId', ID, 'surcharges.id', ID],
		['updatedAfter', '2026-01-05T10:00:00Z', 'updatedAt.gte', '2026-01-05T10:00:00Z'],
		['updatedBefore', '2026-01-05T10:00:00Z', 'updatedAt.lte', '2026-01-05T10:00:00Z'],
	])('%s is asked of Allegro: %s', async (name, typed, query, sent) => {
		expect(await filtered({ [name]: typed })).toEqual({ [query]: sent });
		expect(await filtered({ [name]: '' })).toEqual({});
	});

	it('is one of these', () => {
		const rows = orderFilters.map(({ property }) => [
			property.name,
			property.type,
			property.default,
		]);
		expect(rows).toEqual([
			['buyerLogin', 'string', ''],
			['createdAfter', 'dateTime', ''],
			['createdBefore', 'dateTime', ''],
			['deliveryMethodId', 'string', ''],
			['fulfilledBy', 'options', 'SELLER'],
			['fulfillmentStatus', 'options', 'NEW'],
			['lineItemsSent', 'options', 'NONE'],
			['marketplaceId', 'options', 'allegro-pl'],
			['paymentId', 'string', ''],
			['status', 'options', 'READY_FOR_PROCESSING'],
			['surchargeId', 'string', ''],
			['updatedAfter', 'dateTime', ''],
			['updatedBefore', 'dateTime', ''],
		]);
	});

	it.each(Object.entries(CHOICES))('%s offers the words of Allegro', async (name, words) => {
		const { options, type } = orderFilters.find(({ property }) => property.name === name)!.property;
		const given = options as INodePropertyOptions[];
		expect(type).toBe('options');
		expect(given.map(({ value }) => value)).toEqual(words);
		// What the user reads is the word that is sent.
		const plain = (text: unknown) => String(text).toLowerCase().replaceAll('_', ' ');
		const read = given.map((option) => plain(option.name));
		if (name !== 'marketplaceId') expect(read).toEqual(words.map(plain));
		expect(Object.values(await filtered({ [name]: words[0] }))).toEqual([words[0]]);
		await expect(filtered({ [name]: 'OTHER' })).rejects.toThrow('unknown value');
	});

	it('names each site by its country', () => {
		const { options } = orderFilters.find(
			({ property }) => property.name === 'marketplaceId',
		)!.property;
		const sites = (options as INodePropertyOptions[]).map(({ name, value }) => [value, name]);
		expect(sites).toEqual([
			['allegro-business-cz', 'Allegro Business Czechia'],
			['allegro-cz', 'Allegro Czechia'],
			['allegro-hu', 'Allegro Hungary'],
			['allegro-pl', 'Allegro Poland'],
			['allegro-sk', 'Allegro Slovakia'],
		]);
	});
});

describe('the newest orders of Allegro', () => {
	it.each([
		[1, 1],
		[99, 99],
		[100, 100],
		[101, 100],
		[10_000, 100],
	])('up to %i come in pages of %i, by the time of the purchase', async (limit, size) => {
		const shop = new Shop([]);
		await shop.list(limit);
		expect(shop.pages).toEqual([{ sort: '-lineItems.boughtAt', limit: size }]);
	});

	it('are read on by position, with a filter that stays', async () => {
		const shop = new Shop(forms(150));
		shop.parameters = { filters: { status: 'BOUGHT' } };
		expect(new Set((await shop.list(150)).map(({ id }) => id)).size).toBe(150);
		const same = { status: 'BOUGHT', sort: '-lineItems.boughtAt', limit: 100 };
		expect(shop.pages).toEqual([same, { ...same, offset: 99 }]);
	});
});

describe('all orders of Allegro', () => {
	it('come by the time of their change, from no time on', async () => {
		const shop = new Shop(forms(101));
		expect(new Set((await shop.list(Infinity)).map(({ id }) => id)).size).toBe(101);
		expect(shop.pages).toEqual([
			{ sort: 'updatedAt', limit: 100 },
			{ sort: 'updatedAt', limit: 100, 'updatedAt.gte': iso(99) },
		]);
		expect(shop.hints).toEqual([]);
	});

	it('come with the filters, and from the place at which they are', async () => {
		const shop = new Shop(forms(101));
		const [updatedAfter, updatedBefore] = [iso(0), iso(500)];
		shop.parameters = { filters: { updatedAfter, updatedBefore, status: 'BOUGHT' } };
		await shop.list(Infinity);
		const same = { sort: 'updatedAt', limit: 100, status: 'BOUGHT' };
		const until = iso(500).replace('.000Z', 'Z');
		expect(shop.pages).toEqual([
			{ ...same, 'updatedAt.lte': until, 'updatedAt.gte': iso(0).replace('.000Z', 'Z') },
			{ ...same, 'updatedAt.lte': until, 'updatedAt.gte': iso(99) },
		]);
	});

	it('are read twenty pages at once, and all of them', async () => {
		const shop = new Shop(forms(9700));
		expect(new Set((await shop.list(Infinity)).map(({ id }) => id)).size).toBe(9700);
		expect(shop.most).toBe(20);
		expect(Math.max(...shop.pages.map(({ offset }) => Number(offset ?? 0)))).toBeGreaterThan(9000);
	});

	it('come one page after the other where an earlier run is gone on with', async () => {
		const shop = new Shop(forms(4000));
		const found = await shop.list(250, { isResumable: true, advance: () => undefined });
		expect(shop.most).toBe(1);
		expect(shop.pages).toHaveLength(3);
		expect(found[0].id).toBe('f0');
		expect(shop.hints).toEqual([]);
	});

	it('are told to be the oldest where more are wanted than Allegro shows', async () => {
		const kept = { isResumable: true, advance: () => undefined };
		for (const [limit, place, hints] of [
			[10_001, undefined, 1],
			[10_001, { isResumable: false, advance: () => undefined }, 1],
			[10_001, kept, 0],
			[10_000, kept, 0],
			[10_000, undefined, 0],
			[Infinity, undefined, 0],
		] as const) {
			const shop = new Shop([]);
			await shop.list(limit, place);
			expect(shop.hints).toHaveLength(hints);
			expect(shop.hints.join()).toContain(hints === 0 ? '' : "'Updated After'");
			const isByTime = limit > 10_000 || place === kept;
			expect(shop.pages[0].sort).toBe(isByTime ? 'updatedAt' : '-lineItems.boughtAt');
		}
	});

	it('leave a place behind each page, and what comes again there', async () => {
		const told: unknown[] = [];
		const shop = new Shop(forms(102, (i) => ({ updatedAt: iso(Math.min(i, 98)) })));
		const advance = (position: object, again: readonly Form[] = []) =>
			void told.push([position, again.map(({ id }) => id)]);
		await shop.list(102, { isResumable: true, advance });
		expect(told).toEqual([
			[{ from: iso(98) }, ['f98', 'f99']],
			[{ from: iso(98) }, ['f98', 'f99', 'f100', 'f101']],
		]);
	});

	it('leave no place where there are none', async () => {
		const told: unknown[] = [];
		await new Shop([]).list(5, {
			isResumable: true,
			advance: (position) => void told.push(position),
		});
		expect(told).toEqual([]);
	});

	it('go on where an earlier run has stopped', async () => {
		const shop = new Shop(forms(10));
		const place = { isResumable: true, advance: () => undefined, start: { from: iso(8) } };
		expect(await shop.list(5, place)).toMatchObject([{ id: 'f8' }, { id: 'f9' }]);
		expect(shop.pages[0]['updatedAt.gte']).toBe(iso(8));
	});

	it('begin at the first where no run has come to any', async () => {
		const shop = new Shop(forms(3));
		const place = { isResumable: true, advance: () => undefined, start: {} };
		expect(await shop.list(5, place)).toHaveLength(3);
	});

	it.each(['', 7, null, {}])('do not go on from a place that is none: %j', async (from) => {
		const shop = new Shop(forms(3));
		const place = { isResumable: true, advance: () => undefined, start: { from } };
		await expect(shop.list(5, place)).rejects.toThrow(
			"'Resume From Cursor' does not contain a cursor",
		);
		expect(shop.asked).toEqual([]);
	});

	it('stand at the time of the purchase where they have no other', async () => {
		const told: unknown[] = [];
		const bought = { updatedAt: null, lineItems: [{ boughtAt: iso(5) }, { boughtAt: iso(9) }] };
		const shop = new Shop([{ id: 'a', ...bought }]);
		await shop.list(5, { isResumable: true, advance: (position) => void told.push(position) });
		expect(told).toEqual([{ from: iso(5) }]);
	});
});

describe('an order of Allegro', () => {
	it.each([
		[ID, `${PATH}/${ID}`],
		[ID.toUpperCase(), `${PATH}/${ID}`],
		['A/B', `${PATH}/A%2FB`],
	])('is read by its ID: %s', async (orderId, path) => {
		const script = new ScriptedCall(() => ({ id: ID }), 0);
		expect(await orders.get(script.call, orderId)).toEqual({ id: ID });
		expect(script.asked).toEqual([{ method: 'GET', path }]);
	});

	it.each([
		[ID, true],
		[ID.toUpperCase(), true],
		[`x${ID}`, false],
		[`${ID}0`, false],
		[ID.replaceAll('-', ''), false],
		[ID.slice(1), false],
		[ID.replace('2', 'g'), false],
		['', false],
	])('has an ID like this: %s %s', (id, fits) => {
		expect(orders.idPattern?.expression.test(id)).toBe(fits);
		expect(lowerCaseId(id)).toBe(fits ? ID : id);
		expect(orders.idPattern?.expression.test(orders.idPattern.looksLike)).toBe(true);
	});

	it('stands in a list by the line that was bought last', () => {
		const line = (seconds: number) => ({ boughtAt: iso(seconds) });
		expect(orders.rank?.({ lineItems: [line(1), line(9), line(5)] })).toBe(BASE + 9000);
		expect(orders.rank?.({ lineItems: [line(1), { boughtAt: null }] })).toBe(BASE + 1000);
		expect(orders.rank?.({ lineItems: [] })).toBe(0);
		expect(orders.rank?.({ lineItems: [{}] })).toBe(0);
	});

	it('is shown as Allegro sent it, under its own ID, with the account', () => {
		const form = { id: ID, revision: 'r' };
		const script = new ScriptedCall(() => ({}), 0);
		Object.assign(script, { account: '7' });
		const call = { client: { connection: { account: '7' } } } as never;
		expect(orders.asSent(form)).toEqual([form]);
		expect([orders.id(form), orders.id({}), orders.id({ id: 7 })]).toEqual([ID, '', '7']);
		expect(orders.toOrder(form, call)).toMatchObject({ id: ID, account: '7' });
		expect(orders.resumes?.(call)).toBeNull();
	});
});

describe('the trigger of Allegro', () => {
	const form = {
		delivery: { method: { id: ID } },
		fulfillment: { provider: { id: 'ALLEGRO' }, status: 'SENT' },
		marketplace: { id: 'allegro-cz' },
		status: 'BOUGHT',
	};
	const isResumable = (filters: IDataObject, raw: Form = form) => {
		const script = new ScriptedCall(() => ({}), 0);
		script.parameters = { filters };
		return matches(script.call)(raw);
	};

	it.each([
		['deliveryMethodId', ID, '1fa56f79-4b6a-4821-a6f2-ca9c16d5c925'],
		['deliveryMethodId', ID.toUpperCase(), 'other'],
		['fulfilledBy', 'ALLEGRO', 'SELLER'],
		['fulfillmentStatus', 'SENT', 'NEW'],
		['marketplaceId', 'allegro-cz', 'allegro-pl'],
		['status', 'BOUGHT', 'CANCELLED'],
	])('keeps an order by %s: %s, and not %s', (name, fits, other) => {
		expect(isResumable({ [name]: fits })).toBe(true);
		expect(isResumable({ [name]: other })).toBe(false);
		expect(isResumable({ [name]: fits }, {})).toBe(false);
		expect(isResumable({ [name]: '' }, {})).toBe(true);
	});

	it('keeps an order that fits all filters, and each where there are none', () => {
		const both = { status: 'BOUGHT', fulfillmentStatus: 'SENT' };
		expect(isResumable(both)).toBe(true);
		expect(isResumable({ ...both, marketplaceId: 'allegro-pl' })).toBe(false);
		expect(isResumable({})).toBe(true);
	});

	it('knows these filters and these events', () => {
		expect(triggerFilters.map(({ property }) => property.name)).toEqual([
			...['deliveryMethodId', 'fulfilledBy', 'fulfillmentStatus', 'marketplaceId', 'status'],
		]);
		expect(triggerEvents.map(({ name, value }) => [name, value])).toEqual([
			['Order Cancelled', 'orderCancelled'],
			['Order Filled In', 'orderFilledIn'],
			['Order Ready for Processing', 'orderReadyForProcessing'],
			['Order Returned', 'orderReturned'],
			['Order Shipped', 'orderShipped'],
		]);
	});
});

describe('the nodes of Allegro', () => {
	const names = (properties: Array<{ name: string }>) => properties.map(({ name }) => name);

	it('are an action that an agent may use, and a trigger that polls', () => {
		const credentials = [{ name: 'allegroOAuth2Api', required: true }];
		const action = new Allegro().description;
		expect(action).toMatchObject({
			...{ name: 'allegro', group: ['transform'], version: [1], usableAsTool: true },
			...{ inputs: ['main'], outputs: ['main'], credentials },
		});
		const trigger = new AllegroTrigger().description;
		expect(trigger).toMatchObject({
			...{ name: 'allegroTrigger', group: ['trigger'], version: [1], polling: true },
			...{ inputs: [], outputs: ['main'], credentials },
		});
		expect(names(action.properties)).toContain('filters');
		expect(names(trigger.properties)).toContain('filters');
	});

	it('give orders in the unified form if nobody says, and offer what the list and the trigger know', () => {
		const of = ({ properties }: Allegro['description'], name: string) =>
			properties.filter((property) => property.name === name);
		const [action, trigger] = [new Allegro().description, new AllegroTrigger().description];
		expect(of(action, 'output').map((one) => one.default)).toContain('order');
		expect(of(trigger, 'output').map((one) => one.default)).toContain('order');
		const filtersOf = (description: Allegro['description']) =>
			of(description, 'filters')
				.filter(({ displayOptions }) => displayOptions?.show?.resource?.includes('offer') !== true)
				.flatMap(({ options }) => names(options as Array<{ name: string }>));
		expect(filtersOf(action)).toEqual(names(orderFilters.map(({ property }) => property)));
		expect(filtersOf(trigger)).toEqual(names(triggerFilters.map(({ property }) => property)));
		const events = of(trigger, 'events')[0].options as INodePropertyOptions[];
		const values = events.map(({ value }) => value);
		expect(values).toEqual(expect.arrayContaining(triggerEvents.map(({ value }) => value)));
	});
});
