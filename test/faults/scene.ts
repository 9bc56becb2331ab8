import { setTimeout as wait } from 'node:timers/promises';
import { vi } from 'vitest';

import { clock } from '../../core/request/clock';
import type { MarketplaceName } from '../engine/stage';

/** Where a fault strikes: from the call behind the `after`th one of this path on. */
interface Place {
	path: string;
	after: number;
	/** Whether no order has been read by then. */
	isFirst?: true;
}

/** What differs between the marketplaces when something goes wrong. */
export interface Scene {
	settings: object;
	/** In the midst of a list, so that something has been read by then. */
	list: Place;
	/** Where the trigger reads. */
	feed: string;
	/** Calls of it before the feed is under way. Default 1. */
	begins?: number;
	/** Pages of the list, for faults of pages. */
	pages: Place;
	/** Tokens that are fetched at the beginning: what the test brings along is not used. */
	tokens?: number;
	parameters?: object;
	/** Header in which it says how long to wait. */
	hint: string;
	/** Most calls under way at once. */
	parallel: number;
}

export const SCENES: Record<MarketplaceName, Scene> = {
	allegro: {
		settings: { orders: 130 },
		list: { path: '/order/checkout-forms', after: 1 },
		pages: { path: '/order/checkout-forms', after: 1 },
		feed: '/order/',
		hint: 'retry-after',
		parallel: 1,
	},
	amazon: {
		// Its real quotas: nothing but a page in three minutes makes it change to reports.
		settings: { orders: 130, quotaScale: 1 },
		list: { path: '/orders/2026-01-01/orders', after: 1 },
		pages: { path: '/orders/2026-01-01/orders', after: 1 },
		feed: '/orders/2026-01-01/orders',
		tokens: 1,
		hint: 'retry-after',
		parallel: 1,
	},
	assistTencho: {
		settings: { orders: 40 },
		list: { path: '/api/v1/orders', after: 0, isFirst: true },
		pages: { path: '/api/v1/orders', after: 0, isFirst: true },
		feed: '/api/v1/orders',
		parameters: { output: 'order' },
		hint: 'retry-after',
		parallel: 1,
	},
	bigCommerce: {
		settings: { orders: 280 },
		list: { path: '/v2/orders', after: 1 },
		pages: { path: '/v2/orders', after: 1 },
		feed: '/v2/orders',
		begins: 2,
		hint: 'x-retry-after',
		parallel: 1,
	},
	kaufland: {
		settings: { orders: 260 },
		list: { path: '/order-units', after: 1 },
		pages: { path: '/order-units', after: 1 },
		feed: '/order-units',
		hint: 'retry-after',
		parallel: 20,
	},
	naver: {
		settings: { orders: 340 },
		// Its feed only says what changed; the orders themselves come from the query.
		list: { path: 'product-orders/query', after: 1 },
		pages: { path: 'last-changed-statuses', after: 20, isFirst: true },
		feed: 'last-changed-statuses',
		hint: 'retry-after',
		parallel: 3,
	},
};

/** A clock that jumps over every wait, the same for both sides but for `skew`. */
export class JumpClock {
	now = Date.now();
	/** By how much the clock of the marketplace is ahead of ours, in milliseconds. */
	skew = 0;
	/** What happens as soon as somebody waits. */
	onWait: () => Promise<void> | void = () => undefined;

	/** To be called in each test: mocks are undone behind it. */
	set(): void {
		this.skew = 0;
		this.onWait = () => undefined;
		vi.spyOn(clock, 'now').mockImplementation(() => this.now);
		vi.spyOn(clock, 'sleep').mockImplementation(async (ms) => {
			this.now += Math.ceil(ms);
			await this.onWait();
			await wait(0);
		});
		// What goes on meanwhile is another program's work, which takes real time.
		vi.spyOn(clock, 'limit').mockImplementation(
			async () => await wait(15_000, undefined, { ref: false }),
		);
	}
}
