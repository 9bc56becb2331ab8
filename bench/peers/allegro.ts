import type { IDataObject } from 'n8n-workflow';

import { iso, rows, type Peer } from './peer';

const FORMS = '/order/checkout-forms';

/** The list by the time of the change, as whoever has read the manual sets up an HTTP Request node. */
export const allegroList: Peer = {
	marketplace: 'allegro',
	name: 'HTTP Request: list by `updatedAt`, pages of 100',
	lagMs: 0,
	async since(ask, from) {
		const ids: string[] = [];
		for (let offset = 0; ; offset += 100) {
			const query = { 'updatedAt.gte': iso(from), sort: 'updatedAt', limit: 100, offset };
			const page = rows(((await ask({ path: FORMS, query })) as IDataObject).checkoutForms);
			ids.push(...page.map(({ id }) => String(id)));
			// Allegro shows 10,000 orders of one list and no more.
			if (page.length < 100 || offset + 200 > 10_000) return ids;
		}
	},
};

/** The journal of events, and each order that it names by itself. */
export const allegroFeed: Peer = {
	marketplace: 'allegro',
	name: 'event feed + a GET an order (OpenLinker)',
	lagMs: 0,
	async since(ask, from) {
		const ids = new Set<string>();
		for (let last = String(from * 1000); ;) {
			const page = rows(
				(
					(await ask({
						path: '/order/events',
						query: { from: last, limit: 1000 },
					})) as IDataObject
				).events,
			);
			for (const { order } of page) {
				ids.add(String(((order as IDataObject).checkoutForm as IDataObject).id));
			}
			if (page.length < 1000) break;
			last = String(page[page.length - 1].id);
		}
		for (const id of ids) await ask({ path: `${FORMS}/${id}` });
		return [...ids];
	},
};
