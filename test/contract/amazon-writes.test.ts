import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { AmazonSellingPartnerApi } from '../../credentials/AmazonSellingPartnerApi.credentials';
import { AmazonSellingPartner } from '../../nodes/AmazonSellingPartner/AmazonSellingPartner.node';
import { nodeContext } from '../kit/node-context';
import { line, ONE, order, summary, TWO } from '../nodes/AmazonSellingPartner/writes/desk';
import { reset } from './bench';
import { CASES } from './cases';
import { problemsOf } from './check';
import { type Answer, type Recorder, type Sent, startRecorder } from './recorder';
import { hasSpecs } from './specs';

const TOKEN = { access_token: 'Atza|token', token_type: 'bearer', expires_in: 3600 };
const FILES = /^\/files\//;

describe.skipIf(!hasSpecs)('requests of the writes of Amazon', () => {
	const operations = CASES.find(({ label }) => label === 'amazon')?.operations() ?? [];
	let recorder: Recorder;

	beforeAll(async () => (recorder = await startRecorder(answer)));
	afterAll(async () => await recorder.close());
	beforeEach(() => {
		reset();
		recorder.sent.length = 0;
	});

	function answer({ method, path }: Sent): Answer {
		if (path === '/auth/o2/token') return { status: 200, body: TOKEN };
		if (path.endsWith('/shipmentConfirmation')) return { status: 204, body: '' };
		if (path.startsWith('/orders/')) return { status: 200, body: { order: order() } };
		if (FILES.test(path)) {
			const report = summary(1, 0, `1\t${ONE}\t9001\tError\tToo late`);
			return { status: 200, body: Buffer.from(method === 'GET' ? report : '') };
		}
		if (path.endsWith('/marketplaceParticipations')) {
			const one = {
				marketplace: { id: 'A1PA6795UKMFR9' },
				participation: { isParticipating: true },
			};
			return { status: 200, body: { payload: [one] } };
		}
		if (path.endsWith('/documents')) {
			return { status: 201, body: { feedDocumentId: 'in', url: `${recorder.url}/files/in` } };
		}
		if (path.endsWith('/documents/out')) {
			return { status: 200, body: { feedDocumentId: 'out', url: `${recorder.url}/files/out` } };
		}
		if (path.endsWith('/feeds')) return { status: 202, body: { feedId: '7' } };
		return {
			status: 200,
			body: { feedId: '7', processingStatus: 'DONE', resultFeedDocumentId: 'out' },
		};
	}

	async function run(parameters: Record<string, unknown>, items: object[]) {
		const output = await nodeContext({
			node: new AmazonSellingPartner(),
			credentialType: new AmazonSellingPartnerApi(),
			credential: {
				...{ environment: 'custom', authBaseUrl: recorder.url, apiBaseUrl: recorder.url },
				...{ method: 'refreshToken', region: 'eu', clientId: 'app' },
				...{ clientSecret: 'secret-of-the-app', refreshToken: 'Atzr|refresh', accessToken: '' },
			},
			parameters: { resource: 'order', orderId: '={{ $json.orderId }}', ...parameters } as never,
			items: items as never,
			continueOnFail: true,
		}).run();
		return output.map(({ json }) => json);
	}

	const problems = () =>
		recorder.sent
			.filter(({ path }) => !FILES.test(path))
			.flatMap((sent) => problemsOf(sent, operations));

	const lines = (quantity: string) => ({ line: [{ lineId: line('11', 2).orderItemId, quantity }] });

	it.each([
		['everything open', {}, 4],
		['selected lines', { shipLines: 'selected', lines: lines('1') }, 3],
		[
			'another carrier',
			{ carrier: { __rl: true, mode: 'code', value: 'Other' }, carrierName: 'My Courier' },
			4,
		],
		[
			'all options',
			{
				options: {
					...{ packageNumber: '12', shippedAt: '2026-11-20T09:00:00' },
					shippingMethod: 'Standard',
				},
			},
			4,
		],
	])('are right for parcels with %s', async (_, more, calls) => {
		const items = [
			{ orderId: ONE, trackingNumber: 'T1' },
			{ orderId: TWO, trackingNumber: 'T2' },
		];
		const output = await run(
			{
				...{ operation: 'ship', carrier: { __rl: true, mode: 'list', value: 'DHL' } },
				trackingNumber: '={{ $json.trackingNumber }}',
				...more,
			},
			items,
		);
		expect(output.map(({ status }) => status)).toEqual(['done', 'done']);
		expect(problems()).toEqual([]);
		expect(recorder.sent).toHaveLength(calls);
	});

	it('are right for a feed, whose file goes out without anything of ours', async () => {
		const parameters = { operation: 'cancel', reason: 'BuyerCanceled', shipLines: 'selected' };
		const [item] = await run({ ...parameters, lines: lines('') }, [{ orderId: ONE }]);
		expect(item).toMatchObject({ status: 'failed', code: '9001' });
		expect(problems()).toEqual([]);
		const [put, get] = recorder.sent.filter(({ path }) => FILES.test(path));
		expect([put.method, put.path, get.method, get.path]).toEqual([
			...['PUT', '/files/in', 'GET', '/files/out'],
		]);
		const [created] = recorder.sent.filter(({ path }) => path.endsWith('/documents'));
		expect(put.headers['content-type']).toBe(
			(JSON.parse(created.body) as { contentType: string }).contentType,
		);
		expect(put.body).toBe(
			`order-id\tamazon-order-item-code\tcancellation-reason-code\n${ONE}\t11\tBuyerCanceled\n`,
		);
		for (const { headers } of [put, get]) {
			expect(Object.keys(headers).filter((name) => /amz|auth/.test(name))).toEqual([]);
			expect(JSON.stringify(headers)).not.toContain('Atza');
		}
	});
});
