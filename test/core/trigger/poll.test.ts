import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Marketplace } from '../../../core/marketplace';
import { clock } from '../../../core/transport/clock';
import { QuotaTrouble, Refused } from '../../../core/transport/trouble';
import type { Feed, Sighting, Step } from '../../../core/trigger/feed';
import { runPoll } from '../../../core/trigger/poll';
import { forgetTurns } from '../../../core/trigger/turns';

interface Raw {
	id: string;
	revision: string;
}

const NOW = Date.parse('2026-03-01T08:00:00Z');
const MINUTE = 60_000;
const iso = new Date(NOW).toISOString();

const SHIPPED = { name: 'Order Shipped', value: 'orderShipped' };

const seen = (id: string, at: number, more: Partial<Sighting<Raw>> = {}): Sighting<Raw> => ({
	raw: { id, revision: `r${at}` },
	id,
	revision: `r${at}`,
	at,
	facts: { orderCreated: at },
	...more,
});

/** A feed whose steps are written down; each stands at its number. */
class Script implements Feed<Raw> {
	readonly begun: Array<number | undefined> = [];
	comparesContent = false;
	steps: Array<Partial<Step<Raw>> | Error> = [];
	sample: Array<Sighting<Raw>> = [];
	/** What goes on while a step is read. */
	meanwhile = () => {};

	async start(_call: unknown, from?: number) {
		this.begun.push(from);
		return { position: { step: 0 }, at: from ?? NOW };
	}

	async next(_call: unknown, { step }: IDataObject): Promise<Step<Raw>> {
		const found = this.steps[Number(step)] ?? { done: true, position: { step } };
		this.meanwhile();
		if (found instanceof Error) throw found;
		return { sightings: [], position: { step: Number(step) + 1 }, done: false, ...found };
	}

	async recent() {
		return this.sample;
	}
}

/** A shop with one trigger, and what n8n keeps for it. */
class Shop {
	readonly feed = new Script();
	readonly hints: string[] = [];
	/** By the name of the node, and of the workflow. */
	kept: IDataObject = {};
	keptOfAll: IDataObject = {};
	parameters: IDataObject = { event: 'orderCreated' };
	/** What `={{…}}` gives. */
	values: IDataObject = {};
	account: string | null = 'shop-1';
	keys = 'keys-1';
	mode = 'trigger';
	workflowId = 'w';
	/** What n8n 2.x says that a poll may take. */
	budgetMs?: number;
	/** An order that cannot be read. */
	unreadable?: string;

	async poll(): Promise<string[]> {
		const marketplace = {
			id: 'shop',
			displayName: 'Shop',
			credentials: {
				shopApi: {
					secrets: [],
					connect: () => ({
						baseUrl: 'https://shop.example',
						account: this.account,
						quotaOwner: this.keys,
					}),
				},
			},
			quotas: [],
		} as unknown as Marketplace;
		const source = {
			id: ({ id }: Raw) => id,
			toOrder: ({ id, revision }: Raw) => {
				if (id === this.unreadable) throw new Error('cannot be read');
				return { id, revision, lines: [] };
			},
			asSent: (raw: Raw) => [raw],
		};
		const trigger = { source, feed: this.feed, events: [SHIPPED], looksAt: 'the newest orders' };
		const output = await runPoll(this.context(), marketplace, trigger as never);
		return (output?.[0] ?? []).map(({ json }) => String(json.eventKey));
	}

	private context(): IPollFunctions {
		const parameters = { ...this.parameters, ...this.values };
		return {
			getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
			getCredentials: async () => ({}),
			getMode: () => this.mode,
			getWorkflow: () => ({ id: this.workflowId }),
			getNode: () => ({ id: 'n', parameters: this.parameters }),
			getWorkflowStaticData: (of: string) => (of === 'node' ? this.kept : this.keptOfAll),
			getTimezone: () => 'UTC',
			...(this.budgetMs === undefined ? {} : { getPollBudgetMs: () => this.budgetMs }),
			addExecutionHints: ({ message }: { message: string }) => void this.hints.push(message),
			logger: { info: () => undefined, warn: () => undefined },
		} as unknown as IPollFunctions;
	}
}

