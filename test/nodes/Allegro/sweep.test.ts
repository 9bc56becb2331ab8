import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApiRequest } from '../../../core/marketplace';
import { clock } from '../../../core/request/clock';
import { sweep, type SweepProgress } from '../../../nodes/Allegro/trigger/sweep';
import { ScriptedCall } from '../feeds/scripted-call';

const NOW = Date.parse('2026-03-01T08:00:00Z');
const iso = (ms: number) => new Date(NOW + ms).toISOString();

interface Form {
	id: string;
	updatedAt: string;
}

/** A seller whose list of orders is right, but for the answers that a test spoils. */
class Seller extends ScriptedCall {
	/** By number of the call: a cache gives the answer before once more. */
	repeated: number[] = [];
	/** By number of the call: only so many are left of the page. */
	cut: number[] = [];
	left = 0;
	private last: object = {};

	constructor(private readonly forms: Form[]) {
		super((request) => this.reply(request), NOW);
	}

	private reply({ query = {} }: ApiRequest): object {
		if (this.repeated.includes(this.asked.length)) return this.last;
		const from = this.forms.filter(({ updatedAt }) => updatedAt >= String(query['updatedAt.gte']));
		const offset = Number(query.offset ?? 0);
		const page = from.slice(offset, offset + Number(query.limit));
		const left = this.cut.includes(this.asked.length) ? page.slice(0, this.left) : page;
		return (this.last = { checkoutForms: left, count: left.length, totalCount: from.length });
	}
}

const forms = (count: number, at: (i: number) => number): Form[] =>
	Array.from({ length: count }, (_unused, i) => ({ id: `${i}`, updatedAt: iso(at(i)) }));

const PLACE: SweepProgress = { sweep: iso(0), offset: 0, open: true, sweptAt: 0 };

