import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { clock } from '../request/clock';
import { InvalidInputError } from '../request/errors';
import { ProcessMemory } from '../request/process-memory';
import { EmittedEvents } from './dedupe';
import type { Unconfirmed, TriggerState } from './state';
import { triggerKey } from './webhook-memory';

/** A process that starts so soon after events were emitted may follow one that was killed. */
const DOUBTFUL_MS = 5 * 60_000;
/** So long after a poll n8n may still be about to create the execution, while the next poll ends. */
const HANDOVER_MS = 30_000;

/** Of workflows with longer ids n8n keeps nothing; its own ids have 16 characters. */
const LONGEST_ID = { firstLine: 16, secondLine: 21 };

/** A trigger in this process. */
interface TriggerProcess {
	/** When it first polled. */
	at: number;
	/** Whether what another process emitted before is resolved by now. */
	isSettled: boolean;
	/** What we emitted last and is unconfirmed, since when it grows, and whose it is. */
	own?: { unconfirmed: Unconfirmed; since: number; of: string };
}

const processes = new ProcessMemory<TriggerProcess>('handover.processes');
/** The triggers that n8n keeps in a way that is not known here, as far as it was said. */
const warned = new ProcessMemory<true>('handover.warned');

/**
 * Of a workflow with a longer id (written by hand and imported by command line) n8n silently keeps nothing: after
 * each restart the trigger would start again, and what came in between be lost.
 */
export function requireStaticData(context: IPollFunctions): void {
	const { id = '' } = context.getWorkflow();
	const longest = isFirstLine(context) ? LONGEST_ID.firstLine : LONGEST_ID.secondLine;
	if (commitsWithExecution(context) || id.length <= longest) return;
	throw new InvalidInputError(
		`n8n cannot save the state of the workflow '${id}', because its ID is longer than ${longest} characters`,
		'Duplicate the workflow in the editor and use the duplicate, which gets a shorter ID',
	);
}

/**
 * n8n keeps the checkpoint of a trigger and starts the execution side by side: killed at this moment, it may have
 * kept a checkpoint behind events that no execution has got. So what was emitted just before another process began
 * is emitted again, under the same keys. Only 2.x with durable cursors does both at once or not at all.
 */
export function withUnconfirmed(
	context: IPollFunctions,
	before: TriggerState,
	after: TriggerState,
	emitted: readonly string[],
): TriggerState {
	const current = processOf(context);
	current.isSettled = true;
	if (commitsWithExecution(context)) return after;
	const of = JSON.stringify([before.account, before.choice, before.events]);
	current.own = unconfirmedAfter(
		current.own?.of === of ? current.own : undefined,
		before,
		emitted,
		of,
	);
	return current.own ? { ...after, unconfirmed: current.own.unconfirmed } : after;
}

/**
 * A poll that follows at once, as the first one after an activation may, adds to what is unconfirmed of the one
 * before.
 */
function unconfirmedAfter(
	own: TriggerProcess['own'],
	{ checkpoint, at, seen }: TriggerState,
	emitted: readonly string[],
	of: string,
): TriggerProcess['own'] {
	const now = clock.now();
	const keys = emitted.map((key) => EmittedEvents.short(key));
	const isOpen = (from: number, ms: number) => Math.abs(now - from) < ms;
	if (own && isOpen(own.unconfirmed.emittedAt, HANDOVER_MS) && isOpen(own.since, DOUBTFUL_MS)) {
		if (keys.length === 0) return own;
		const unconfirmed = {
			...own.unconfirmed,
			keys: [...own.unconfirmed.keys, ...keys],
			emittedAt: now,
		};
		return { ...own, unconfirmed };
	}
	if (keys.length === 0) return undefined;
	return {
		unconfirmed: { checkpoint, at, keys, spans: EmittedEvents.spansOf(seen), emittedAt: now },
		since: now,
		of,
	};
}

function processOf(context: IPollFunctions): TriggerProcess {
	const key = triggerKey(context);
	const current = processes.get(key) ?? { at: clock.now(), isSettled: false };
	processes.set(key, current);
	return current;
}

function isFirstLine(context: IPollFunctions): boolean {
	return context.__commitCursor === undefined;
}

/**
 * n8n 2.x keeps the checkpoint together with the execution only if its durable cursors are switched on, which they
 * are not by default. Then the poll gets a plain copy of it, elsewhere what n8n itself watches for changes. Both
 * signs are n8n's own business, and may change: without them nothing is taken for granted.
 */
function commitsWithExecution(context: IPollFunctions): boolean {
	const kept = context.getWorkflowStaticData('node');
	if ('__dataChanged' in kept) return false;
	if (!isFirstLine(context) && isPlain(kept)) return true;
	const key = triggerKey(context);
	if (!warned.has(key)) {
		context.logger?.warn(
			`${context.getNode().name}: this n8n saves the state of triggers in an unknown way. If it restarts within five minutes of an event, that event is emitted again`,
		);
	}
	warned.set(key, true);
	return false;
}

/** Whether it is what it seems to be, not one of n8n's proxies. */
function isPlain(kept: IDataObject): boolean {
	try {
		structuredClone(kept);
		return true;
	} catch {
		return false;
	}
}

/** The state from which to go on: behind the events that were emitted last, or before them. */
export function resolveUnconfirmed(
	context: IPollFunctions,
	kept: TriggerState | undefined,
): TriggerState | undefined {
	if (kept?.unconfirmed === undefined) return kept;
	const { unconfirmed, ...state } = kept;
	const current = processOf(context);
	// A poll that fails meanwhile resolves nothing, and takes no time away from the next.
	if (current.isSettled || current.at - unconfirmed.emittedAt > DOUBTFUL_MS) return state;
	const { checkpoint, at, keys, spans } = unconfirmed;
	return { ...state, checkpoint, at, seen: EmittedEvents.without(state.seen, keys, spans) };
}
