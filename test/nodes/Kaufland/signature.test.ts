import { createHmac } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { clock } from '../../../core/request/clock';
import { InvalidInputError } from '../../../core/request/errors';
import { connectKaufland, signRequest } from '../../../nodes/Kaufland/access/connection';
import { sign } from '../../../nodes/Kaufland/access/signature';

const SECRET = 'a7d0cb1da1ddbc86c96ee5fedd341b7d8ebfbb2f5c83cfe0909f4e57f05dd403';
const API = 'https://sellerapi.kaufland.com/v2';
const KEYS: ICredentialDataDecryptedObject = {
	environment: 'production',
	clientKey: '0123456789abcdef0123456789abcdef',
	secretKey: SECRET,
};
const OFFICIAL = {
	...{ method: 'POST', url: `${API}/units/`, body: '', timestamp: 1411055926 },
	signature: 'da0b65f51c0716c1d3fa658b7eaf710583630a762a98c9af8e9b392bd9df2e2a',
};
const SEND = `${API}/order-units/314567896580917/send`;
/** The first is that of Kaufland's own page; the others were computed from its rule. */
const VECTORS = [
	OFFICIAL,
	{
		method: 'GET',
		url: `${API}/order-units?storefront=de&sort=ts_updated%3Adesc&limit=100&offset=0`,
		...{ body: '', timestamp: 1700000000 },
		signature: '993e3bf3cded0cc9be1a2a75b71e292e6ea98b326bdc73b5a227a8915329a9fa',
	},
	{
		...{ method: 'PATCH', url: SEND, timestamp: 1700000000 },
		body: '{"tracking_numbers":"00340434161094000001","carrier_code":"DHL"}',
		signature: 'acb9ced79a853896679567b94bb26e00266f6155767d800a7dbf3dc4a62add2c',
	},
	{
		...{ method: 'PATCH', url: SEND, timestamp: 1700000000 },
		body: '{"tracking_numbers":"Łódź","carrier_code":"DHL"}',
		signature: '32467472ea9e7bfd01c61791f4aa8d625b936c6988cae39fd8d56c4b62b6e846',
	},
];

let now = 0;
beforeEach(() => {
	now = 1_700_000_000_999;
	vi.spyOn(clock, 'now').mockImplementation(() => now);
});

describe('the signature', () => {
	it.each(VECTORS)('of $method $url is right', ({ signature, ...signed }) => {
		expect(sign(SECRET, signed)).toBe(signature);
		// Bytes count, in whatever form they come.
		expect(sign(SECRET, { ...signed, body: Buffer.from(signed.body) })).toBe(signature);
	});

	it('is none of those that others have made', () => {
		const { signature, ...signed } = OFFICIAL;
		const text = `POST\n${OFFICIAL.url}\n\n${OFFICIAL.timestamp}`;
		const decoded = createHmac('sha256', Buffer.from(SECRET, 'hex')).update(text).digest('hex');
		expect(decoded).toMatch(/^b5bb32373c54c411/);
		const base64 = Buffer.from(signature, 'hex').toString('base64');
		expect(base64).toBe('2gtl9RwHFsHT+mWLfq9xBYNjCnYqmMmvjps5K9nfLio=');
		for (const other of [decoded, base64]) expect(sign(SECRET, signed)).not.toBe(other);
	});

	it.each([
		['method', { method: 'GET' }],
		['address', { url: `${API}/units` }],
		['query', { url: `${API}/units/?limit=1` }],
		['body', { body: '{}' }],
		['time', { timestamp: 1411055927 }],
	])('is of its %s, too', (_what, change) => {
		expect(sign(SECRET, { ...OFFICIAL, ...change })).not.toBe(OFFICIAL.signature);
	});
});