describe('the sweep of Allegro', () => {
	beforeEach(() => void vi.spyOn(clock, 'sleep').mockResolvedValue());

	async function swept(seller: Seller, from: SweepProgress = PLACE, now = NOW + 500_000) {
		const found = await sweep(seller.call, from, now, Infinity);
		return { ...found, ids: new Set(found.forms.map((form) => form.id)) };
	}

	it('leaves nothing out behind a page that came once more', async () => {
		const seller = new Seller(forms(450, (i) => i * 1000));
		seller.repeated = [2, 4];
		const { ids, place } = await swept(seller);
		expect(place).toMatchObject({ open: false, sweep: iso(449_000) });
		expect(ids.size).toBe(450);
	});

	it('begins anew before pages into which something may have come late while it read on', async () => {
		const now = NOW + 1_100_000;
		const first = await swept(new Seller(forms(1100, (i) => i * 1000)), PLACE, now);
		expect(first.place).toMatchObject({ open: true });
		const later = [...forms(1100, (i) => i * 1000), { id: 'later', updatedAt: iso(2_900_000) }];
		const last = await swept(new Seller(later), first.place, NOW + 3_000_000);
		expect(last.place).toEqual({
			sweep: iso(1_100_000),
			offset: 0,
			open: false,
			sweptAt: NOW + 3_000_000,
		});
		const next = await swept(new Seller(later), last.place, NOW + 4_000_000);
		expect(next.place.sweep).toBe(iso(2_900_000));
	});

	it.each([0, 7, 60])(
		'does not take a page with %i orders for the end, where more are told',
		async (left) => {
			for (const call of [1, 2, 3, 5]) {
				const seller = new Seller(forms(450, (i) => i * 1000));
				Object.assign(seller, { cut: [call], left });
				const { ids, place } = await swept(seller);
				expect(place).toMatchObject({ open: false, sweep: iso(449_000) });
				expect(ids.size).toBe(450);
			}
		},
	);

	it('stays where it was, and says so, when the rest never comes', async () => {
		const seller = new Seller(forms(450, (i) => i * 1000));
		seller.cut = Array.from({ length: 99 }, (_, i) => i + 2);
		await expect(swept(seller)).rejects.toThrow('The list ended after 0 of at least');
	});

	it('does not follow an order into the future', async () => {
		const { place } = await swept(new Seller(forms(2, (i) => i * 1_000_000)));
		expect(place).toMatchObject({ open: false, sweep: iso(500_000) });
	});

	it('comes through more orders of one moment than a page holds', async () => {
		const seller = new Seller(forms(450, (i) => (i < 50 ? i : i < 400 ? 1000 : 1000 + i)));
		const { ids, place } = await swept(seller);
		expect(place.open).toBe(false);
		expect(ids.size).toBe(450);
	});

	const queriesOf = (seller: Seller) => seller.queries('/order/checkout-forms');

	it('asks for the orders that changed last in their order, a page at a time', async () => {
		const seller = new Seller(forms(101, (i) => i * 1000));
		const { forms: found } = await swept(seller);
		expect(queriesOf(seller)).toEqual([
			{ 'updatedAt.gte': iso(0), sort: 'updatedAt', limit: 100 },
			{ 'updatedAt.gte': iso(99_000), sort: 'updatedAt', limit: 100 },
		]);
		expect(found.map(({ id }) => Number(id)).slice(98)).toEqual([98, 99, 99, 100]);
	});

	it('begins ten minutes before the end of the last one, and where it stood if it had none', async () => {
		for (const [open, from] of [
			[false, -600_000],
			[true, 0],
		] as const) {
			const seller = new Seller([]);
			await swept(seller, { ...PLACE, open });
			expect(queriesOf(seller)).toMatchObject([{ 'updatedAt.gte': iso(from) }]);
		}
	});

	it('finds an order that the list shows nine minutes late', async () => {
		const late = { id: 'late', updatedAt: iso(-540_000) };
		const { ids } = await swept(new Seller([late]), { ...PLACE, open: false });
		expect([...ids]).toEqual(['late']);
	});

	it('does not move back where it finds nothing newer, however often it is made', async () => {
		let place: SweepProgress = { ...PLACE, open: false };
		for (let round = 0; round < 3; round++) {
			const seller = new Seller([{ id: 'old', updatedAt: iso(-540_000) }]);
			({ place } = await swept(seller, place));
			expect(place).toEqual({ sweep: iso(0), offset: 0, open: false, sweptAt: NOW + 500_000 });
		}
	});

	it('goes as far as ten pages, and from there on with the next', async () => {
		const seller = new Seller(forms(1000, (i) => i * 100));
		const { place, forms: found } = await swept(seller, PLACE, NOW + 9_000_000);
		expect(queriesOf(seller)).toHaveLength(10);
		expect(found).toHaveLength(1000);
		expect(place).toEqual({ sweep: iso(99_000), offset: 0, open: true, sweptAt: 0 });
		const rest = await swept(new Seller(forms(1000, (i) => i * 100)), place, NOW + 9_000_000);
		expect([...rest.ids].slice(-9)).toEqual(
			Array.from({ length: 9 }, (_unused, i) => `${991 + i}`),
		);
		expect(rest.place).toMatchObject({ open: false, sweep: iso(99_900), sweptAt: NOW + 9_000_000 });
	});

	it('looks on behind a page that is full, also if it was the last', async () => {
		const seller = new Seller(forms(100, (i) => i * 1000));
		const { place } = await swept(seller);
		expect(queriesOf(seller)).toHaveLength(2);
		expect(place).toMatchObject({ open: false, sweep: iso(99_000) });
	});

	it.each([
		[600_000, false],
		[600_001, false],
		[599_999, true],
	])('notes that it has come to the last ten minutes: %i ms ago', async (ago, isNear) => {
		const seller = new Seller(forms(1200, (i) => Math.min(i, 900)));
		const { place } = await swept(seller, PLACE, NOW + 900 + ago);
		expect(place.near).toBe(isNear ? NOW + 900 + ago : undefined);
	});

	it('keeps the first such note', async () => {
		const seller = new Seller(forms(1500, (i) => i * 10));
		const first = await swept(seller, { ...PLACE, near: NOW + 7 }, NOW + 20_000);
		expect(first.place).toMatchObject({ open: true, near: NOW + 7 });
		const last = await swept(seller, first.place, NOW + 30_000);
		expect(last.place).toEqual({
			...{ sweep: iso(7), offset: 0, open: false, sweptAt: NOW + 30_000 },
		});
	});

	it('stops behind the time up to which it is asked for, and not at it', async () => {
		for (const [until, asked] of [
			[98, 1],
			[99, 2],
		] as const) {
			const seller = new Seller(forms(1000, (i) => i));
			const { place } = await sweep(seller.call, PLACE, NOW, NOW + until);
			expect(queriesOf(seller)).toHaveLength(asked);
			expect(place.open).toBe(true);
		}
	});

	it('goes on by number among more orders of one moment than a page holds', async () => {
		const seller = new Seller(forms(250, (i) => (i < 30 ? i : 1000)));
		await swept(seller);
		const places = queriesOf(seller).map((query) => [query['updatedAt.gte'], query.offset]);
		expect(places).toEqual([
			[iso(0), undefined],
			[iso(1000), undefined],
			[iso(1000), 99],
			[iso(1000), 198],
		]);
	});

	it('goes on by number in the next step', async () => {
		const seller = new Seller(forms(1200, () => 1000));
		const first = await swept(seller, { ...PLACE, sweep: iso(1000) });
		expect(first.place).toMatchObject({ sweep: iso(1000), offset: 990, open: true });
		const last = await swept(seller, first.place);
		expect(queriesOf(seller)[10]).toMatchObject({ offset: 990 });
		expect(last.place).toMatchObject({ sweep: iso(1000), offset: 0, open: false });
		expect(new Set([...first.ids, ...last.ids]).size).toBe(1200);
	});

	it('misses no order where one leaves the pages of one moment meanwhile', async () => {
		const all = forms(300, () => 0);
		const seller = new Seller(all);
		const { answer } = seller;
		seller.answer = (request) => {
			// Changed again, one of those that were read goes to the end.
			if (seller.asked.length === 2) all.splice(5, 1);
			return answer(request);
		};
		const { ids } = await swept(seller);
		expect(ids.size).toBe(300);
	});
});
