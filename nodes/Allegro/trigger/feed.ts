import { DAY_MS, HOUR_MS } from '../../../core/request/clock';
import type { Call } from '../../../core/operations/call';
import type { ApiResponse } from '../../../core/marketplace';
import { object, text } from '../../../core/orders/read';
import { timeOf } from '../../../core/orders/time';
import { idOrDigest, readTotal, completePage } from '../../../core/lists/complete';
import { itemsOf } from '../../../core/lists/pages';
import type {
	FeedStart,
	Feed,
	Checkpoint,
	OrderChange,
	FeedStep,
} from '../../../core/triggers/feed';
import { serverTime } from '../../../core/request/server-clock';
import { raise, ResponseError } from '../../../core/request/errors';
import { FORMS_PER_PAGE, listForms, NO_ID, readForms } from '../orders/checkout-forms';
import { dueOf, type HiddenOrder, stillHidden } from './hidden';
import {
	type JournalEvent,
	type RawForm,
	readEvent,
	SELLERS_CHANGE,
	toOrderChange,
} from './events';
import { sweep, type SweepProgress } from './sweep';

const JOURNAL = '/order/events';
const EVENTS_PER_PAGE = 1000;
/** The journal drops events now and then; so often the list of orders is asked, too. */
const SWEEP_EVERY_MS = 15 * 60_000;
/**
 * So long after an event, the order may still be shown as it was before.
 * See https://github.com/allegro/allegro-api/issues/9873.
 */
const STALE_MS = HOUR_MS;
/** The marketplace gives its time in whole seconds. */
const SECOND_MS = 1000;
/** Older events are gone. See https://github.com/allegro/allegro-api/issues/11417. */
const JOURNAL_MS = 60 * DAY_MS;

/**
 * Where the feed stands: in the journal, which shows everything and now and then loses something, and in the sweep
 * of the orders by `updatedAt`, which loses nothing and does not show what the seller does.
 */
interface Progress extends SweepProgress {
	/** Id of the last event that was read; ids are microseconds since 1970. */
	event: string;
	/** Events of orders that were not yet as new as those: only they say when it happened. */
	again: JournalEvent[];
	/** Orders that the journal names and that Allegro does not show yet. */
	hidden?: HiddenOrder[];
}

export const feed: Feed<RawForm> = { start, next, recent };

/** Ids are times, so an id can be made for any time. See BEHAVIOR.md, Trigger. */
async function start(call: Call, from?: number): Promise<FeedStart> {
	const response = await call.client.send({ method: 'GET', path: '/order/event-stats' });
	const latest = text(object(object(response.body).latestEvent).id);
	const now = serverTime(response);
	const at = from ?? now;
	const isLatest =
		from === undefined && latest !== null && Number(latest) < (now + SECOND_MS) * 1000;
	const event = isLatest ? latest : String(at * 1000);
	if (at < now - JOURNAL_MS) {
		call.hint("Allegro's journal goes back 60 days: earlier changes by sellers are not shown");
	}
	return { checkpoint: checkpointAt(event, new Date(at).toISOString()), at };
}

function checkpointAt(event: string, sweep: string): Checkpoint {
	const begin: Progress = { event, sweep, offset: 0, open: true, sweptAt: 0, again: [] };
	return { ...begin };
}