describe('a signed request', () => {
	const signed = (options: object) => signRequest(KEYS, options as IHttpRequestOptions);

	it('carries the signature of what leaves', () => {
		const request = signed({
			...{ baseURL: API, url: '/order-units' },
			qs: { storefront: 'de', sort: 'ts_updated:desc', limit: 100, offset: 0 },
			headers: { Accept: 'application/json' },
		});
		expect(request).toMatchObject({ method: 'GET', url: VECTORS[1].url });
		expect(request.headers).toEqual({
			Accept: 'application/json',
			'Shop-Client-Key': KEYS.clientKey,
			'Shop-Timestamp': '1700000000',
			'Shop-Signature': VECTORS[1].signature,
			'User-Agent': expect.stringMatching(/^n8n-nodes-marketplaces\/\d+\.\d+\.\d+/) as string,
		});
		expect(JSON.stringify(request)).not.toContain(SECRET);
	});

	it('says that its body is JSON, unless somebody has said what it is', () => {
		const body = { tracking_numbers: 'Łódź', carrier_code: 'DHL' };
		const request = signed({ method: 'PATCH', url: SEND, body });
		expect(request.body).toBe(JSON.stringify(body));
		expect(request.headers).toMatchObject({
			'Content-Type': 'application/json',
			'Shop-Signature': VECTORS[3].signature,
		});
		const own = signed({ method: 'PATCH', url: SEND, body, headers: { 'content-type': 'text/x' } });
		expect(own.headers).not.toHaveProperty('Content-Type');
		expect(signed({ method: 'POST', url: API, body: '' }).headers).not.toHaveProperty(
			'Content-Type',
		);
	});

	it('leaves the name of the software to whoever has one', () => {
		const { headers } = signed({ url: API, headers: { 'user-agent': 'Inhouse_development' } });
		expect(headers).not.toHaveProperty('User-Agent');
		expect(headers).toMatchObject({ 'user-agent': 'Inhouse_development' });
	});

	it('is signed anew for each try, by the time of that try', () => {
		const first = signed({ url: `${API}/orders`, qs: { limit: 1 } });
		now += 60_000;
		const again = signed(first);
		expect(again.headers).toMatchObject({ 'Shop-Timestamp': '1700000060' });
		expect(again).toEqual(signed({ url: `${API}/orders`, qs: { limit: 1 } }));
		expect(again.headers?.['Shop-Signature']).not.toBe(first.headers?.['Shop-Signature']);
	});
});

describe('the fields of the credential', () => {
	it.each([
		[{}, API],
		[{ environment: undefined }, API],
		[{ environment: 'sandbox' }, 'https://sellerapi-playground.kaufland.com/v2'],
		[
			{ environment: 'custom', apiBaseUrl: ' https://gate.example/k/v2/ ' },
			'https://gate.example/k/v2',
		],
	])('%j lead to %s', (fields, baseUrl) => {
		expect(connectKaufland({ ...KEYS, ...fields } as never)).toMatchObject({
			baseUrl,
			account: null,
			quotaOwner: KEYS.clientKey,
		});
	});

	it('may have blanks around them', () => {
		const blank = { ...KEYS, clientKey: ` ${String(KEYS.clientKey)}\n`, secretKey: ` ${SECRET} ` };
		expect(signRequest(blank, { url: API })).toEqual(signRequest(KEYS, { url: API }));
		expect(connectKaufland(blank).quotaOwner).toBe(KEYS.clientKey);
	});

	it.each([
		['Client Key', { clientKey: '' }],
		['Client Key', { clientKey: 'two words' }],
		['Secret Key', { secretKey: ' ' }],
		['Secret Key', { secretKey: `${SECRET}\n${SECRET}` }],
		['API Base URL', { environment: 'custom', apiBaseUrl: 'http://gate.example' }],
	])("are refused with a bad '%s'", (field, changes) => {
		const fields = { ...KEYS, ...changes } as ICredentialDataDecryptedObject;
		expect(() => connectKaufland(fields)).toThrow(InvalidInputError);
		expect(() => connectKaufland(fields)).toThrow(`'${field}'`);
	});
});
