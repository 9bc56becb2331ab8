import type { INodeExecutionData } from 'n8n-workflow';
import { vi } from 'vitest';

import { clock } from '../../core/request/clock';
import type { Fault } from '../../sandbox/kit/faults';
import { Random } from '../../sandbox/kit/random';
import type { TruthRecord } from '../../sandbox/kit/world';
import { keyOwner } from '../../scripts/marketplaces';
import { Stage } from '../engine/stage';
import { forgetAll, OneStep, SideBySide, type Fate, type Host } from './host';
import type { Lies, Plan } from './plans';
import { Rushes } from './rush';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Europe's clocks go forward on the 29th. */
export const MONDAY = Date.parse('2026-03-26T06:00:00Z');
/** Orders change about so often. */
const CHANGE_EVERY = 20 * MINUTE;

/** What came of a week. */
export interface Week {
	/** What every key of its events begins with. */
	owner: string;
	/** How often each event was emitted, by its key. */
	told: Map<string, number>;
	/** How often each may rightly have come again, because n8n ended before it could keep the place. */
	again: Map<string, number>;
	/** What really happened after the activation. */
	truth: TruthRecord[];
	/** From when till when each poll went that told what it found and, in a rush, has caught up. */
	seen: Array<{ from: number; to: number }>;
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

/** A shop and the time in which it lives. */
interface Life {
	random: Random;
	time: { now: number };
	stage: Stage;
	rushes: Rushes;
	/** Whether the last step of the feed has caught up. */
	isUpToDate: boolean;
}

/**
 * Seven days of a shop, lived through in seconds: orders come and change, some days in a rush, the marketplace
 * has its troubles, n8n is killed between reading and emitting and between emitting and keeping, or is down for
 * hours; by its seed, it keeps place and execution in one step or side by side. The last polls are quiet, so
 * that whatever is still to come can come.
 */
export async function liveThrough(plan: Plan, event: string, seed: number): Promise<Week> {
	const random = new Random(seed * 7919 + 13);
	const time = { now: MONDAY };
	const rushes = new Rushes(new Random(seed * 6271 + 7), MONDAY, plan.page);
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
	const node = stage.trigger({
		parameters: { events: [event], ...plan.parameters },
		isDurable,
		...(isDurable && { budgetMs: random.pick([1, 2, 5]) * MINUTE }),
	});
	const life: Life = { random, time, stage, rushes, isUpToDate: false };
	const host = isDurable ? new OneStep(node) : new SideBySide(node, () => time.now);
	const week: Week = {
		owner: keyOwner(plan.name, stage.server),
		told: new Map(),
		again: new Map(),
		truth: [],
		seen: [],
		polls: 0,
		failed: 0,
		errors: new Set(),
		stage,
		lies,
	};
	watch(plan, life);
	await host.poll('well');
	const begin = world.history.length;
	const end = time.now + 7 * DAY;
	while (time.now < end) {
		live(life, time.now + (host.isOwing ? MINUTE : pauseOf(life)));
		stage.server.faults.set(random.chance(isOn(life) ? 0.5 : 0.25) ? [troubleOf(plan, life)] : []);
		await pollOnce(host, week, life, host.isOwing ? 'well' : fateOf(life));
		if (random.chance(0.02) && !host.isOwing) host.restart();
	}
	stage.server.faults.set([]);
	for (let quiet = 0; quiet < 12; quiet++) {
		time.now += host.isOwing ? MINUTE : 20 * MINUTE;
		await pollOnce(host, week, life, 'well');
	}
	week.truth = world.history.slice(begin);
	return week;
}

function isOn({ rushes, time }: Life): boolean {
	return rushes.isOn(time.now);
}

/** Notes how far each step of the feed comes; in a rush, the shop lives on until the next one. */
function watch({ feed }: Plan, life: Life): void {
	const next = feed.next.bind(feed);
	vi.spyOn(feed, 'next').mockImplementation(async (call, position) => {
		life.isUpToDate = false;
		const step = await next(call, position);
		life.isUpToDate = step.done;
		if (!step.done && isOn(life)) live(life, life.time.now + life.random.int(5, 200) * SECOND);
		return step;
	});
}

function troubleOf(plan: Plan, life: Life): Fault {
	const { random } = life;
	// A cache has its chance only where there is more than a page.
	if (isOn(life) && random.chance(0.25)) return { kind: 'repeatPage', after: 1, times: 3 };
	const fault = random.pick(TROUBLES)(random);
	if (fault.kind === 'expireTokens' && plan.renews !== true) return troubleOf(plan, life);
	// In the middle of what is to be caught up with.
	return isOn(life) && random.chance(0.5) ? { ...fault, after: random.int(1, 6) } : fault;
}

/** Lets the shop live for a while. */
function live({ stage, random, time, rushes }: Life, until: number): void {
	for (;;) {
		const step = Math.ceil(-Math.log(1 - random.next()) * CHANGE_EVERY);
		const at = Math.min(time.now + step, rushes.nextAt);
		if (at >= until) break;
		// While somebody waited, it may have become later.
		time.now = Math.max(time.now, at);
		stage.server.backend.world.act(random, at === rushes.nextAt ? rushes.take()?.name : undefined);
	}
	time.now = Math.max(time.now, until);
}

function pauseOf(life: Life): number {
	const { random, rushes, time } = life;
	if (random.chance(0.01)) return random.int(2, 20) * HOUR;
	if (!isOn(life)) return random.int(4, 16) * MINUTE;
	const untilPage = rushes.pageAt(random) - time.now;
	if (random.chance(0.6) && untilPage < 40 * MINUTE) return Math.max(MINUTE, untilPage);
	return (random.chance(0.4) ? random.int(15, 60) : random.int(1, 8)) * MINUTE;
}

function fateOf(life: Life): Fate {
	if (!life.random.chance(isOn(life) ? 0.2 : 0.08)) return 'well';
	return life.random.pick(['beforeEmit', 'afterExecution', 'afterPlace'] as const);
}

async function pollOnce(host: Host, week: Week, life: Life, fate: Fate): Promise<void> {
	const { time } = life;
	const begun = time.now;
	const isRush = isOn(life);
	week.polls++;
	try {
		const { told, again } = await host.poll(fate);
		count(week.told, told);
		count(week.again, again);
		if (fate !== 'well' || (isRush && !life.isUpToDate)) return;
		week.seen.push({ from: isRush ? begun : time.now, to: time.now });
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
