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
	{
		file: 'core/triggers/read-feed.ts',
		find: 'news.length === 0 ? []',
		put: 'news.length <= 1 ? orders',
		why: `A poll that has just one new order does not complete it: the user's item lacks what the feed leaves out (lines, address), while polls with two orders are right.`,
	},
	{
		file: 'core/triggers/event.ts',
		find: '(happenedAt ?? at) < begin',
		put: '(happenedAt !== null && happenedAt < begin)',
		why: 'An event whose time nobody says is no longer measured by the time of the state: what old orders went through before the activation is told as new.',
	},
	{
		file: 'core/triggers/new-events.ts',
		find: 'if (former && at > former.at && this.found.delete(former.key)) this.seen.forget(former.key);',
		put: 'if (former && at > former.at) this.found.delete(former.key);',
		why: `The former of two states counts as told although nobody got it: when the feed shows it again as the true one, 'orderUpdated' stays silent.`,
	},
	{
		file: 'core/triggers/new-events.ts',
		find: `		this.found.delete(news.key);
		this.found.set(`,
		put: '\t\tthis.found.set(',
		why: 'A later state of the same event keeps the place of the earlier one: items no longer come in the order in which the states came to be.',
	},
	{
		file: 'core/triggers/read-feed.ts',
		find: 'from <= at && at < to',
		put: 'from <= at && at <= to',
		why: `A state at exactly the end of what was shown before counts as shown: after a change of 'Start From' the user never hears of it.`,
	},
	{
		file: 'core/triggers/read-feed.ts',
		find: 'at: done ? newest : start.at',
		put: 'at: newest',
		why: 'A feed that is still behind claims to have told all up to the newest event it saw: after a renaming, a new account or another event, it goes on from there and older orders are lost.',
	},
	{
		file: 'core/triggers/handover.ts',
		find: `	const { position, at, keys, spans } = doubt;
	return { ...state, position, at, seen: Seen.without(state.seen, keys, spans) };`,
		put: `	const { position, at, keys } = doubt;
	return { ...state, position, at, seen: Seen.without(state.seen, keys, Seen.spansOf(state.seen)) };`,
		why: 'After a kill the spans of later are kept: of the events that must be told again, those whose time lies in the grown span count as told and are lost.',
	},
	{
		file: 'core/triggers/handover.ts',
		find: 'beginning.at - doubt.toldAt > DOUBTFUL_MS',
		put: 'clock.now() - doubt.toldAt > DOUBTFUL_MS',
		why: 'If the first polls after a restart fail for more than five minutes, the doubt runs out meanwhile: events that n8n was killed over are never told.',
	},
	{
		file: 'core/triggers/webhook.ts',
		find: `			if (items.length > 0) told.events.add(key);
`,
		put: `			told.events.add(key);
`,
		why: 'An order whose webhook gave no item counts as told by the webhook: when a later poll has an item for the same event, it is withheld for good.',
	},
	{
		file: 'core/triggers/webhook.ts',
		find: 'secrets: client?.secrets ?? new Secrets([]),',
		put: 'secrets: new Secrets([]),',
		why: `Errors of webhook set-up and of a webhook's look show what the marketplace echoes of the token; nothing is redacted.`,
	},
	{
		file: 'core/triggers/quota-wait.ts',
		find: 'client.requests() === asked',
		put: 'client.requests() >= asked',
		why: 'A refusal of the marketplace itself (it was asked and says: wait) is taken for our own pace: the poll ends silently, the user sees no error for a quarter of an hour.',
	},
	{
		file: 'core/triggers/poll.ts',
		find: `	const whole = await completed(call, trigger, finds.all());
	// Another poll has gone on in its place: what that one kept is newer, and what this one found it tells, too.
	if (!isTurnOf(key, poll.turn)) return [];`,
		put: `	// Another poll has gone on in its place: what that one kept is newer, and what this one found it tells, too.
	if (!isTurnOf(key, poll.turn)) return [];
	const whole = await completed(call, trigger, finds.all());`,
		why: 'The turn is checked before the last wait: a poll that hangs while it completes orders overwrites the newer place of the poll that took over, which then tells everything again.',
	},
	{
		file: 'core/triggers/poll.ts',
		find: 'seen.write(caughtUp, start.begin)',
		put: 'seen.write(caughtUp)',
		why: 'Spans of forgotten events reach over the beginning: in a shop with very many events, orders from between two beginnings count as told although nobody heard of them.',
	},
	{
		file: 'core/triggers/published.ts',
		find: 'tries.set(key, { first, last: now });',
		put: 'tries.set(key, { first, last: before?.last ?? now });',
		why: `The last try is never moved on: who publishes again by hand a few minutes after the last try, but an hour after the first, begins at a later 'Now'; orders from in between are lost.`,
	},
	{
		file: 'core/triggers/state.ts',
		find: 'all[OURS] = { ...former, [id]: { ...own } };',
		put: 'all[OURS] = { [id]: { ...own } };',
		why: `Two triggers in one workflow wipe each other's note: of two renamed nodes, one begins at 'Now' and loses what came since.`,
	},
	{
		file: 'core/triggers/sample.ts',
		find: 'if (!news || examples.has(news.key) || !isWanted(sighting.raw)) continue;',
		put: 'if (!news || !isWanted(sighting.raw)) continue;',
		why: `'Fetch Test Event' shows of an order with several states the oldest instead of the newest: an older one overwrites it under the same key.`,
	},
	{
		file: 'core/triggers/dedupe.ts',
		find: '[...this.untold].slice(-MOST_UNTOLD)',
		put: '[...this.untold].slice(0, MOST_UNTOLD)',
		why: 'When the cap is reached, the newest orders that did not fit yet are forgotten instead of the oldest: when they fit later, those within a span count as told.',
	},
	{
		file: 'core/triggers/dedupe.ts',
		find: 'return { ...stored, keys: Object.fromEntries(left), spans };',
		put: 'return { keys: Object.fromEntries(left), spans };',
		why: 'After a kill (or with another account or event), the orders that were seen and not told are forgotten: those in a span are not told when they fit later.',
	},
	{
		file: 'core/request/server-clock.ts',
		find: 'Number.isNaN(sent) ? clock.now() : sent',
		put: 'Number.isNaN(sent) || sent > clock.now() ? clock.now() : sent',
		why: `On a machine whose clock is slow the marketplace's time is dropped for our own: 'Now' is too early and orders from before the activation are told.`,
	},
	{
		file: 'core/triggers/start.ts',
		find: '(feed.comparesContent ? now : beginning.at) - waitedMs',
		put: 'Math.max(now, beginning.at) - waitedMs',
		why: `After a first poll that failed, 'Now' is reckoned from our clock where it is ahead of the marketplace's: the orders of that difference are stepped over.`,
	},
	{
		file: 'core/triggers/start.ts',
		find: '.sort(([a], [b]) => (a < b ? -1 : 1))',
		put: '',
		why: `The same filters, added in another order, count as other filters: the trigger moves its beginning, and 'shown' is dropped, so events are lost or told again.`,
	},
	{
		file: 'core/triggers/state.ts',
		find: `	const { baseUrl, quotaOwner, account } = connection;
	const name = [marketplace.id, baseUrl, account ?? quotaOwner].join('|');`,
		put: `	const { quotaOwner, account } = connection;
	const name = [marketplace.id, account ?? quotaOwner].join('|');`,
		why: 'Sandbox and production (or two regions) of the same account count as one: after the switch the trigger goes on at a position that means nothing there.',
	},
	{
		file: 'core/triggers/webhook-memory.ts',
		find: 'return `${context.getWorkflow().id}|${context.getNode().id}`;',
		put: 'return context.getNode().id;',
		why: 'A duplicated workflow has nodes with the same ids: its trigger shares turns, first places and told events with the original, so one of the two stays silent.',
	},
	{
		file: 'core/triggers/poll-lock.ts',
		find: `function choiceOf({ account, choice, event }: State): string {
	return JSON.stringify([account, choice, event]);`,
		put: `function choiceOf({ choice, event }: State): string {
	return JSON.stringify([choice, event]);`,
		why: `Who publishes, changes the account of the credential and publishes again begins at the other account's position.`,
	},
];
