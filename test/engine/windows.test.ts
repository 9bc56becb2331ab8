import type { IDataObject } from 'n8n-workflow';
import { expect, it } from 'vitest';

import { fastClock } from '../kit/fast-clock';
import { Stage, type MarketplaceName } from './stage';

/** The time by which docs/scaling.md cuts a list, and where the unified order has it. */
const CUT_BY: Array<[name: MarketplaceName, family: string, field: string, more: IDataObject]> = [
	['allegro', 'updated', 'updatedAt', {}],
	['amazon', 'created', 'placedAt', {}],
	['amazon', 'created', 'placedAt', { apiVersion: 'v0' }],
	['bigCommerce', 'created', 'placedAt', {}],
	['naver', 'created', 'placedAt', {}],
];
const DAY_MS = 24 * 60 * 60_000;

it.each(CUT_BY)(
	'windows that end a millisecond before the next lose and double nothing: %s, %s, %s, %j',
	async (name, family, field, more) => {
		fastClock(100);
		const stage = await Stage.open(name, { orders: 60 });
		stage.reset();
		// Orders v0 wants its sites named.
		const { marketplaceIds } = stage.grant() as IDataObject;
		const sites = name === 'amazon' ? { marketplaceIds } : {};
		const read = async (filters: IDataObject) =>
			await stage.node({ parameters: stage.everyOrder({ ...more, ...sites, filters }) }).run();
		const from = new Date(Date.now() - 60 * DAY_MS).toISOString();
		const all = await read({ [`${family}After`]: from });
		const times = all.map(({ json }) => Date.parse(String(json[field])));
		// The worst place for a border: right behind the second in which an order was placed.
		const odd = times.find((ms) => ms % 1000 > 0) ?? times[30];
		const border = (Math.floor(odd / 1000) + 1) * 1000;
		const end = new Date(border - 1).toISOString();
		const parts = [
			...(await read({ [`${family}After`]: from, [`${family}Before`]: end })),
			...(await read({ [`${family}After`]: new Date(border).toISOString() })),
		];
		expect(stage.ids(parts).toSorted()).toEqual(stage.heldIds().toSorted());
		await stage.server.close();
	},
);
