import type { Fault as SandboxFault } from '../../sandbox/kit/faults';
import type { Bench } from './bench';
import type { Fault, Play } from './table';

/** Where and how long a fault strikes. */
export interface Strike {
	path: string;
	after: number;
	/** Whether it is over after one call. */
	passes: boolean;
}

/** Lets the fault happen from now on. */
export async function arm(bench: Bench, { play }: Fault, strike: Strike): Promise<void> {
	const { stage, gate, time } = bench;
	const { path, after, passes } = strike;
	if (play.by === 'network') {
		await gate.block({ how: play.how, path, after });
		if (passes) time.onWait = async () => await gate.heal();
	}
	if (play.by === 'cache') await gate.block({ how: 'repeat', path, after, times: 1 });
	if (play.by === 'marketplace') {
		const fault = { ...play.fault, path, after, ...(passes ? { times: 1 } : {}) };
		stage.server.faults.set([completed(fault, play.hintSeconds, bench)]);
	}
}

/** The way is free, and everything is as it should be; what was asked to wait has been waited. */
export async function disarm(
	{ stage, gate, time }: Pick<Bench, 'stage' | 'gate' | 'time'>,
	play?: Play,
): Promise<void> {
	stage.server.faults.set([]);
	time.onWait = () => undefined;
	if (play?.by === 'marketplace') time.now += (play.hintSeconds ?? 0) * 1000;
	await gate.heal();
}

/** Whether the fault is one of the pages of a list. */
export function isOfPages({ play }: Fault): boolean {
	return play.by === 'cache' || (play.by === 'marketplace' && play.inPages === true);
}

function completed(
	fault: SandboxFault,
	hintSeconds: number | undefined,
	{ scene, foreign }: Bench,
): SandboxFault {
	const once = ['expireTokens', 'revokeTokens'].includes(fault.kind) ? { times: 1 } : {};
	const hint = hintSeconds === undefined ? {} : { headers: { [scene.hint]: String(hintSeconds) } };
	return { ...fault, ...once, ...hint, location: foreign };
}
