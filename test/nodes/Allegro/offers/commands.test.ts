import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { forgetProcess } from '../../../../core/request/process-memory';
import { modify, results } from '../../../../nodes/Allegro/offers/commands';
import { failureOf } from '../../../kit/failure';
import { FakeClock } from '../../../kit/fake-clock';
import { type Given, OfferDesk, task, tasks } from './desk';

let clock: FakeClock;
beforeEach(() => (clock = new FakeClock()));
afterEach(() => {
	for (const subject of ['commands', 'durations']) forgetProcess(subject);
	vi.restoreAllMocks();
});

const CHANGES = ['1', '2'].map((offerId) => ({
	offerId,
	stock: { changeType: 'FIXED', value: 5 },
}));
const BOTH = tasks(task('1', 'SUCCESS'), task('2', 'SUCCESS'));
const OPEN = tasks(task('1', 'NEW'), task('2', 'NEW'));
const USED: Given = { status: 409 };
const UUID = /^[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

const desk = (answers: Record<string, Given[]>) => new OfferDesk(clock, answers);
const modified = async (world: OfferDesk, changes = CHANGES, executionId = '1') =>
	await clock.run(modify(changes, world.writer(60_000, executionId)));
const idsOf = (world: OfferDesk) =>
	world.sent.flatMap(({ method, body }) =>
		method === 'POST' ? [(body as { commandId: string }).commandId] : [],
	);

describe('a command', () => {
	it('goes out with an ID of its own, and costs one look where it is through', async () => {
		const world = desk({ POST: [{ status: 201 }], 'GET tasks': [BOTH] });
		expect(await modified(world)).toEqual([{ status: 'done' }, { status: 'done' }]);
		expect(world.calls).toEqual(['POST', 'GET tasks']);
		const [{ body, idempotent }] = world.sent;
		expect(body).toEqual({
			commandId: expect.stringMatching(UUID) as unknown,
			modifications: CHANGES,
		});
		expect(idempotent).toBe(true);
	});

	it('has the same ID until it was carried out, and another one then, or in another execution', async () => {
		const world = desk({ POST: ['lost', 'lost', { status: 201 }], 'GET tasks': [BOTH] });
		for (let i = 0; i < 2; i++) await clock.run(failureOf(modify(CHANGES, world.writer())));
		await modified(world);
		await modified(world);
		await modified(world, CHANGES, '2');
		await modified(world, CHANGES.slice(1), '2');
		const [one, two, three, ...others] = idsOf(world);
		expect([two, three]).toEqual([one, one]);
		expect(new Set([one, ...others]).size).toBe(4);
	});

	it('that has arrived before is not sent again', async () => {
		const createdAt = new Date(clock.now).toISOString();
		const world = desk({ POST: [USED], GET: [{ body: { createdAt } }], 'GET tasks': [BOTH] });
		expect(await modified(world)).toEqual([{ status: 'done' }, { status: 'done' }]);
		expect(world.calls).toEqual(['POST', 'GET', 'GET tasks']);
	});

	it('of hours ago, of the same execution, is another one', async () => {
		const createdAt = new Date(clock.now - 3_600_000).toISOString();
		const world = desk({
			POST: [USED, { status: 201 }],
			GET: [{ body: { createdAt } }],
			'GET tasks': [BOTH],
		});
		await modified(world);
		expect(world.calls).toEqual(['POST', 'GET', 'POST', 'GET tasks']);
		expect(new Set(idsOf(world)).size).toBe(2);
	});

	it.each([403, 404, 406])('that is closed to the application says so: %i', async (status) => {
		expect(await modified(desk({ POST: [{ status }] }))).toBe('closed');
	});

	it.each([
		['the bot protection', { status: 403, body: { url: 'https://geo.captcha-delivery.com' } }],
		['a value that is wrong', { status: 422 }],
	])('does not take %s for that', async (_what, answer) => {
		const world = desk({ POST: [answer] });
		await expect(clock.run(modify(CHANGES, world.writer()))).rejects.toMatchObject({
			response: { status: answer.status },
		});
	});

	it('that is not found when it is looked at is not sent in another way', async () => {
		const world = desk({ POST: [{ status: 201 }], 'GET tasks': [{ status: 404 }] });
		await expect(clock.run(modify(CHANGES, world.writer()))).rejects.toMatchObject({
			response: { status: 404 },
		});
	});
});

describe('the look at a command', () => {
	it('comes ever more seldom', async () => {
		const world = desk({ POST: [{ status: 201 }], 'GET tasks': [OPEN, OPEN, OPEN, BOTH] });
		const start = clock.now;
		await modified(world);
		expect(world.calls).toEqual(['POST', ...Array<string>(4).fill('GET tasks')]);
		expect(clock.now - start).toBe(3000 + 6000 + 12_000 + 15_000);
	});

	it('comes later for the next ones, where the last one took long', async () => {
		const world = desk({ POST: [{ status: 201 }], 'GET tasks': [OPEN, OPEN, BOTH] });
		await modified(world);
		const [start, looks] = [clock.now, world.sent.length];
		await modified(world);
		expect(world.sent.length - looks).toBe(2);
		expect(clock.now - start).toBe(15_000);
	});

	it('ends with the time that the user waits', async () => {
		const world = desk({ 'GET tasks': [OPEN] });
		const look = results('c', [['1'], ['2']], world.writer(10_000));
		const handle = { type: 'command', id: 'c' };
		expect(await clock.run(look)).toEqual([
			{ status: 'accepted', handle },
			{ status: 'accepted', handle },
		]);
		expect(world.calls).toHaveLength(4);
	});

	it('asks for the command itself where it has no tasks for long', async () => {
		const completed = { body: { completedAt: '2026-11-20T12:00:00.000Z' } };
		const world = desk({
			'GET tasks': [tasks(), tasks(), tasks(task('1', 'SUCCESS'))],
			GET: [{ body: { completedAt: null } }, completed],
		});
		const answers = await clock.run(results('c', [['1'], ['2']], world.writer()));
		expect(answers).toEqual([{ status: 'done' }, undefined]);
		expect(world.calls.filter((call) => call === 'GET')).toHaveLength(2);
	});

	it('tells of one that failed, in the words of Allegro', async () => {
		const errors = [
			{ code: 'INVALID_OFFER_QUANTITY', userMessage: 'Za mało', message: 'Too few' },
			{ code: 'B', userMessage: null, message: 'And more' },
		];
		const world = desk({
			'GET tasks': [
				tasks(
					task('1', 'SUCCESS'),
					task('2', 'FAIL', { errors }),
					task('3', 'FAIL', { message: 'The offer does not exist.' }),
					task('4', 'FAIL'),
				),
			],
		});
		const ids = ['1', '2', '3', '4'].map((id) => [id]);
		const answers = await clock.run(results('c', ids, world.writer()));
		expect(answers.map((answer) => answer?.status)).toEqual(['done', 'failed', 'failed', 'failed']);
		const told = answers.flatMap((answer) => (answer?.status === 'failed' ? [answer.error] : []));
		expect(told).toMatchObject([
			{
				message: expect.stringContaining("Offer '2' was not changed: Za mało; And more") as unknown,
				details: {
					code: 'INVALID_OFFER_QUANTITY',
					advice: expect.stringContaining('1 to 99,999') as unknown,
				},
			},
			{ message: expect.stringContaining('The offer does not exist.') as unknown },
			{ message: expect.stringContaining('Allegro gives no reason') as unknown },
		]);
	});

	it('counts a failure, whatever else was done for an offer or its SKU', async () => {
		const world = desk({
			'GET tasks': [
				tasks(task('1', 'SUCCESS'), task('1', 'FAIL'), task('2', 'SUCCESS'), task('3', 'SUCCESS')),
			],
		});
		const wanted = [['1'], ['2', '3'], ['2', '1']];
		const answers = await clock.run(results('c', wanted, world.writer()));
		expect(answers.map((answer) => answer?.status)).toEqual(['failed', 'done', 'failed']);
	});
});
