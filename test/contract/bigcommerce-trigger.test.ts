import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { forgetProcess } from '../../core/request/process-memory';
import { clock } from '../../core/request/clock';
import { BigCommerceApi } from '../../credentials/BigCommerceApi.credentials';
import { BigCommerceTrigger } from '../../nodes/BigCommerce/BigCommerceTrigger.node';
import { startMarketplace } from '../../sandbox';
import type { MarketplaceServer } from '../../sandbox/kit/server';
import { CONNECTIONS } from '../../scripts/marketplaces';
import { HookDesk } from '../kit/hook-desk';
import { PollingNode } from '../kit/poll-context';
import { reset } from './bench';
import { CASES } from './cases';
import { problemsOf } from './check';
import type { Operation } from './description/operation';
import { forwardTo, startRecorder, type Recorder } from './recorder';
import { hasSpecs } from './specs';

describe.skipIf(!hasSpecs)('requests of the BigCommerce trigger', () => {
	let server: MarketplaceServer;
	let recorder: Recorder;
	let operations: Operation[];

	beforeAll(async () => {
		reset();
		server = await startMarketplace('bigCommerce', {
			...{ orders: 320, quotaScale: 1000, now: () => clock.now() },
		});
		recorder = await startRecorder(forwardTo(() => server.url));
		operations = CASES.find(({ label }) => label === 'bigCommerce')?.operations() ?? [];
	});
	afterAll(async () => {
		await recorder.close();
		await server.close();
	});
	beforeEach(() => {
		reset();
		forgetProcess('hook');
		recorder.sent.length = 0;
	});

	function setting(parameters: object = {}) {
		const grant = server.backend.grant({ expired: false }) as Record<string, string>;
		const fields = CONNECTIONS.bigCommerce.fields(recorder.url, grant, true);
		return {
			node: new BigCommerceTrigger(),
			credentialType: new BigCommerceApi(),
			credential: fields as ICredentialDataDecryptedObject,
			parameters: { authentication: 'accessToken', ...parameters },
		};
	}

	/** Method and path of all that was sent, after a look at each. */
	function sent(): string[] {
		const { sent: requests } = recorder;
		expect(requests.flatMap((request) => problemsOf(request, operations))).toEqual([]);
		const known = requests.map(
			({ method, path }) => `${method} ${path.split('/').slice(3).join('/')}`,
		);
		return known.map((line) => line.replace(/\d{5,}$/, 'ID'));
	}

	const namesOf = () => new Set(recorder.sent.flatMap(({ query }) => query.map(([name]) => name)));

	it('are right from the first poll on, through seconds with more than a page, and for a test', async () => {
		const node = new PollingNode(
			setting({ startFrom: 'date', startDate: '2026-11-01', filters: { channelId: 1 } }),
		);
		await node.poll();
		server.backend.add(600);
		expect((await node.poll()).length).toBeGreaterThan(0);
		expect((await node.test()).length).toBeGreaterThan(0);
		expect(new Set(sent())).toEqual(new Set(['GET v2/orders']));
		for (const name of ['min_date_modified', 'max_date_modified', 'min_id', 'channel_id']) {
			expect([...namesOf()]).toContain(name);
		}
	});

	it('are right for each event', async () => {
		const { properties } = new BigCommerceTrigger().description;
		const events = properties.find(({ name }) => name === 'events')?.options ?? [];
		expect(events.length).toBeGreaterThan(5);
		for (const event of events) {
			const value = (event as { value: string }).value;
			await new PollingNode(setting({ events: [value] })).poll();
		}
		expect(new Set(sent())).toEqual(new Set(['GET v2/orders']));
	});

	it('are right for its webhook, from the first day to the last', async () => {
		const wanted = setting({ useWebhook: true });
		const { credentials } = new PollingNode(wanted);
		const desk = await HookDesk.open(wanted, credentials);
		try {
			await desk.activate();
			const made = sent();
			expect(made).toEqual(['GET v3/hooks', 'POST v3/hooks']);
			expect(JSON.parse(recorder.sent[1].body)).toMatchObject({
				...{ scope: 'store/order/*', is_active: true },
				destination: 'https://n8n.example/webhook/workflow-1/the%20node/order',
			});
			recorder.sent.length = 0;
			forgetProcess('hook');
			// The secret that was kept is another one: the webhook is put right.
			desk.staticData = {};
			await desk.activate();
			expect(sent()).toEqual(['GET v3/hooks', 'PUT v3/hooks/ID']);
			recorder.sent.length = 0;
			await desk.deactivate();
			expect(sent()).toEqual(['DELETE v3/hooks/ID']);
		} finally {
			await desk.close();
		}
	});
});
