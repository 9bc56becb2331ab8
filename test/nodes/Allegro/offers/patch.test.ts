import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { changed, operationOf, patchOffer } from '../../../../nodes/Allegro/offers/patch';
import { FakeClock } from '../../../kit/fake-clock';
import { type Given, OfferDesk } from './desk';

let clock: FakeClock;
beforeEach(() => (clock = new FakeClock()));
afterEach(() => vi.restoreAllMocks());

const BODY = { stock: { available: 0 } };
const TAKEN: Given = {
	status: 202,
	headers: { location: 'https://api.allegro.pl/sale/product-offers/7/operations/op-1' },
};
const OPEN: Given = { status: 202, body: { operation: { status: 'IN_PROGRESS' } } };
const BUSY: Given = { status: 409 };

const desk = (answers: Record<string, Given[]>) => new OfferDesk(clock, answers);
const patched = async (world: OfferDesk, maxWaitMs?: number) =>
	await clock.run(patchOffer('7', BODY, world.writer(maxWaitMs)));

describe('a change of one offer', () => {
	it('is done at once, or when it is through', async () => {
		expect(await patched(desk({ 'PATCH 7': [{ status: 200 }] }))).toEqual({ status: 'done' });
		const world = desk({ 'PATCH 7': [TAKEN], 'GET operation': [OPEN, { status: 303 }] });
		expect(await patched(world)).toEqual({ status: 'done' });
		expect(world.calls).toEqual(['PATCH 7', 'GET operation', 'GET operation']);
		expect(world.sent[0]).toMatchObject({ body: BODY, idempotent: true });
		expect(world.sent[1].path).toBe('/sale/product-offers/7/operations/op-1');
	});

	it.each([
		'https://api.allegro.pl/sale/operations/op-1',
		'/sale/product-offers/7/operations/op-1?x=1',
	])('is asked for by the address that Allegro gives: %s', async (location) => {
		const world = desk({
			'PATCH 7': [{ status: 202, headers: { location } }],
			'GET operation': [{ status: 202, body: { operation: { status: 'COMPLETED' } } }],
		});
		expect(await patched(world)).toEqual({ status: 'done' });
		expect(world.sent[1].path).toBe('/sale/product-offers/7/operations/op-1');
	});

	it('without that address is one of which nobody knows', async () => {
		expect(await patched(desk({ 'PATCH 7': [{ status: 202 }] }))).toBeUndefined();
	});

	it('is accepted where the user does not wait longer', async () => {
		const world = desk({ 'PATCH 7': [TAKEN], 'GET operation': [OPEN] });
		const answer = await patched(world, 10_000);
		expect(answer).toEqual({ status: 'accepted', handle: { type: 'operation', id: '7/op-1' } });
		expect(operationOf('7/op-1')).toEqual({ offerId: '7', operationId: 'op-1' });
	});

	it('waits for an earlier one, as long as the user does', async () => {
		const world = desk({ 'PATCH 7': [BUSY, BUSY, { status: 200 }] });
		const start = clock.now;
		expect(await patched(world)).toEqual({ status: 'done' });
		expect(clock.now - start).toBe(6000);
		await expect(patched(desk({ 'PATCH 7': [BUSY] }), 10_000)).rejects.toMatchObject({
			response: { status: 409 },
		});
	});

	it('that came to nothing after it was taken has failed, and is not in doubt', async () => {
		const world = desk({ 'PATCH 7': [TAKEN], 'GET operation': [OPEN, { status: 422 }] });
		expect(await patched(world)).toMatchObject({ status: 'failed', error: { verdict: 'invalid' } });
	});

	it.each([403, 404])(
		'that cannot be asked for (%i) is one of which nobody knows',
		async (status) => {
			expect(
				await patched(desk({ 'PATCH 7': [TAKEN], 'GET operation': [{ status }] })),
			).toBeUndefined();
		},
	);

	it('that came to nothing is an error', async () => {
		const world = desk({ 'GET operation': [{ status: 422 }] });
		const operation = operationOf('7/op-1');
		await expect(clock.run(changed(operation, world.writer()))).rejects.toMatchObject({
			response: { status: 422 },
		});
	});
});