describe('a poll', () => {
	let shop: Shop;
	beforeEach(() => {
		vi.spyOn(clock, 'now').mockReturnValue(NOW + 100 * MINUTE);
		forgetTurns();
		shop = new Shop();
	});
	afterEach(() => vi.restoreAllMocks());

	it('tells what was found before an error, and throws it at the next poll', async () => {
		const refused = new Refused({ status: 503, headers: {}, body: {} }, 'transient', '/orders');
		shop.feed.steps = [{ sightings: [seen('1', NOW)] }, refused];
		expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
		const before = structuredClone(shop.kept);
		await expect(shop.poll()).rejects.toThrow();
		expect(shop.kept).toEqual(before);
	});

	it('keeps its place until what it found was written', async () => {
		shop.feed.steps = [{ sightings: [seen('1', NOW), seen('2', NOW)], done: true }];
		shop.unreadable = '2';
		await expect(shop.poll()).rejects.toThrow('cannot be read');
		expect(shop.kept).toEqual({});
		shop.unreadable = undefined;
		expect(await shop.poll()).toHaveLength(2);
	});

	describe('with more to read than one poll may', () => {
		const one = (id: number) => ({ sightings: [seen(`${id}`, NOW + id)] });

		it.each([
			['half of five minutes where n8n does not say how long', undefined, 3],
			['half of the time that n8n gives', 8 * MINUTE, 4],
		])('begins no step after %s, and goes on at the next', async (_what, budgetMs, count) => {
			let now = NOW + 100 * MINUTE;
			vi.mocked(clock.now).mockImplementation(() => now);
			shop.feed.meanwhile = () => void (now += MINUTE);
			shop.budgetMs = budgetMs;
			shop.feed.steps = [1, 2, 3, 4, 5].map(one);
			const keys = [1, 2, 3, 4, 5].map((id) => `shop:${id}:orderCreated`);
			expect(await shop.poll()).toEqual(keys.slice(0, count));
			expect(await shop.poll()).toEqual(keys.slice(count));
		});

		it('begins no step after 2,000 orders, and goes on at the next', async () => {
			const part = (of: number) => ({
				sightings: Array.from({ length: 1500 }, (_unused, i) => seen(`${of}-${i}`, NOW + i)),
			});
			shop.feed.steps = [part(1), part(2), part(3)];
			expect(await shop.poll()).toHaveLength(3000);
			expect(await shop.poll()).toHaveLength(1500);
		});

		it('still tells what is older than all that it had to forget', async () => {
			shop.parameters = { event: 'orderCreated', startFrom: 'date', startDate: '2026-02-05' };
			const many = Array.from({ length: 10_050 }, (_unused, i) => seen(`${i}`, NOW + i * 1000));
			shop.feed.steps = [
				{ sightings: many },
				{ sightings: [seen('old', NOW - MINUTE)], done: true },
			];
			expect(await shop.poll()).toHaveLength(10_050);
			expect(await shop.poll()).toEqual(['shop:old:orderCreated']);
		});
	});

	it('ends without a word where its own pace leaves no quota, unless that takes long', async () => {
		const paced = (minutes: number) => new QuotaTrouble('orders', minutes * MINUTE);
		shop.feed.steps = [paced(29)];
		expect(await shop.poll()).toEqual([]);
		shop.feed.steps = [paced(31)];
		await expect(shop.poll()).rejects.toThrow();
	});

	describe('beside another from the same place, of which n8n gives each a copy', () => {
		let before: IDataObject;

		beforeEach(async () => {
			await shop.poll();
			before = structuredClone(shop.kept);
			shop.feed.steps = [{ sightings: [seen('1', NOW)], done: true }];
			expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
			shop.kept = structuredClone(before);
		});

		it('tells nothing again, and keeps no place that would undo the other', async () => {
			expect(await shop.poll()).toEqual([]);
			expect(shop.kept).toEqual(before);
		});

		it('tells all again a little later, as n8n may have failed to keep the place', async () => {
			vi.mocked(clock.now).mockReturnValue(NOW + 100 * MINUTE + 11_000);
			expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
		});

		it('tells all again where our clock was set back meanwhile', async () => {
			vi.mocked(clock.now).mockReturnValue(NOW + 40 * MINUTE);
			expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
		});

		it('begins at once where n8n has no place for it, because a later beginning loses events', async () => {
			Object.assign(shop, { kept: {}, keptOfAll: {}, workflowId: 'another' });
			shop.feed.steps = [{ sightings: [seen('1', NOW)], done: true }];
			expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
			Object.assign(shop, { kept: {}, keptOfAll: {} });
			await shop.poll();
			expect(shop.kept).not.toEqual({});
		});
	});

	it.each([
		['stays where it is', [{ position: { step: 0 } }]],
		['goes back to where it was', [{}, {}, { position: { step: 1 } }]],
	])('ends with an error when a feed %s', async (_name, steps) => {
		shop.feed.steps = steps;
		await expect(shop.poll()).rejects.toThrow('sent the same page');
		expect(shop.kept).toEqual({});
	});

	it('tells what it has found before the feed ran in circles', async () => {
		shop.feed.steps = [{ sightings: [seen('1', NOW)] }, {}, { position: { step: 1 } }];
		expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
		await expect(shop.poll()).rejects.toThrow('sent the same page');
	});

	it('tells what the page that comes again shows beside, e.g. a list that is read along with it', async () => {
		const page = { sightings: [seen('1', NOW)], position: { step: 0 } };
		shop.feed.steps = [page];
		expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
		await expect(shop.poll()).rejects.toThrow('sent the same page');
	});

	it('goes on with another account from the last time at which all was told', async () => {
		shop.feed.steps = [{ sightings: [seen('1', NOW + 60 * MINUTE)], done: true }];
		await shop.poll();
		shop.account = 'shop-2';
		await shop.poll();
		expect(shop.feed.begun).toEqual([undefined, NOW + 50 * MINUTE]);
	});

	it('takes no time for told up to which the feed has not shown all', async () => {
		const last = new Refused({ status: 503, headers: {}, body: {} }, 'transient', '/orders');
		shop.feed.steps = [{ sightings: [seen('1', NOW + 60 * MINUTE)] }, last];
		await shop.poll();
		shop.account = 'shop-2';
		await shop.poll();
		expect(shop.feed.begun).toEqual([undefined, NOW]);
	});

	describe('of another account', () => {
		/** What happens to an order of long ago, once another account is behind the credential. */
		async function later(change: () => void): Promise<string[]> {
			shop.feed.steps = [{ sightings: [seen('1', NOW + 60 * MINUTE)], done: true }];
			await shop.poll();
			change();
			const old = seen('2', NOW + 90 * MINUTE, { facts: { orderCreated: NOW + MINUTE } });
			shop.feed.steps = [{ sightings: [old], done: true }];
			return await shop.poll();
		}

		it('tells nothing from before the change', async () => {
			expect(await later(() => (shop.account = 'shop-2'))).toEqual([]);
		});

		it('loses nothing when the same one, which nobody names, has got new keys', async () => {
			shop.account = null;
			expect(await later(() => (shop.keys = 'keys-2'))).toEqual(['shop:2:orderCreated']);
		});

		it('begins with the present where no times are compared', async () => {
			shop.parameters = { event: 'orderCreated', startFrom: 'date', startDate: '2026-02-05' };
			shop.feed.comparesContent = true;
			await later(() => (shop.account = 'shop-2'));
			expect(shop.feed.begun).toEqual([Date.parse('2026-02-05T00:00:00Z'), undefined]);
		});
	});

	describe('whose node was renamed', () => {
		beforeEach(async () => {
			shop.feed.steps = [{ sightings: [seen('1', NOW + 60 * MINUTE)], done: true }];
			await shop.poll();
			// n8n keeps it under the name that the node had.
			shop.kept = {};
		});

		it('loses nothing that happened since it last told of something', async () => {
			const old = seen('2', NOW + 61 * MINUTE, { facts: { orderCreated: NOW + MINUTE } });
			shop.feed.steps = [{ sightings: [old, seen('3', NOW + 62 * MINUTE)], done: true }];
			expect(await shop.poll()).toEqual(['shop:3:orderCreated']);
			expect(shop.feed.begun).toEqual([undefined, NOW + 50 * MINUTE]);
		});

		it('begins where the user wants it to, if that has changed too', async () => {
			shop.parameters = { event: 'orderCreated', startFrom: 'date', startDate: '2026-02-05' };
			await shop.poll();
			expect(shop.feed.begun).toEqual([undefined, Date.parse('2026-02-05T00:00:00Z')]);
		});

		it('goes on at its place where no times are compared', async () => {
			Object.assign(shop, { keptOfAll: {}, workflowId: 'another' });
			shop.feed.comparesContent = true;
			shop.feed.steps = [{}, { done: true }, { sightings: [seen('4', NOW)], done: true }];
			await shop.poll();
			shop.kept = {};
			expect(await shop.poll()).toEqual(['shop:4:orderCreated']);
			expect(shop.feed.begun).toEqual([undefined, undefined]);
		});

		it('begins anew as a copy in another workflow', async () => {
			Object.assign(shop, { keptOfAll: {}, workflowId: 'another' });
			await shop.poll();
			expect(shop.feed.begun).toEqual([undefined, undefined]);
		});
	});

	describe('for another event', () => {
		const shipped = (id: string, at: number) =>
			seen(id, at, { facts: { orderCreated: NOW, orderShipped: at } });

		it('tells nothing from before the change, and all that comes after it', async () => {
			shop.feed.steps = [{ sightings: [shipped('1', NOW + 60 * MINUTE)], done: true }];
			await shop.poll();
			shop.parameters = { event: 'orderShipped' };
			const old = seen('2', NOW + 90 * MINUTE, { facts: { orderShipped: NOW + 20 * MINUTE } });
			shop.feed.steps = [{}, { sightings: [old, shipped('3', NOW + 61 * MINUTE)], done: true }];
			expect(await shop.poll()).toEqual(['shop:3:orderShipped']);
			expect(shop.feed.begun).toEqual([undefined]);
		});

		it('is not led into the future by an order that claims to be from there', async () => {
			const future = NOW + 24 * 60 * MINUTE;
			shop.feed.steps = [{ sightings: [seen('1', future)], done: true }];
			await shop.poll();
			shop.parameters = { event: 'orderShipped' };
			shop.feed.steps = [{}, { sightings: [shipped('2', NOW + 99 * MINUTE)], done: true }];
			expect(await shop.poll()).toEqual(['shop:2:orderShipped']);
		});

		it('changes nothing where no times are compared', async () => {
			shop.feed.comparesContent = true;
			shop.feed.steps = [{ sightings: [seen('1', NOW + 60 * MINUTE)], done: true }];
			await shop.poll();
			shop.parameters = { event: 'orderShipped' };
			shop.feed.steps = [{}, { sightings: [shipped('2', NOW + 20 * MINUTE)], done: true }];
			expect(await shop.poll()).toEqual(['shop:2:orderShipped']);
		});
	});

	it('tells an order that changed twice while nobody looked once, in its last state', async () => {
		shop.parameters = { event: 'orderUpdated' };
		shop.feed.steps = [
			{ sightings: [seen('1', NOW + 2), seen('2', NOW + 3)] },
			{ sightings: [seen('1', NOW + 4)], done: true },
		];
		expect(await shop.poll()).toEqual([`shop:2:r${NOW + 3}`, `shop:1:r${NOW + 4}`]);
	});

	it('does not tell a former state of an order again whose last state was told', async () => {
		shop.parameters = { event: 'orderUpdated' };
		shop.feed.steps = [{ sightings: [seen('1', NOW + 4)], done: true }, {}];
		expect(await shop.poll()).toEqual([`shop:1:r${NOW + 4}`]);
		shop.feed.steps[1] = { sightings: [seen('1', NOW + 2), seen('2', NOW + 3)] };
		shop.feed.steps.push({ sightings: [seen('1', NOW + 4)], done: true });
		expect(await shop.poll()).toEqual([`shop:2:r${NOW + 3}`]);
	});

	it('loses no state behind an old copy with a newer time', async () => {
		shop.parameters = { event: 'orderUpdated' };
		const fresh = seen('1', NOW + 2);
		const copy = seen('1', NOW + 4, { revision: 'old' });
		shop.feed.steps = [{ sightings: [fresh] }, { sightings: [copy, fresh], done: true }];
		expect(await shop.poll()).toEqual(['shop:1:old', `shop:1:r${NOW + 2}`]);
		shop.feed.steps = [{ sightings: [seen('2', NOW + 2)] }, { sightings: [copy] }];
		shop.feed.steps.push({ sightings: [seen('2', NOW + 4)], done: true }, {});
		shop.kept = {};
		expect(await shop.poll()).toEqual(['shop:1:old', `shop:2:r${NOW + 4}`]);
		shop.feed.steps[3] = { sightings: [seen('2', NOW + 2)], done: true };
		expect(await shop.poll()).toEqual([`shop:2:r${NOW + 2}`]);
	});

	describe('from a date', () => {
		const day = (n: number) => `2026-02-0${n}T00:00:00Z`;
		const ms = (n: number) => Date.parse(day(n));

		it('begins anew from another one, and does not tell again what was told', async () => {
			shop.parameters = { event: 'orderCreated', startFrom: 'date', startDate: day(5) };
			shop.feed.steps = [{ sightings: [seen('5', ms(5))], done: true }];
			expect(await shop.poll()).toHaveLength(1);
			shop.parameters.startDate = day(3);
			shop.feed.steps = [{ sightings: [seen('3', ms(3)), seen('5', ms(5))], done: true }];
			expect(await shop.poll()).toEqual(['shop:3:orderCreated']);
			expect(shop.feed.begun).toEqual([ms(5), ms(3)]);
		});

		it('tells what is older than all that was forgotten', async () => {
			shop.parameters = { event: 'orderCreated', startFrom: 'date', startDate: day(5) };
			const many = Array.from({ length: 10_050 }, (_unused, i) => seen(`${i}`, ms(5) + i * 1000));
			shop.feed.steps = [{ sightings: many, done: true }];
			expect(await shop.poll()).toHaveLength(10_050);
			shop.parameters.startDate = day(3);
			shop.feed.steps = [{ sightings: [seen('old', ms(3))], done: true }];
			expect(await shop.poll()).toEqual(['shop:old:orderCreated']);
		});

		it('stays where it is while an expression gives another date at every poll', async () => {
			const expression = '={{ $now.minus(1, "day") }}';
			shop.parameters = { event: 'orderCreated', startFrom: 'date', startDate: expression };
			shop.values = { startDate: day(5) };
			await shop.poll();
			shop.values = { startDate: day(6) };
			await shop.poll();
			expect(shop.feed.begun).toEqual([ms(5)]);
		});
	});

	describe('of a workflow that was published twice in a row', () => {
		/** What n8n has for the second one: nothing of the first. */
		const publishAgain = () => void Object.assign(shop, { kept: {}, keptOfAll: {} });

		it('begins where the first one began, though the first one was still under way at the second', async () => {
			const position = { step: 0 };
			let goOn = () => {};
			shop.feed.start = async (_call, from) => {
				const isFirst = shop.feed.begun.push(from) === 1;
				if (isFirst) await new Promise<void>((resolve) => (goOn = resolve));
				// Whoever begins later, begins later in the feed.
				return isFirst ? { position, at: NOW } : { position: { step: 9 }, at: NOW + MINUTE };
			};
			const first = shop.poll();
			await vi.waitFor(() => expect(shop.feed.begun).toHaveLength(1));
			publishAgain();
			expect(await shop.poll()).toEqual([]);
			goOn();
			await first;
			shop.feed.steps = [{ sightings: [seen('1', NOW + 1)], done: true }];
			publishAgain();
			expect(await shop.poll()).toEqual(['shop:1:orderCreated']);
		});

		it.each([
			['another event', { parameters: { event: 'orderShipped' } }],
			['another account', { account: 'shop-2' }],
			[
				'another start',
				{ parameters: { event: 'orderCreated', startFrom: 'date', startDate: iso } },
			],
		])('begins anew with %s', async (_name, changed) => {
			await shop.poll();
			publishAgain();
			Object.assign(shop, changed);
			const facts = { orderCreated: NOW - 1, orderShipped: NOW - 1 };
			shop.feed.start = async () => ({ position: { step: 0 }, at: NOW - 1 });
			shop.feed.steps = [{ sightings: [seen('1', NOW - 1, { facts })], done: true }];
			expect(await shop.poll()).toHaveLength(1);
		});

		it('begins anew once n8n was seen to keep a place', async () => {
			await shop.poll();
			await shop.poll();
			publishAgain();
			shop.feed.start = async () => ({ position: { step: 0 }, at: NOW + MINUTE });
			shop.feed.steps = [{ sightings: [seen('1', NOW + 1)], done: true }];
			expect(await shop.poll()).toEqual([]);
		});
	});

	it('refuses a workflow of which n8n would keep nothing, before it asks the marketplace', async () => {
		shop.workflowId = 'made-by-hand-in-a-file';
		await expect(shop.poll()).rejects.toThrow('n8n keeps nothing of the workflow');
		expect(shop.feed.begun).toEqual([]);
		shop.mode = 'manual';
		shop.feed.sample = [seen('1', NOW)];
		await expect(shop.poll()).resolves.toHaveLength(1);
	});

	it('refuses an event that the marketplace does not have', async () => {
		shop.parameters = { event: 'orderTeleported' };
		await expect(shop.poll()).rejects.toThrow("The event 'orderTeleported' is unknown");
		expect(shop.feed.begun).toEqual([]);
	});

	it('shows the newest five in the editor, and says what it looked at where there is none', async () => {
		shop.mode = 'manual';
		shop.feed.sample = [1, 2, 3, 4, 5, 6, 7].map((id) => seen(`${id}`, NOW - id));
		expect(await shop.poll()).toEqual([1, 2, 3, 4, 5].map((id) => `shop:${id}:orderCreated`));
		shop.parameters = { event: 'orderShipped' };
		const words = "No example of 'orderShipped' (looked at the newest orders: 7 orders, none fits)";
		await expect(shop.poll()).rejects.toThrow(words);
	});

	it('shows an order once in the editor, however many of its events the feed shows', async () => {
		shop.mode = 'manual';
		shop.feed.sample = [seen('1', NOW), seen('1', NOW), seen('2', NOW)];
		expect(await shop.poll()).toEqual(['shop:1:orderCreated', 'shop:2:orderCreated']);
		expect(shop.kept).toEqual({});
	});
});
