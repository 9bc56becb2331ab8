import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ApiRequest } from '../../../core/marketplace';
import { clock } from '../../../core/request/clock';
import type { Checkpoint } from '../../../core/triggers/feed';
import { feed } from '../../../nodes/Allegro/trigger/feed';
import { ScriptedCall } from '../feeds/scripted-call';

const NOW = Date.parse('2026-03-01T08:00:00Z');
const MINUTE = 60_000;
const JOURNAL = '/order/events';
const FORMS = '/order/checkout-forms';
const iso = (minutes: number) => new Date(NOW + minutes * MINUTE).toISOString();

interface Event {
	form: string;
	revision: string;
	/** In minutes from now. */
	at: number;
}

interface Form {
	revision: string;
	seller: string;
	/** Lines with a waybill. */
	sent?: string;
}

/** A seller whose orders were bought a day ago; nothing but the seller has touched them since. */
class Seller extends ScriptedCall {
	events: Event[] = [];
	forms: Record<string, Form | number> = {};
	oldest = 0;

	constructor() {
		super((request) => this.reply(request), NOW);
	}

	private reply({ path, query = {} }: ApiRequest): object | number {
		if (path === JOURNAL) {
			if (Number(query.from ?? Infinity) < this.oldest) return 422;
			return { events: this.events.map(entry) };
		}
		if (path === FORMS) return { checkoutForms: [] };
		const id = path.slice(FORMS.length + 1);
		const form = this.forms[id];
		if (typeof form === 'number') return form;
		return {
			...{ id, status: 'READY_FOR_PROCESSING', revision: form.revision, updatedAt: iso(-1440) },
			...{ fulfillment: fulfillmentOf(form), lineItems: [{ boughtAt: iso(-1440) }] },
		};
	}
}

const fulfillmentOf = ({ seller, sent }: Form) => ({
	...{ status: seller },
	...(sent && { shipmentSummary: { lineItemsSent: sent } }),
});

const entry = ({ form, revision, at }: Event, index: number) => ({
	id: `${(NOW + at * MINUTE) * 1000 + index}`,
	type: 'FULFILLMENT_STATUS_CHANGED',
	occurredAt: iso(at),
	order: { checkoutForm: { id: form, revision } },
});

const POSITION = {
	...{ event: `${NOW * 1000}`, sweep: iso(0), offset: 0, open: false, sweptAt: NOW, again: [] },
} as unknown as Checkpoint;

