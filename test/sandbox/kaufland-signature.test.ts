import { afterEach, describe, expect, it } from 'vitest';

import { signatureOf } from '../../sandbox/kaufland/signature';
import { KauflandDesk, signedHeaders, START } from '../kit/kaufland-desk';

/** What the vendor's page has as its example, and three that were computed from its rule. */
const SECRET = 'a7d0cb1da1ddbc86c96ee5fedd341b7d8ebfbb2f5c83cfe0909f4e57f05dd403';
const API = 'https://sellerapi.kaufland.com';
const LIST = '/v2/order-units?storefront=de&sort=ts_updated%3Adesc&limit=100&offset=0';
const SEND = '/v2/order-units/314567896580917/send';
const VECTORS = [
	{
		name: 'the official one',
		...{ method: 'POST', path: '/v2/units/', body: '', timestamp: '1411055926' },
		signature: 'da0b65f51c0716c1d3fa658b7eaf710583630a762a98c9af8e9b392bd9df2e2a',
	},
	{
		name: 'a query',
		...{ method: 'GET', path: LIST, body: '', timestamp: '1700000000' },
		signature: '993e3bf3cded0cc9be1a2a75b71e292e6ea98b326bdc73b5a227a8915329a9fa',
	},
	{
		name: 'a body',
		...{ method: 'PATCH', path: SEND, timestamp: '1700000000' },
		body: '{"tracking_numbers":"00340434161094000001","carrier_code":"DHL"}',
		signature: 'acb9ced79a853896679567b94bb26e00266f6155767d800a7dbf3dc4a62add2c',
	},
	{
		name: 'letters beyond ASCII',
		...{ method: 'PATCH', path: SEND, timestamp: '1700000000' },
		body: '{"tracking_numbers":"Łódź","carrier_code":"DHL"}',
		signature: '32467472ea9e7bfd01c61791f4aa8d625b936c6988cae39fd8d56c4b62b6e846',
	},
];

let desk: KauflandDesk;
afterEach(async () => await desk.server.close());

describe('the signature of Kaufland', () => {
	it.each(VECTORS)('is right for $name', async ({ method, path, body, timestamp, signature }) => {
		expect(signatureOf(SECRET, { method, uri: API + path, body, timestamp })).toBe(signature);
		desk = await KauflandDesk.open({
			...{ orders: 5, origin: API, secretKey: SECRET },
			now: () => Number(timestamp) * 1000,
		});
		const send = async (shown: string) => {
			const headers = {
				'shop-client-key': desk.grant.clientKey,
				'shop-timestamp': timestamp,
				'shop-signature': shown,
				'user-agent': 'Tests',
				...(body === '' ? {} : { 'content-type': 'application/json' }),
			};
			const init = { method, headers, ...(body === '' ? {} : { body }) };
			return (await fetch(desk.server.url + path, init)).status;
		};
		expect(await send(signature)).not.toBe(401);
		// Whatever is wrong by a sign is wrong; the last of these is the right one in upper case.
		const wrong = [`0${signature.slice(1)}`, `1${signature.slice(1)}`, signature.toUpperCase()];
		const isServed = method !== 'POST';
		const statuses = await Promise.all(wrong.map(send));
		expect(statuses).toEqual(statuses.map(() => (isServed ? 401 : 404)));
	});

	it('is of the secret as text, in hexadecimal digits', async () => {
		desk = await KauflandDesk.open({ orders: 5 });
		const signed = { method: 'POST', uri: `${API}/v2/units/`, body: '', timestamp: '1411055926' };
		const asBytes = signatureOf(Buffer.from(SECRET, 'hex') as unknown as string, signed);
		expect(asBytes.slice(0, 16)).toBe('b5bb32373c54c411');
		expect(Buffer.from(signatureOf(SECRET, signed), 'hex').toString('base64')).toBe(
			'2gtl9RwHFsHT+mWLfq9xBYNjCnYqmMmvjps5K9nfLio=',
		);
	});
});

