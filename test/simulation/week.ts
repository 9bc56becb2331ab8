import type { INodeExecutionData } from 'n8n-workflow';
import { vi } from 'vitest';

import { clock } from '../../core/transport/clock';
import type { Fault } from '../../sandbox/kit/faults';
import { Random } from '../../sandbox/kit/random';
import type { TruthRecord } from '../../sandbox/kit/world';
import { Stage } from '../engine/stage';
import { forgetAll, OneStep, SideBySide, type Fate, type Host } from './host';
import type { Lies, Plan } from './plans';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Europe's clocks go forward on the 29th. */
export const MONDAY = Date.parse('2026-03-26T06:00:00Z');
/** Orders change about so often. */
const CHANGE_EVERY = 20 * MINUTE;

/** What came of a week. */
export interface Week {
	/** How often each event was emitted, by its key. */
	told: Map<string, number>;
	/** How often each may rightly have come again, because n8n ended before it could keep the place. */
	again: Map<string, number>;
	/** What really happened after the activation. */
	truth: TruthRecord[];
	/** When each poll that told what it found was over. */
	seenAt: number[];
	polls: number;
	failed: number;
	/** Texts of the errors that polls ended with. */
	errors: Set<string>;
	stage: Stage;
	/** How the marketplace lied. */
	lies: Lies;
}

/** Not the endpoint for tokens: who loses the answer to a renewal there has to connect anew. */
const DATA = '^(?!.*(oauth|token))';

/** Troubles of the marketplace; each lasts for some calls and ends by itself. */
const TROUBLES: Array<(random: Random) => Fault> = [
	(random) => ({ kind: 'status', status: random.pick([500, 502, 503, 504]), times: 1 }),
	(random) => ({ kind: 'status', status: 503, times: random.int(4, 12) }),
	() => ({ kind: 'throttle', times: 2 }),
	() => ({ kind: 'status', status: 429, times: 6 }),
	() => ({ kind: 'html', times: 2 }),
	() => ({ kind: 'truncated', path: DATA, times: 2 }),
	() => ({ kind: 'empty', times: 2 }),
	() => ({ kind: 'hang', times: 1 }),
	() => ({ kind: 'lost', path: DATA, times: 2 }),
	() => ({ kind: 'late', delayMs: 5, times: 2 }),
	(random) => ({ kind: 'status', status: 403, path: DATA, after: random.int(0, 3), times: 1 }),
	(random) => ({ kind: 'status', status: 400, path: DATA, after: random.int(0, 3), times: 1 }),
	(random) => ({ kind: 'reset', times: random.int(1, 6) }),
	() => ({ kind: 'redirect', location: 'https://elsewhere.example/', times: 1 }),
	(random) => ({ kind: 'expireTokens', after: random.int(0, 2), times: 1 }),
	(random) => ({ kind: 'repeatPage', after: random.int(0, 2), times: 3 }),
	() => ({ kind: 'endlessCursor', times: 5 }),
];

/**
 * Seven days of a shop, lived through in seconds: orders come and change, the marketplace has its troubles,
 * n8n is killed between reading and emitting and between emitting and keeping, or is down for hours; by its
 * seed, it keeps place and execution in one step or side by side. The last
 * polls are quiet, so that whatever is still to come can come.
 */
export async function liveThrough(plan: Plan, event: string, seed: number): Promise<Week> {
	const random = new Random(seed * 7919 + 13);
	const time = { now: MONDAY };
	// Our clock is never quite the marketplace's.
	const skew = random.int(...(plan.skew ?? [-10, 10])) * MINUTE;
	vi.spyOn(clock, 'now').mockImplementation(() => time.now + skew);
	vi.spyOn(clock, 'sleep').mockImplementation(async (ms) => void (time.now += Math.ceil(ms)));
	// Retries wait for a random time; a seed has to live through the same week again.
	const jitter = new Random(seed);
	vi.spyOn(Math, 'random').mockImplementation(() => jitter.next());
	const lies = plan.lies?.(random) ?? {};
	// What an earlier week has learned of quotas is of its future.
	forgetAll();
	const stage = await Stage.open(plan.name, {
		orders: 150,
		seed,
		now: () => time.now,
		hangMs: 20,
		...lies,
	});
	const { world } = stage.server.backend;
	const isDurable = Math.floor(seed / 8) % 2 === 0;
	const node = stage.trigger({ parameters: { event, ...plan.parameters }, isDurable });
	const host = isDurable ? new OneStep(node) : new SideBySide(node, () => time.now);
	const week: Week = {
		told: new Map(),
		again: new Map(),
		truth: [],
		seenAt: [],
		polls: 0,
		failed: 0,
		errors: new Set(),
		stage,
		lies,
	};
	await host.poll('well');
	const begin = world.history.length;
	const end = time.now + 7 * DAY;
	while (time.now < end) {
		live(stage, random, time, host.isOwing ? MINUTE : pauseOf(random));
		stage.server.faults.set(random.chance(0.25) ? [troubleOf(plan, random)] : []);
		await pollOnce(host, week, time, host.isOwing ? 'well' : fateOf(random));
		if (random.chance(0.02) && !host.isOwing) host.restart();
	}
	stage.server.faults.set([]);
	for (let quiet = 0; quiet < 12; quiet++) {
		time.now += host.isOwing ? MINUTE : 20 * MINUTE;
		await pollOnce(host, week, time, 'well');
	}
	week.truth = world.history.slice(begin);
	return week;
}

function troubleOf(plan: Plan, random: Random): Fault {
	const fault = random.pick(TROUBLES)(random);
	return fault.kind === 'expireTokens' && plan.renews !== true ? troubleOf(plan, random) : fault;
}

/** Lets the shop live for a while. */
function live(stage: Stage, random: Random, time: { now: number }, pause: number): void {
	const until = time.now + pause;
	for (;;) {
		const step = Math.ceil(-Math.log(1 - random.next()) * CHANGE_EVERY);
		if (time.now + step >= until) break;
		time.now += step;
		stage.server.backend.world.act(random);
	}
	time.now = until;
}

function pauseOf(random: Random): number {
	return random.chance(0.01) ? random.int(2, 20) * HOUR : random.int(4, 16) * MINUTE;
}

function fateOf(random: Random): Fate {
	if (!random.chance(0.08)) return 'well';
	return random.pick(['beforeEmit', 'afterExecution', 'afterPlace'] as const);
}

async function pollOnce(host: Host, week: Week, time: { now: number }, fate: Fate): Promise<void> {
	week.polls++;
	try {
		const { told, again } = await host.poll(fate);
		count(week.told, told);
		count(week.again, again);
		if (fate === 'well') week.seenAt.push(time.now);
	} catch (error) {
		week.failed++;
		week.errors.add((error as Error).message);
	}
}

function count(counts: Map<string, number>, items: INodeExecutionData[]): void {
	for (const { json } of items) {
		const key = String(json.eventKey);
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}
}
