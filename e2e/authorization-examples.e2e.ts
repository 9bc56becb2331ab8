import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { APP as AMAZON } from '../sandbox/amazon/app';
import { APP as BIGCOMMERCE, STORES } from '../sandbox/bigcommerce/app';
import { signedPayload } from '../sandbox/bigcommerce/signed-payload';
import type { Credential } from '../scripts/n8n/n8n';
import type { Workflow } from '../scripts/n8n/workflow';
import { AuthorizationLab, trigger, Visitor } from './authorization.lab';
import { installationsOf } from './lines';

const SELLER = 'A3FHSANDBOX001';
/** How long a workflow may take on a machine that is several times slower. */
const PATIENCE = { timeout: 120_000, interval: 250 };

// 1.x can create credentials through its API, but cannot change them.
describe.each(installationsOf(2))('the examples, with n8n $version', (installation) => {
	let lab: AuthorizationLab;

	beforeAll(async () => {
		lab = await AuthorizationLab.open(installation, inject('tarball'));
		const { rawApiKey } = await lab.n8n.call<{ rawApiKey: string }>('POST', '/api-keys', {
			label: 'example',
			expiresAt: null,
			scopes: ['credential:create', 'credential:update', 'credential:delete'],
		});
		const own = { apiKey: rawApiKey, baseUrl: `${lab.n8n.url}/api/v1` };
		await lab.n8n.importCredentials([{ id: 'own', name: 'own', type: 'n8nApi', data: own }]);
		const examples = ['authorize-amazon-seller', 'bigcommerce-app-callbacks'].map(prepared);
		await lab.n8n.importWorkflows(examples);
		for (const { id } of examples) {
			await lab.n8n.unpublish(id === 'authorizeSeller' ? 'amazon' : 'bigCommerce');
			await lab.n8n.publish(id);
		}
	});
	afterAll(async () => await lab?.close());

	/** The example as its user would complete it. */
	function prepared(name: string): Workflow {
		const file = join(__dirname, '../examples', `${name}.json`);
		const { url } = name.startsWith('authorize') ? lab.amazon : lab.bigCommerce;
		const written = readFileSync(file, 'utf8')
			.replaceAll('http://localhost:5678', lab.n8n.url)
			.replaceAll('"amazon-authorization"', '"amazon-app"')
			.replaceAll(
				"environment: 'production'",
				`environment: 'custom', authBaseUrl: '${url}', apiBaseUrl: '${url}'`,
			)
			// A stored access token needs no login host.
			.replace(
				/(type: 'bigCommerceApi', data: \{ environment: 'custom', )authBaseUrl: '[^']*', /,
				'$1',
			);
		const workflow = JSON.parse(written) as Workflow;
		for (const node of workflow.nodes) {
			if (node.type.endsWith('Trigger')) node.credentials = trigger(node.parameters).credentials;
			if (node.type.endsWith('httpRequest'))
				node.credentials = { n8nApi: { id: 'own', name: 'own' } };
		}
		return workflow;
	}

	/** When n8n last stored a credential; undefined where there is none. */
	async function storedAt(id: string): Promise<string | undefined> {
		const all = await lab.n8n.call<Array<{ id: string; updatedAt: string }>>('GET', '/credentials');
		return all.find((entry) => entry.id === id)?.updatedAt;
	}

	/** The credential that the workflow makes or renews while `work` is done. */
	async function madeBy(id: string, work: () => Promise<unknown>): Promise<Credential | undefined> {
		const before = await storedAt(id);
		await work();
		await expect
			.poll(async () => [undefined, before].includes(await storedAt(id)), PATIENCE)
			.toBe(false);
		return (await lab.n8n.exportCredentials()).find((entry) => entry.id === id);
	}

	async function authorize(): Promise<void> {
		const visitor = new Visitor();
		const start = await visitor.get(`${lab.amazon.url}/__sandbox/authorize?seller=first`);
		const login = await visitor.get(start.location);
		const back = (await visitor.get(login.location)).location;
		expect((await visitor.get(back)).status).toBe(200);
	}

	it('make a credential of an Amazon seller, and renew it, and save no execution', async () => {
		const made = await madeBy(SELLER, authorize);
		expect(made).toMatchObject({
			name: `Amazon ${SELLER}`,
			type: 'amazonSellingPartnerApi',
			data: { region: 'eu', clientId: AMAZON.clientId, clientSecret: AMAZON.clientSecret },
		});
		const first = made?.data.refreshToken;
		expect(first).toMatch(/^Atzr\|/);
		const renewed = await madeBy(SELLER, authorize);
		expect(renewed?.data.refreshToken).toMatch(/^Atzr\|/);
		expect(renewed?.data).toEqual({ ...made?.data, refreshToken: renewed?.data.refreshToken });
		expect(renewed?.data.refreshToken).not.toBe(first);
		// The renewal is done from the middle of an execution, which has an end as well.
		await expect.poll(async () => await lab.n8n.listed(), PATIENCE).toEqual([]);
	});

	it('make a credential of a BigCommerce store, and delete it with the app', async () => {
		const { hash } = STORES.first;
		const visitor = new Visitor();
		const install = `${lab.bigCommerce.url}/app/${BIGCOMMERCE.clientId}/install?context=stores%2F${hash}`;
		const installApp = async () =>
			await visitor.get(await visitor.consent(install, { decision: 'allow' }));
		const isMade = { type: 'bigCommerceApi', data: { storeHash: hash } };
		expect(await madeBy(hash, installApp)).toMatchObject(isMade);
		// The second installation ends the token of the first one.
		const renewed = await madeBy(hash, installApp);
		expect(renewed).toMatchObject(isMade);
		const token = String(renewed?.data.accessToken);
		const headers = { 'X-Auth-Token': token, Accept: 'application/json' };
		const store = `${lab.bigCommerce.url}/stores/${hash}/v2/store`;
		expect((await fetch(store, { headers })).status).toBe(200);
		const jwt = signedPayload(STORES.first, Date.now());
		await visitor.get(`${lab.address('bigcommerce-app/uninstall')}?signed_payload_jwt=${jwt}`);
		await expect.poll(async () => await storedAt(hash), PATIENCE).toBeUndefined();
	});
});