describe('a call of Kaufland', () => {
	const PATH = '/order-units?sort=ts_updated%3Adesc&limit=1';

	async function refusal(headers: Record<string, string>, path = PATH) {
		desk.server.resetStats();
		const { status, body } = await desk.get(path, { headers });
		expect(desk.server.stats().violations).toHaveLength(1);
		return [status, body.type];
	}

	const sign = (url: string, at = START, method = 'GET', body = '') =>
		signedHeaders(desk.grant, method, url, body, at);

	it('passes when all is right, at either end of five minutes', async () => {
		desk = await KauflandDesk.open({ orders: 5 });
		const url = `${desk.server.url}/v2${PATH}`;
		for (const off of [0, -300, 300]) {
			const { status } = await desk.get(PATH, { headers: sign(url, START + off * 1000) });
			expect(status).toBe(200);
		}
		expect(desk.server.stats().violations).toEqual([]);
	});

	it('is refused with the same status and words for whatever is wrong, and another type', async () => {
		desk = await KauflandDesk.open({ orders: 5 });
		const url = `${desk.server.url}/v2${PATH}`;
		const header = [401, '/problems/missing-or-invalid-request-header'];
		const signature = [401, '/problems/corrupted-signature'];
		const credentials = [401, '/problems/invalid-credentials'];
		for (const off of [-301, 301, 3600]) {
			expect(await refusal(sign(url, START + off * 1000))).toEqual(header);
		}
		const inMilliseconds = { 'shop-timestamp': String(START) };
		expect(await refusal({ ...sign(url), ...inMilliseconds })).toEqual(header);
		for (const name of ['client-key', 'timestamp', 'signature']) {
			expect(await refusal({ ...sign(url), [`shop-${name}`]: '' })).toEqual(header);
		}
		expect(await refusal({ 'shop-client-key': 'f'.repeat(32) })).toEqual(credentials);
		const { secretKey } = desk.grant.second;
		const keys = { ...desk.grant, secretKey };
		expect(await refusal(signedHeaders(keys, 'GET', url, '', START))).toEqual(signature);
		const others = [
			PATH,
			`/v2${PATH}`,
			url.replace('%3A', ':'),
			url.replace('http:', 'https:'),
			`${url.split('?')[0]}?limit=1&sort=ts_updated%3Adesc`,
			url.split('?')[0],
		];
		for (const other of others) expect(await refusal(sign(other))).toEqual(signature);
		expect(await refusal(sign(url, START, 'get'))).toEqual(signature);
		expect(await refusal(sign(url, START, 'GET', '{}'))).toEqual(signature);
		const words = new Set(
			await Promise.all(
				[sign(PATH), { 'shop-signature': '' }, { 'shop-client-key': 'nobody' }].map(
					async (headers) => (await desk.get(PATH, { headers })).body.message,
				),
			),
		);
		expect(words.size).toBe(1);
	});

	it('shows no secret and need not show what is wrong', async () => {
		desk = await KauflandDesk.open({ orders: 5, hidesTypes: true });
		const { status, body } = await desk.get(PATH, { headers: { 'shop-signature': 'x' } });
		expect(status).toBe(401);
		expect(Object.keys(body).sort()).toEqual(['errors', 'message']);
		expect(JSON.stringify([body, desk.server.stats()])).not.toContain(desk.grant.secretKey);
	});

	it('is about the very bytes of its body', async () => {
		desk = await KauflandDesk.open({ orders: 5 });
		const path = '/order-units/1/cancel';
		const url = `${desk.server.url}/v2${path}`;
		const body = { reason: 'NoInventory' };
		const right = await desk.call('PATCH', path, { body });
		expect(right.status).toBe(404);
		const headers = sign(url, START, 'PATCH', JSON.stringify(body, null, 1));
		expect((await desk.call('PATCH', path, { body, headers })).status).toBe(401);
	});

	it('has one pair of keys for all storefronts, and a new one in place of a lost one', async () => {
		desk = await KauflandDesk.open({ orders: 5 });
		const old = desk.grant;
		const { first, second } = {
			first: await desk.get('/info/storefront'),
			second: await desk.get('/info/storefront', { keys: old.second }),
		};
		expect(first.body.data).toEqual(['de', 'cz', 'sk', 'pl', 'at', 'fr', 'it', 'es', 'nl']);
		expect(second.body.data).toEqual(['de', 'at']);
		desk.backend.expireTokens({ revoke: false });
		expect((await desk.get('/status/ping', { keys: old })).status).toBe(200);
		desk.backend.expireTokens({ revoke: true });
		expect((await desk.get('/status/ping', { keys: old })).status).toBe(401);
		expect((await desk.get('/status/ping')).status).toBe(200);
		expect((await desk.get('/status/ping', { keys: old.second })).status).toBe(200);
	});

	it('is refused for an account that is switched off', async () => {
		desk = await KauflandDesk.open({ orders: 5, isInactive: true });
		const { status, body } = await desk.get('/status/ping');
		expect([status, body.type]).toEqual([403, '/problems/inactive-account']);
	});

	it('names its software', async () => {
		desk = await KauflandDesk.open({ orders: 5 });
		await desk.get('/status/ping');
		expect(desk.server.stats().violations).toEqual([]);
		for (const agent of ['node', 'undici', '']) {
			await desk.get('/status/ping', { headers: { 'user-agent': agent } });
		}
		expect(desk.server.stats().violations).toHaveLength(3);
	});

	it('is one of 111 in a second, of all endpoints together and of each seller', async () => {
		desk = await KauflandDesk.open({ orders: 5, quotaScale: 1 });
		const many = async (count: number, paths: string[], more?: object) => {
			const statuses: number[] = [];
			for (let i = 0; i < count; i++) {
				statuses.push((await desk.get(paths[i % paths.length], more)).status);
			}
			return statuses.filter((status) => status === 200).length;
		};
		const paths = ['/status/ping', '/carriers', '/orders'];
		expect(await many(115, paths)).toBe(111);
		const refused = await desk.get('/status/ping');
		expect(refused.status).toBe(429);
		expect([...refused.headers.keys()].filter((name) => /retry|limit/.test(name))).toEqual([]);
		expect(await many(3, paths, { keys: desk.grant.second })).toBe(3);
		desk.now += 100;
		expect(await many(15, paths)).toBe(11);
		desk.now += 1000;
		expect(await many(115, paths)).toBe(111);
	});
});
