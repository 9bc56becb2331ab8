import { expect, it } from 'vitest';
import { Agent, request } from 'node:http';

import { BACKENDS, startMarketplace, type MarketplaceName } from '../../sandbox';
import { Random } from '../../sandbox/kit/random';
import { BOTH, signedHeaders, type Keys } from '../kit/kaufland-desk';

const NAMES = Object.keys(BACKENDS) as MarketplaceName[];
const WEEK_START = Date.parse('2026-11-16T00:00:00.000Z');
const STEP = 15 * 60_000;
const STEPS = (7 * 86_400_000) / STEP;

/** The cheapest question for what is new, as somebody who polls would ask it. */
const POLLS: Record<
	MarketplaceName,
	(
		grant: Record<string, string>,
		since: number,
		url: string,
	) => { path: string; headers: Record<string, string> }
> = {
	allegro: ({ accessToken, applicationName, applicationUrl }, since) => ({
		path: `/order/events?limit=1000&from=${since * 1000}`,
		headers: {
			authorization: `Bearer ${accessToken}`,
			accept: 'application/vnd.allegro.public.v1+json',
			'user-agent': `${applicationName}/1.0 (+${applicationUrl})`,
		},
	}),
	amazon: ({ accessToken }, since) => ({
		path: `/orders/2026-01-01/orders?lastUpdatedAfter=${iso(since - STEP)}`,
		headers: { 'x-amz-access-token': accessToken },
	}),
	assistTencho: ({ accessToken, basePath }) => ({
		path: `${basePath}/api/v1/orders.php?order_date=2026-11-17`,
		headers: { authorization: `Bearer ${accessToken}` },
	}),
	bigCommerce: ({ accessToken, storeHash }, since) => ({
		path: `/stores/${storeHash}/v2/orders?min_date_modified=${iso(since)}`,
		headers: { 'x-auth-token': accessToken, accept: 'application/json' },
	}),
	naver: ({ accessToken }, since) => ({
		path:
			'/external/v1/pay-order/seller/product-orders/last-changed-statuses?lastChangedFrom=' +
			encodeURIComponent(new Date(since + 9 * 3_600_000).toISOString().replace('Z', '+09:00')),
		headers: { authorization: `Bearer ${accessToken}` },
	}),
	kaufland: (grant, since, url) => {
		const from = iso(since).replace('.000', '');
		const path = `/v2/order-units?${BOTH}&limit=100&ts_updated_from_iso=${from}`;
		const keys = grant as unknown as Keys;
		return { path, headers: signedHeaders(keys, 'GET', url + path, '', since + STEP) };
	},
};

function iso(time: number): string {
	return encodeURIComponent(new Date(time).toISOString());
}

async function statusOf(agent: Agent, url: string, headers: Record<string, string>) {
	return await new Promise<number | undefined>((resolve, reject) => {
		const sent = request(url, { agent, headers }, (response) => {
			response.resume();
			response.on('end', () => resolve(response.statusCode));
		});
		sent.on('error', reject).end();
	});
}

it.each(NAMES)(
	'lives through a week of %s in seconds',
	async (name) => {
		let now = WEEK_START;
		const server = await startMarketplace(name, { orders: 1000, now: () => now });
		const agent = new Agent({ keepAlive: true, maxSockets: 1 });
		const random = new Random(1);
		const statuses = new Set<number>();
		let grant = server.backend.grant({ expired: false }) as Record<string, string>;
		const begun = process.cpuUsage();
		for (let step = 0; step < STEPS; step++) {
			now += STEP;
			server.backend.world.act(random);
			const ask = async () => {
				const { path, headers } = POLLS[name](grant, now - STEP, server.url);
				return (await statusOf(agent, server.url + path, headers)) ?? 0;
			};
			let status = await ask();
			if (status === 401 || status === 403) {
				// Tokens live for hours, not for a week.
				grant = server.backend.grant({ expired: false }) as Record<string, string>;
				status = await ask();
			}
			statuses.add(status);
		}
		// Not by the clock: others may be at work on this machine.
		const { user, system } = process.cpuUsage(begun);
		const each = (user + system) / 1000 / STEPS;
		await server.close();
		agent.destroy();
		// The request's sender and the act between two requests are in it as well.
		expect(each).toBeLessThan(4);
		expect([...statuses].filter((status) => status !== 200 && status !== 204)).toEqual([]);
	},
	120_000,
);