describe('the feed of Allegro', () => {
	afterEach(() => void vi.restoreAllMocks());

	it('does not follow an event into the future', async () => {
		const seller = new Seller();
		seller.events = [
			{ form: 'a', revision: 'r', at: -1 },
			{ form: 'b', revision: 'r', at: 60 },
		];
		seller.forms = { a: { revision: 'r', seller: 'SENT' }, b: { revision: 'r', seller: 'SENT' } };
		const { checkpoint, changes } = await feed.next(seller.call, POSITION);
		expect(changes.map(({ id }) => id)).toEqual(['a', 'b']);
		expect(checkpoint.event).toBe(`${(NOW - MINUTE) * 1000}`);
	});

	it('knows of an order that was sent and picked up since the last look when it was sent', async () => {
		const seller = new Seller();
		seller.events = [
			{ form: 'a', revision: 'r', at: -3 },
			{ form: 'b', revision: 'r', at: -2 },
			{ form: 'a', revision: 'r', at: -1 },
		];
		const picked = { revision: 'r', seller: 'PICKED_UP', sent: 'ALL' };
		seller.forms = { a: picked, b: picked };
		const { changes } = await feed.next(seller.call, POSITION);
		const shipped = changes.map(({ id, facts }) => [id, facts.orderShipped]);
		// Of b, only that it was picked up: it was sent before, nobody knows when.
		expect(shipped).toEqual([
			['a', NOW - 3 * MINUTE],
			['b', Date.parse(iso(-1440))],
		]);
	});

	it('remembers when the seller changed an order that it was shown as it was before', async () => {
		const seller = new Seller();
		seller.events = [{ form: 'a', revision: 'new', at: -1 }];
		seller.forms = { a: { revision: 'old', seller: 'NEW' } };
		const first = await feed.next(seller.call, POSITION);
		expect(first.changes[0].facts).not.toHaveProperty('orderShipped');
		seller.events = [];
		seller.forms = { a: { revision: 'new', seller: 'SENT' } };
		const { changes, checkpoint } = await feed.next(seller.call, first.checkpoint);
		expect(changes).toMatchObject([{ at: NOW - MINUTE, facts: { orderShipped: NOW - MINUTE } }]);
		expect(checkpoint.again).toEqual([]);
	});

	it('does not trust an old copy of an order whose revision the seller has not moved', async () => {
		const seller = new Seller();
		seller.events = [{ form: 'a', revision: 'same', at: -1 }];
		seller.forms = { a: { revision: 'same', seller: 'PROCESSING' } };
		const first = await feed.next(seller.call, POSITION);
		seller.events = [];
		seller.forms = { a: { revision: 'same', seller: 'SENT' } };
		const { changes, checkpoint } = await feed.next(seller.call, first.checkpoint);
		expect(changes).toMatchObject([{ facts: { orderShipped: NOW - MINUTE } }]);
		const asked = seller.asked.length;
		await feed.next(seller.call, checkpoint);
		expect(seller.asked).toHaveLength(asked + 1);
	});

	it('does not read an order again that has only moved on since an old event', async () => {
		const seller = new Seller();
		seller.events = [{ form: 'a', revision: 'r1', at: -600 }];
		seller.forms = { a: { revision: 'r9', seller: 'SENT' } };
		expect((await feed.next(seller.call, POSITION)).checkpoint.again).toEqual([]);
	});

	it('takes the last of several changes for the one that led to the present state', async () => {
		const seller = new Seller();
		seller.events = [
			{ form: 'a', revision: 'r1', at: -9 },
			{ form: 'a', revision: 'r2', at: -2 },
		];
		seller.forms = { a: { revision: 'r2', seller: 'SENT' } };
		const { changes } = await feed.next(seller.call, POSITION);
		expect(changes[0].facts.orderShipped).toBe(NOW - 2 * MINUTE);
	});

	/** Polls once a minute. */
	async function poll(seller: Seller, checkpoint: Checkpoint, minutes: number) {
		const asked: number[] = [];
		for (let minute = 0; minute < minutes; minute++) {
			seller.now += MINUTE;
			const before = seller.asked.length;
			const step = await feed.next(seller.call, checkpoint);
			if (step.changes.length > 0) return { ...step, asked };
			({ checkpoint } = step);
			const isLook = ({ path }: ApiRequest) => path.startsWith(`${FORMS}/`);
			if (seller.asked.slice(before).some(isLook)) asked.push(minute + 1);
		}
		return { changes: [], checkpoint, asked };
	}

	it.each([5, 60, 24 * 60])(
		'tells what the seller did with an order that is there only after %i minutes',
		async (minutes) => {
			const seller = new Seller();
			seller.events = [{ form: 'a', revision: 'r', at: -1 }];
			seller.forms = { a: 404 };
			const first = await feed.next(seller.call, POSITION);
			expect(first.changes).toEqual([]);
			expect(seller.hints).toEqual([
				expect.stringContaining('requested again for 24 hours: 1 (a)'),
			]);
			seller.events = [];
			const { checkpoint, asked } = await poll(seller, first.checkpoint, minutes);
			expect(asked.length).toBeLessThan(32);
			seller.forms = { a: { revision: 'r', seller: 'SENT' } };
			const { changes, checkpoint: last } = await poll(seller, checkpoint, 61);
			expect(changes).toMatchObject([{ id: 'a', facts: { orderShipped: NOW - MINUTE } }]);
			expect(last.hidden).toBeUndefined();
			expect(seller.hints).toHaveLength(1);
		},
	);

	it('looks at once when the journal names the order again', async () => {
		const seller = new Seller();
		seller.events = [{ form: 'a', revision: 'r1', at: -1 }];
		seller.forms = { a: 404 };
		const first = await feed.next(seller.call, POSITION);
		seller.events = [];
		const { checkpoint } = await poll(seller, first.checkpoint, 50);
		seller.events = [{ form: 'a', revision: 'r2', at: 50 }];
		seller.forms = { a: { revision: 'r2', seller: 'SENT' } };
		const { changes } = await feed.next(seller.call, checkpoint);
		expect(changes).toMatchObject([{ facts: { orderShipped: NOW + 50 * MINUTE } }]);
	});

	it('gives an order up after a day, and says so', async () => {
		const seller = new Seller();
		seller.events = [{ form: 'a', revision: 'r', at: -1 }];
		seller.forms = { a: 404 };
		const first = await feed.next(seller.call, POSITION);
		seller.events = [];
		const { checkpoint } = await poll(seller, first.checkpoint, 26 * 60);
		expect(checkpoint.hidden).toBeUndefined();
		expect(seller.hints.at(-1)).toContain('never became readable');
		expect(seller.hints).toHaveLength(2);
		const asked = seller.asked.length;
		await poll(seller, checkpoint, 120);
		expect(seller.asked.slice(asked).filter(({ path }) => path.startsWith(`${FORMS}/`))).toEqual(
			[],
		);
	});

	it('looks for the oldest of very many first, and remembers no more than it can', async () => {
		const seller = new Seller();
		let { checkpoint } = { checkpoint: POSITION };
		for (let round = 0; round < 3; round++) {
			seller.events = Array.from({ length: 900 }, (_, i) => {
				return { form: `form-${round}-${i}`, revision: 'r', at: round - 3 };
			});
			for (const { form } of seller.events) seller.forms[form] = 404;
			({ checkpoint } = await feed.next(seller.call, checkpoint));
			seller.now += 1000;
		}
		seller.events = [];
		expect((checkpoint.hidden as unknown[]).length).toBe(2000);
		seller.now += 10 * MINUTE;
		const before = seller.asked.length;
		await feed.next(seller.call, checkpoint);
		const looks = seller.asked.slice(before).filter(({ path }) => path.includes('form-'));
		expect(looks).toHaveLength(200);
		expect(looks[0].path).toContain('form-0-');
	});

	it('has examples for the editor, though the first answer shows fewer than there are', async () => {
		vi.spyOn(clock, 'sleep').mockResolvedValue();
		const seller = new Seller();
		const form = { id: 'a', updatedAt: iso(0), revision: 'r' };
		seller.answer = () =>
			seller.asked.length === 1
				? { checkoutForms: [], count: 0, totalCount: 330 }
				: { checkoutForms: [form], count: 1, totalCount: 1 };
		expect((await feed.recent(seller.call, 100)).map(({ id }) => id)).toEqual(['a']);
		seller.answer = () => ({ checkoutForms: [], count: 0, totalCount: 330 });
		await expect(feed.recent(seller.call, 100)).rejects.toThrow('at least 330 entries');
	});

	it('keeps orders without an ID apart', async () => {
		const seller = new Seller();
		const { answer } = seller;
		const form = (login: string) => ({ buyer: { login }, updatedAt: iso(0), revision: 'r' });
		seller.answer = (request) =>
			request.path === FORMS ? { checkoutForms: [form('jan'), form('ewa')] } : answer(request);
		const { changes } = await feed.next(seller.call, { ...POSITION, open: true });
		expect(new Set(changes.map(({ id }) => id)).size).toBe(2);
		expect(changes.map(({ id }) => id)).not.toContain('');
	});

	it.each([404, 422])('is not held up by an order that answers %i', async (status) => {
		const seller = new Seller();
		seller.events = [
			{ form: 'a', revision: 'r', at: -2 },
			{ form: 'b', revision: 'r', at: -1 },
		];
		seller.forms = { a: status, b: { revision: 'r', seller: 'SENT' } };
		const { changes, done } = await feed.next(seller.call, POSITION);
		expect(changes.map(({ id }) => id)).toEqual(['b']);
		expect(done).toBe(true);
		expect(seller.hints).toHaveLength(1);
	});

	it('goes on with the oldest event when the journal no longer knows its place', async () => {
		const seller = new Seller();
		seller.oldest = Infinity;
		seller.events = [{ form: 'a', revision: 'r', at: -2 }];
		seller.forms = { a: { revision: 'r', seller: 'SENT' } };
		const { changes, checkpoint } = await feed.next(seller.call, POSITION);
		expect(changes).toHaveLength(1);
		expect(checkpoint.event).toBe(`${(NOW - 2 * MINUTE) * 1000}`);
		expect(seller.hints.join()).toContain('from its beginning');
	});

	it('stands still where the journal does, however often the orders are swept meanwhile', async () => {
		const seller = new Seller();
		const many = Array.from({ length: 1000 }, () => ({ form: 'a', revision: 'r', at: -1 }));
		seller.events = many;
		seller.forms = { a: { revision: 'r', seller: 'SENT' } };
		const first = await feed.next(seller.call, POSITION);
		seller.now += 1000;
		const second = await feed.next(seller.call, first.checkpoint);
		expect([first.done, second.done]).toEqual([false, false]);
		expect(second.checkpoint).toEqual(first.checkpoint);
	});
});
