import type { Call } from '../node/call';
import { readTime, requireText } from '../node/call';
import { clock } from '../transport/clock';
import { BadInput } from '../transport/trouble';
import type { Feed } from './feed';
import type { Note } from './renamed';
import { accountOf, type State } from './state';

/** The last event of the old account was told; what came just before it may not have been shown yet. */
const OVERLAP_MS = 10 * 60_000;

/**
 * Where this poll begins. The first one, and one after the user has chosen another beginning, begin there.
 * With another account behind the credential, positions mean nothing; the time of the last event still does.
 * That goes for a renamed node, too. Another event goes on at the same place, and tells nothing from before.
 */
export async function startOf<Raw>(
	call: Call,
	feed: Feed<Raw>,
	kept: Note | undefined,
	event: string,
): Promise<State> {
	const from = chosenStart(call);
	const choice = from === undefined ? 'now' : choiceOf(call, from);
	const account = accountOf(call.client);
	if (kept?.choice !== choice) {
		const { position, at } = await feed.start(call, from);
		// What happened before the old beginning was never told, however long ago it is.
		const seen = kept ? { ...kept.seen, horizon: 0 } : {};
		return { position, at, begin: at, seen, account, choice, event };
	}
	// A feed that compares no times has none to go on from.
	const since = feed.comparesContent ? undefined : lastTime(kept);
	const { position } = kept;
	if (position === undefined) {
		const { position: place, at: begin } = await feed.start(call, since);
		// What was told is not known any more, so nothing from before counts.
		return { ...kept, position: place, begin, account, event };
	}
	if (kept.account !== account) {
		const { position: place } = await feed.start(call, since);
		// Only an account with a name is surely another; new keys may be those of the same seller.
		const isNamed = call.client.connection.account !== null;
		const begin = isNamed ? (since ?? kept.begin) : kept.begin;
		return { ...kept, position: place, begin, account, event };
	}
	const isSame = kept.event === undefined || kept.event === event;
	return { ...kept, position, begin: isSame ? kept.begin : (since ?? kept.begin), event };
}

/** Up to when all was told, surely. A time that claims to be in the future is none. */
function lastTime({ begin, at }: Note): number {
	return Math.max(begin, Math.min(at, clock.now()) - OVERLAP_MS);
}

/** An expression such as "yesterday" gives another date at every poll, and is one and the same choice. */
function choiceOf(call: Call, from: number): string {
	const { startDate } = call.context.getNode().parameters;
	const isExpression = typeof startDate === 'string' && startDate.startsWith('=');
	return isExpression ? startDate : new Date(from).toISOString();
}

function chosenStart(call: Call): number | undefined {
	const startFrom = call.parameter<string>('startFrom', 'now');
	if (startFrom === 'now') return undefined;
	if (startFrom !== 'date') throw new BadInput("'Start From' is unknown", 'It can be: now, date');
	const label = 'Start Date';
	const date = readTime(
		requireText(call.parameter<unknown>('startDate', ''), label),
		label,
		call.context.getTimezone(),
	).toMillis();
	if (date <= clock.now()) return date;
	throw new BadInput(`'${label}' is in the future`, "Choose an earlier date, or 'Now'");
}
