import type { ListedFault } from './fault';

const file = (name: string) => (find: string, put: string, why: string) => ({
	file: `core/trigger/${name}.ts`,
	find,
	put,
	why,
});

const [completed, event, feed, finds, follow] = [
	file('completed'),
	file('event'),
	file('hint'),
	file('finds'),
	file('follow'),
];
const [handover, pace, poll, published, renamed] = [
	file('handover'),
	file('pace'),
	file('poll'),
	file('published'),
	file('renamed'),
];
const [sample, seen, serverTime, start, state, told, turns] = [
	file('sample'),
	file('seen'),
	file('server-time'),
	file('start'),
	file('state'),
	file('told'),
	file('turns'),
];

/** Faults of core/trigger. */
export const trigger: ListedFault[] = [
	completed(
		'[key, whole[place]]',
		'[key, whole[0]]',
		'every event of a poll carries the order of the first',
	),
	event(
		'(happenedAt ?? at) < begin',
		'(happenedAt ?? at) <= begin',
		'what happens in the very millisecond of the beginning is lost',
	),
	event(
		'happenedAt ?? at',
		'happenedAt ?? Infinity',
		'an undated event of before the activation is told',
	),
	event(
		'const known = [CREATED, UPDATED, ...special',
		'const known = [CREATED, ...special',
		'the event Order Updated is refused as unknown',
	),
	event(
		'[id, name, ...(occasion === undefined ? [] : [occasion])]',
		'[id, name]',
		'the second claim on an order is never told',
	),
	feed('		told.busy--;\n', '', 'a webhook is deaf after five calls'),
	feed(
		'told.events.add(key);',
		'',
		'a repeated call of the marketplace is told twice, and the poll tells it again',
	),
	feed(
		'told.polled?.account === account ? told.polled : undefined',
		'told.polled',
		'after another account is entered, what the old one was told silences the new one',
	),
	finds(
		'at > former.at && this.found',
		'at >= former.at && this.found',
		'of two changes with the same time one is lost',
	),
	finds(
		'this.seen.forget(former.key);',
		'void 0;',
		'a state that was superseded by an old copy is never told',
	),
	finds(
		'isOnce && !this.seen.has(news.key, news.at)',
		'isOnce',
		'an order that was told, then no longer fits, is told again when it fits again',
	),
	follow(
		'done ? newest : start.at',
		'newest',
		'while it catches up, the time runs ahead of what was shown; a renamed node steps over orders',
	),
	follow(
		'from <= at && at < to',
		'from <= at && at <= to',
		'what was not shown yet at the end of a former beginning is silenced',
	),
	follow(
		'clock.now() < bounds.until && ',
		'',
		'a poll goes on after its budget until n8n takes it for dead',
	),
	follow(
		'steps === 0 && !(isFirst',
		'!(isFirst',
		'trouble at the second step throws away what the first has found',
	),
	handover(
		'const keys = told.map((key) => Seen.short(key));',
		'const keys = [...told];',
		'after a kill, the events in doubt still count as told and are lost',
	),
	handover(
		'...own.doubt, keys: [...own.doubt.keys, ...keys]',
		'...own.doubt, keys',
		'of two polls in a row before a kill, the events of the first are lost',
	),
	handover(
		'beginning.at - doubt.toldAt > DOUBTFUL_MS',
		'clock.now() - doubt.toldAt > DOUBTFUL_MS',
		'a first poll that fails for five minutes after a kill loses what was in doubt',
	),
	pace(
		'client.requests() === asked && ',
		'',
		"the marketplace's own refusal is taken for our pace, and nobody hears of it",
	),
	pace(
		'	// Told once, then again after as long.\n	waiting.delete(key);\n',
		'',
		'a trigger without quota tells of it at every poll',
	),
	poll(
		'if (poll) endTurn(poll.key, poll.turn);',
		'',
		'a trigger polls once, then is still for ten minutes',
	),
	poll(
		'seen.leaveUntold(eventKey);\n			continue;',
		'continue;',
		'an order that gave no item counts as told, and is not told when it gives one',
	),
	poll(
		'if (hints?.events.has(eventKey) !== true) items',
		'items',
		'what the webhook has told the poll tells again',
	),
	published(
		"['throttled', 'transient']",
		"['transient']",
		'a 429 at the activation keeps the workflow from being published',
	),
	published(
		'Math.min(before.first, now)',
		'now',
		'what happens between a failed activation and the first good poll is lost',
	),
	published(
		'if (kept && KEPT in kept) delete kept[KEPT];',
		'',
		"the time of an old publication is kept for ever and becomes the 'Now' of a later one",
	),
	renamed(
		'feed.comparesContent ? { ...time, position } : time',
		'time',
		'a renamed node of a marketplace without times begins anew and loses what came since',
	),
	sample(
		'examples.has(news.key) || ',
		'',
		'Fetch Test Event shows the oldest copy of an order, not its newest',
	),
	seen(
		'if (at === null || this.untold.has(short)) return false;',
		'if (at === null) return false;',
		'an order that did not fit counts as told after the memory was trimmed',
	),
	seen(
		'const most = caughtUp ? MOST : MOST_BEHIND;',
		'const most = MOST;',
		'a feed that catches up with more than 10,000 events tells some again or loses them',
	),
	seen(
		'Math.max(most / 2, most - timed.length)',
		'most',
		'timeless events push out all others, and what comes late counts as told',
	),
	serverTime(
		'Number.isNaN(sent) ? clock.now() : sent',
		'sent || 0',
		'an answer without a date makes the feed begin in 1970',
	),
	start(
		'Math.max(begin, Math.min(at, clock.now()) - OVERLAP_MS)',
		'Math.max(begin, Math.min(at, clock.now()))',
		'after new keys or a rename, what was indexed late is stepped over',
	),
	start(
		'if (waitedMs < SECOND_MS) return beginning;',
		'return beginning;',
		'what came while the marketplace was out of reach at the activation is lost',
	),
	start(
		'sort(([a], [b]) => (a < b ? -1 : 1))',
		'slice()',
		'the same filters in another order count as another wish',
	),
	state(
		'account ?? quotaOwner',
		'account',
		'two accounts without a name are taken for one: the cursor of one is used for the other',
	),
	told(
		'if (this.entries.size <= MOST) return;',
		'return;',
		'the memory of calls grows without end',
	),
	turns(
		'Math.abs(now - other.begunAt) < other.limitMs',
		'now - other.begunAt < other.limitMs',
		'after the clock was set back a day, the trigger is still for a day',
	),
	turns(
		'Math.abs(clock.now() - last.at) > SAME_MOMENT_MS',
		'false',
		'should n8n fail to keep a place, the trigger stands still for ever',
	),
	turns(
		'JSON.stringify([account, choice, event])',
		'JSON.stringify([choice, event])',
		'published again with another account, the trigger begins with the position of the old one',
	),
];
