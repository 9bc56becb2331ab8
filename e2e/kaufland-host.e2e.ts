import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { credentialOf, everyOrder, nodeOf } from '../scripts/marketplaces';
import { itemsOf } from '../scripts/n8n/execution';
import { N8n } from '../scripts/n8n/n8n';
import { MANUAL, workflowOf } from '../scripts/n8n/workflow';
import { startHosts, type Answer, type Host, type Hosts } from './stand-ins/hosts';

const NAME = 'sellerapi.kaufland.com';
const KEYS = { clientKey: 'c'.repeat(32), secretKey: 'a7d0cb1da1ddbc86'.repeat(4) };
const NOW = Date.now();
const UNITS = 230;
const DEED = { tracking_numbers: 'Łódź', carrier_code: 'DHL' };

/** Two pieces make an order. */
const unitOf = (at: number) => ({
	...{ id_order_unit: 314_000_000 + at, id_order: `M${String(100_000 + Math.floor(at / 2))}` },
	ts_created_iso: new Date(NOW - Math.floor(at / 2) * 60_000).toISOString(),
	ts_updated_iso: new Date(NOW).toISOString(),
	...{ status: 'need_to_be_sent', storefront: at % 4 < 2 ? 'de' : 'cz', currency: 'EUR' },
	...{ price: 1050, shipping_rate: 0, fulfillment_type: 'fulfilled_by_merchant' },
	...{ buyer: null, billing_address: null, shipping_address: null, product: null },
});
const ALL = Array.from({ length: UNITS }, (_unused, at) => unitOf(at));

/** Kaufland under its own name, as far as a signature is concerned: whoever is wrong by a character is refused. */
class RealHost {
	readonly refused: string[] = [];
	readonly written: string[] = [];

	readonly host: Host = ({ method = '', url = '', headers }, body) => {
		const timestamp = String(headers['shop-timestamp']);
		const text = [method, `https://${NAME}${url}`, body, timestamp].join('\n');
		const right = createHmac('sha256', KEYS.secretKey).update(text).digest('hex');
		const isNear = Math.abs(Number(timestamp) - Date.now() / 1000) < 300;
		const isOurs = headers['shop-client-key'] === KEYS.clientKey;
		if (!isNear || !isOurs || headers['shop-signature'] !== right) {
			this.refused.push(`${method} ${url}`);
			return [401, { type: '/problems/corrupted-signature', errors: [], message: 'corrupt' }];
		}
		return this.answer(method, new URL(url, `https://${NAME}`), body);
	};

	private answer(method: string, { pathname, searchParams }: URL, body: string): Answer {
		const [limit, offset] = ['limit', 'offset'].map((name) => Number(searchParams.get(name) ?? 0));
		if (method === 'PATCH') {
			this.written.push(body);
			return [200, { data: {} }];
		}
		if (pathname === '/v2/info/storefront') return [200, { data: ['de', 'cz'] }];
		if (pathname === '/v2/order-units') {
			const data = ALL.slice(offset, offset + limit);
			return [200, { data, pagination: { offset, limit, total: UNITS } }];
		}
		const id = /^\/v2\/orders\/(\w+)$/.exec(pathname)?.[1];
		const units = ALL.filter((unit) => unit.id_order === id);
		const head = { id_order: id, ts_created_iso: units[0]?.ts_created_iso, storefront: 'de' };
		return [200, { data: { ...head, order_units: units } }];
	}
}

describe.each(inject('installations'))(
	'Kaufland by its own name in n8n $version',
	(installation) => {
		const real = new RealHost();
		let hosts: Hosts;
		let n8n: N8n;

		beforeAll(async () => {
			hosts = await startHosts({ [NAME]: real.host });
			n8n = N8n.create(installation, hosts.environment);
			await n8n.installPackage(inject('tarball'));
			const credential = credentialOf('kaufland', '', {});
			await n8n.importCredentials([
				{ ...credential, data: { environment: 'production', ...KEYS } },
			]);
			const write = { resource: 'apiRequest', operation: 'request', method: 'PATCH' };
			const path = '/order-units/314567896580917/send';
			await n8n.importWorkflows([
				workflowOf('read', [MANUAL], [nodeOf('kaufland', everyOrder('kaufland'))]),
				workflowOf(
					'write',
					[MANUAL],
					[nodeOf('kaufland', { ...write, path, body: JSON.stringify(DEED) })],
				),
			]);
			await n8n.start();
		});
		afterAll(async () => {
			await n8n?.dispose();
			await hosts?.close();
		});

		it('accepts the signature of every page and of a body beyond ASCII', async () => {
			const read = await n8n.execute('read');
			expect(read.error).toBeUndefined();
			const orders = itemsOf(read, 'Kaufland');
			expect(orders.map(({ lines }) => (lines as unknown[]).length)).toEqual(
				Array.from({ length: UNITS / 2 }, () => 2),
			);
			expect(orders[0]).toMatchObject({ totals: { grand: '21.00' } });
			expect((await n8n.execute('write')).error).toBeUndefined();
			expect(real.written.map((body) => JSON.parse(body) as unknown)).toEqual([DEED]);
			expect(real.refused).toEqual([]);
		});

		it('is named in the test of the credential', async () => {
			const { id, name, type } = credentialOf('kaufland', '', {});
			const test = async (data: object) =>
				await n8n.call<{ status: string; message: string }>('POST', '/credentials/test', {
					credentials: { id, name, type, data: { environment: 'production', ...KEYS, ...data } },
				});
			expect(await test({})).toMatchObject({ status: 'OK' });
			const refused = await test({ secretKey: 'b'.repeat(64) });
			expect(refused.message).toMatch(/^Kaufland did not accept the signature/);
		});
	},
);
