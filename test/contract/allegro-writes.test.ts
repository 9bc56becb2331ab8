import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { statuses } from '../../nodes/Allegro/writes/statuses';
import { Bench, type Outcome } from './bench';
import { CASES } from './cases';
import { hasSpecs } from './specs';
import { expectRight } from './outcome';

const LONG = 120_000;
const [allegro] = CASES;

/** The calls in short, IDs aside, and the bodies that went with them. */
const shown = ({ sent }: Outcome) =>
	sent.map(({ method, path, body }) =>
		[
			method,
			path
				.split('/')
				.at(-1)
				?.replace(/^[\da-f-]{36}$/, 'order'),
			body,
		]
			.join(' ')
			.trim(),
	);

describe.skipIf(!hasSpecs)('what Allegro is sent', () => {
	let bench: Bench;
	beforeAll(async () => {
		bench = await Bench.start({ ...allegro, orders: 60 });
	}, LONG);
	afterAll(async () => await bench.close());

	async function run(operation: string, parameters: object): Promise<string[]> {
		const outcome = await bench.run({ operation, orderId: bench.held[0], ...parameters });
		expectRight(outcome);
		expect(outcome.items).toBe(1);
		return shown(outcome);
	}

	it('for parcels is right', async () => {
		const ship = async (trackingNumber: string, more: object) =>
			await run('ship', { trackingNumber, carrier: code('DPD'), ...more });
		const line = (lineId: string, quantity = '') => ({
			shipLines: 'selected',
			lines: { line: [{ lineId, quantity }] },
		});
		const [lineId] = bench.lines(bench.held[0]);
		expect(await ship('T1', line(lineId))).toEqual([
			'GET shipments',
			`POST shipments {"carrierId":"DPD","waybill":"T1","lineItems":[{"id":"${lineId}"}]}`,
		]);
		const other = { carrier: code('OTHER'), carrierName: 'Kurier z sąsiedztwa' };
		const again = await ship('T2', { ...other, options: { setStatus: 'SENT' } });
		expect(again.map((call) => call.split(' {')[0])).toEqual([
			'GET shipments',
			'GET order',
			'POST shipments',
			'PUT fulfillment',
		]);
		expect(again[2]).toContain('"carrierName":"Kurier z sąsiedztwa"');
		expect(again[3]).toContain('{"status":"SENT","shipmentSummary":{"lineItemsSent":"ALL"}}');
	});

	it('for a status is right, whichever it is', async () => {
		for (const { value } of statuses) {
			const calls = await run('updateStatus', { orderId: bench.held[1], status: value });
			expect(calls[0]).toBe('GET order');
			if (calls.length > 1) expect(calls[1]).toBe(`PUT fulfillment {"status":"${String(value)}"}`);
		}
	});

	it('for carriers is right', async () => {
		const outcome = await bench.run({ resource: 'carrier', operation: 'getAll', returnAll: true });
		expectRight(outcome);
		expect(outcome.items).toBeGreaterThan(2);
	});
});

function code(value: string) {
	return { __rl: true, mode: 'code', value };
}
