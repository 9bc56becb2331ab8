import { forgetProcess } from '../../core/request/process-memory';
import { type Fault, nowAndThen } from '../../sandbox/kit/faults';
import type { Random } from '../../sandbox/kit/random';
import type { Stage } from '../engine/stage';

/** A server that says 200 and nothing else has no place here: it would have taken what was sent. */
const NOT_HERE = ['empty', 'revokeTokens'];

/** Lets calls fail now and then, and answers get lost. */
export function misbehave({ server }: Stage, random: Random): void {
	const chance = random.pick([0.02, 0.05, 0.1]);
	const lost: Fault = { kind: 'lost', chance: random.pick([0.05, 0.2]) };
	const others = nowAndThen(chance).filter(({ kind }) => !NOT_HERE.includes(kind));
	server.faults.set([lost, ...others]);
}

/** Ends a run on its way, as n8n's end does when its server restarts. Says whether it came too late for that. */
export async function killed(
	stage: Stage,
	run: (signal: AbortSignal) => Promise<unknown>,
	random: Random,
): Promise<boolean> {
	const stop = new AbortController();
	const end = setTimeout(() => stop.abort(), random.int(5, 120));
	const isThrough = await run(stop.signal).then(
		() => true,
		() => false,
	);
	clearTimeout(end);
	await quiet(stage);
	return isThrough;
}

/** What was on its way arrives long before n8n has started again. */
async function quiet(stage: Stage): Promise<void> {
	for (let seen = -1; ;) {
		const { requests } = await stage.stats();
		if (requests === seen) return;
		seen = requests;
	}
}

/** What a process knows of quotas and tokens is gone with it. */
export function restart(): void {
	for (const subject of ['quota', 'token', 'restricted'] as const) forgetProcess(subject);
}

/** How a marketplace says that it has done this before; after a lost answer that is how it shows. */
const DONE_BEFORE = /105306|Command id was already used/;

/** A write that the marketplace refused for what it asks, not for its token or its pace. */
export function isOurs(violation: string): boolean {
	const isWrite = /^(POST|PUT|PATCH) /.test(violation);
	return isWrite && !/token|401|429|quota/i.test(violation) && !DONE_BEFORE.test(violation);
}
