import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { NaverCommerceApi } from '../../credentials/NaverCommerceApi.credentials';
import { NaverCommerce } from '../../nodes/NaverCommerce/NaverCommerce.node';
import { sign } from '../../nodes/NaverCommerce/access/connection';
import { nodeContext } from '../kit/node-context';
import { reset } from './bench';
import { readNaverTable } from './description/naver';
import { readOpenApi } from './description/openapi';
import { findOperation, type Parameter } from './description/operation';
import { startRecorder, type Recorder, type Sent } from './recorder';
import { hasSpecs, readSpec } from './specs';

interface Vector {
	name: string;
	client_id: string;
	client_secret: string;
	timestamp: number;
	client_secret_sign: string;
}
const VECTORS = hasSpecs
	? readSpec<{ vectors: Vector[] }>('naver/signature-test-vectors.json').vectors
	: [];
const TOKEN_PATH = '/v1/oauth2/token';

describe.skipIf(!hasSpecs)('the signature of Naver', () => {
	it('has vectors', () => expect(VECTORS.length).toBeGreaterThan(2));

	it.each(VECTORS.map((vector) => [vector.name, vector] as const))('is right: %s', (_, vector) => {
		const { client_id, client_secret, timestamp, client_secret_sign } = vector;
		expect(sign(client_id, client_secret, timestamp)).toBe(client_secret_sign);
		expect(sign(client_id, client_secret, timestamp + 1)).not.toBe(client_secret_sign);
	});
});

describe.skipIf(!hasSpecs)('the token request of Naver', () => {
	let recorder: Recorder;
	let asked: Sent[];

	beforeAll(async () => {
		recorder = await startRecorder((sent) => {
			asked.push(sent);
			const isToken = sent.path.endsWith(TOKEN_PATH);
			const token = { access_token: 'token-1', expires_in: 10_800, token_type: 'Bearer' };
			return { status: 200, body: isToken ? token : { data: [] } };
		});
	});
	afterAll(async () => await recorder.close());
	beforeEach(() => {
		asked = [];
		reset();
	});

	async function tokenRequest(account: Record<string, string>): Promise<Sent> {
		await nodeContext({
			node: new NaverCommerce(),
			credentialType: new NaverCommerceApi(),
			credential: {
				environment: 'custom',
				apiBaseUrl: `${recorder.url}/external`,
				clientId: VECTORS[1].client_id,
				clientSecret: VECTORS[1].client_secret,
				accessToken: '',
				...account,
			},
			parameters: { resource: 'apiRequest', path: '/v1/seller/account' },
		}).run();
		const requests = asked.filter(({ path }) => path.endsWith(TOKEN_PATH));
		expect(requests).toHaveLength(1);
		return requests[0];
	}

	it.each([
		['an own store', { accountType: 'SELF', accountId: 'left-over' }, ['account_id']],
		['another seller', { accountType: 'SELLER', accountId: 'ncp_seller' }, []],
	])('has every field once, in the form body only, for %s', async (_, account, absent) => {
		const { body, headers, query, method, path } = await tokenRequest(account);
		const operation = findOperation(readNaverTable(), method, path);
		expect(headers['content-type']?.split(';')[0]).toBe(operation?.consumes[0]);
		expect(query).toEqual([]);
		const fields = formFields();
		const form = [...new URLSearchParams(body)];
		const wanted = fields.map(({ name }) => name).filter((name) => !absent.includes(name));
		expect(form.map(([name]) => name).sort()).toEqual(wanted.sort());
		for (const [name, value] of form) {
			const { schema } = fields.find((field) => field.name === name) as Parameter;
			if (schema.enum) expect(schema.enum).toContain(value);
			if (schema.type === 'integer') expect(value).toMatch(/^\d{13}$/);
		}
		const { client_id, timestamp, client_secret_sign } = Object.fromEntries(form);
		const secret = VECTORS[1].client_secret;
		expect(client_secret_sign).toBe(sign(client_id, secret, Number(timestamp)));
	});
});

/** The newer table has no fields for this endpoint; the older description put the same ones into the query. */
function formFields(): Parameter[] {
	const operations = readOpenApi(readSpec('naver/openapi-2.0.0-rc.json'));
	const token = operations.find(({ path }) => path.endsWith(TOKEN_PATH));
	const fields = token?.parameters ?? [];
	expect(fields.length).toBeGreaterThan(4);
	return fields;
}
