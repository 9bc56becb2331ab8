import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { ApiRequest } from '../../../core/marketplace';
import { clock } from '../../../core/transport/clock';
import { sweep, type SweepPlace } from '../../../nodes/Allegro/allegro.sweep';
import { ScriptedCall } from './scripted-call';

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

const PLACE: SweepPlace = { sweep: iso(0), offset: 0, open: true, sweptAt: 0 };

describe('the sweep of Allegro', () => {
	beforeEach(() => void vi.spyOn(clock, 'sleep').mockResolvedValue());

	async function swept(seller: Seller, from: SweepPlace = PLACE, now = NOW + 500_000) {
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
		await expect(swept(seller)).rejects.toThrow('the list has at least');
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
});