async function next(call: Call, checkpoint: Checkpoint): Promise<FeedStep<RawForm>> {
	const before = checkpoint as unknown as Progress;
	const response = await readJournal(call, before.event);
	const events = itemsOf(response, (body) => object(body).events as unknown[]).map(readEvent);
	const now = serverTime(response);
	const isDue = before.open || events.length > 0 || now - before.sweptAt >= SWEEP_EVERY_MS;
	const hidden = before.hidden ?? [];
	const due = dueOf(hidden, now);

	const isWhole = events.length < EVENTS_PER_PAGE;
	const until = isWhole ? Infinity : events[events.length - 1].occurredAt;
	const swept = isDue ? await sweep(call, before, now, until) : { place: before, forms: [] };
	const fresh = [...before.again, ...events];
	const byForm = groupByForm([...hidden.flatMap((order) => order.events), ...fresh]);
	const forms = new Map(swept.forms.map((form) => [nameOf(form), form]));
	const named = missing(before, swept.place, groupByForm(fresh), forms);
	const asked = [...new Set([...due.filter((id) => !forms.has(id)), ...named])];
	const looked = await readForms(call, asked);
	for (const form of looked.forms) forms.set(nameOf(form), form);
	const found = [...asked, ...forms.keys()];
	const left = stillHidden(call, hidden, { asked: found, unknown: looked.unknown }, byForm, now);
	const after: Progress = {
		...swept.place,
		// Behind a full page the next sweep is due anyway; its time would hide that the page comes again.
		sweptAt: isWhole ? swept.place.sweptAt : before.sweptAt,
		// An event from the future would take the checkpoint along, past all that comes before its time.
		event:
			events.findLast(({ id, occurredAt }) => id !== '' && occurredAt < now + SECOND_MS)?.id ??
			before.event,
		again: outdated([...hidden.flatMap((order) => order.events), ...events], forms, now),
		hidden: left.length > 0 ? left : undefined,
	};
	return {
		changes: [...forms].map(([id, form]) => toOrderChange(form, byForm.get(id) ?? [])),
		checkpoint: { ...after } as unknown as Checkpoint,
		done: isWhole && !after.open,
	};
}

/** An id that Allegro no longer takes is older than the journal: what it still holds comes after that. */
async function readJournal(call: Call, from: string): Promise<ApiResponse> {
	const request = { method: 'GET', path: JOURNAL } as const;
	try {
		const query = { from, limit: EVENTS_PER_PAGE };
		return await call.client.send({ ...request, query });
	} catch (error) {
		if (!(error instanceof ResponseError) || error.response.status !== NO_ID) return raise(error);
		call.hint(`Allegro's journal no longer has event ${from}. It is read from its beginning`);
		return await call.client.send({ ...request, query: { limit: EVENTS_PER_PAGE } });
	}
}

function nameOf(form: RawForm): string {
	return idOrDigest(text(form.id), form);
}

function groupByForm(events: readonly JournalEvent[]): Map<string, JournalEvent[]> {
	const groups = new Map<string, JournalEvent[]>();
	for (const event of events) {
		const id = event.formId ?? '';
		groups.set(id, [...(groups.get(id) ?? []), event]);
	}
	return groups;
}

/** Forms that the sweep has not brought and will not bring: nothing but the journal shows them. */
function missing(
	before: Progress,
	after: SweepProgress,
	byForm: ReadonlyMap<string, JournalEvent[]>,
	forms: ReadonlyMap<string, RawForm>,
): string[] {
	const sweptTo = timeOf(after.sweep) ?? 0;
	const isSwept = ({ type, occurredAt }: JournalEvent) =>
		after.open && type !== SELLERS_CHANGE && occurredAt > sweptTo;
	const told = [...byForm].filter(([, events]) => !events.every(isSwept)).map(([id]) => id);
	const again = before.again.map(({ formId }) => formId ?? '');
	return [...new Set([...again, ...told])].filter((id) => id !== '' && !forms.has(id));
}

/**
 * A form can be read before it has taken in its last event; it is read once more at the next poll. Of older
 * events it only means that the form has moved on. That the seller's changes move the revision, Allegro has
 * both denied and said (allegro-api #3187, #9905), so after them one more reading is worth its while.
 */
function outdated(
	events: readonly JournalEvent[],
	forms: ReadonlyMap<string, RawForm>,
	now: number,
): JournalEvent[] {
	return [...groupByForm(events)].flatMap(([id, own]) => {
		const form = forms.get(id);
		const last = own.at(-1);
		const isNew = last?.type !== SELLERS_CHANGE && last?.revision === text(form?.revision);
		const recent = own.filter(({ occurredAt }) => now - occurredAt < STALE_MS);
		return form === undefined || isNew ? [] : recent;
	});
}

async function recent(call: Call, count: number): Promise<Array<OrderChange<RawForm>>> {
	const limit = Math.min(count, FORMS_PER_PAGE);
	const again = async () => await listForms(call, { sort: '-updatedAt', limit });
	const { entries } = await completePage(await again(), 0, {
		again,
		extent: (page) => ({
			reach: page.entries.length,
			isFull: page.entries.length >= limit,
			total: readTotal(page.total),
		}),
	});
	return entries.map((form) => toOrderChange(form, []));
}
