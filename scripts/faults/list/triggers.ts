import { faultsOf, type ListedFault } from './fault';

/** Faults of core/triggers. */
export const triggers: ListedFault[] = [
	...faultsOf('core/triggers/dedupe.ts', [
		[
			'if (at === null || this.skipped.has(short)) return false;',
			'if (at === null) return false;',
			'an order that did not fit counts as told after the memory was trimmed',
		],
		[
			'const most = caughtUp ? MOST : MOST_BEHIND;',
			'const most = MOST;',
			'a feed that catches up with more than 10,000 events tells some again or loses them',
		],
		[
			'Math.max(most / 2, most - timed.length)',
			'most',
			'timeless events push out all others, and what comes late counts as told',
		],
		[
			'return { ...stored, keys: Object.fromEntries(left), spans };',
			'return { keys: Object.fromEntries(left), spans };',
			'After a kill (or with another account or event), the orders that were seen and not told are forgotten: those in a span are not told when they fit later.',
		],
		[
			'[...this.skipped].slice(-MOST_SKIPPED)',
			'[...this.skipped].slice(0, MOST_SKIPPED)',
			'Of very many skipped events the newest are forgotten: an order that fits later is never emitted.',
		],
	]),
	...faultsOf('core/triggers/event.ts', [
		[
			'(happenedAt ?? at) < begin',
			'(happenedAt ?? at) <= begin',
			'what happens in the very millisecond of the beginning is lost',
		],
		[
			'happenedAt ?? at',
			'happenedAt ?? Infinity',
			'an undated event of before the activation is told',
		],
		[
			'const known = [CREATED, UPDATED, ...special',
			'const known = [CREATED, ...special',
			'the event Order Updated is refused as unknown',
		],
		[
			'[id, name, ...(occasion === undefined ? [] : [occasion])]',
			'[id, name]',
			'the second claim on an order is never told',
		],
		[
			'(happenedAt ?? at) < begin',
			'(happenedAt !== null && happenedAt < begin)',
			'An event whose time nobody says is no longer measured by the time of the state: what old orders went through before the activation is told as new.',
		],
	]),
	...faultsOf('core/triggers/handover.ts', [
		[
			'const keys = emitted.map((key) => EmittedEvents.short(key));',
			'const keys = [...emitted];',
			'after a kill, the events in doubt still count as told and are lost',
		],
		[
			'...own.unconfirmed,\n\t\t\tkeys: [...own.unconfirmed.keys, ...keys]',
			'...own.unconfirmed, keys',
			'of two polls in a row before a kill, the events of the first are lost',
		],
		[
			'current.at - unconfirmed.emittedAt > DOUBTFUL_MS',
			'clock.now() - unconfirmed.emittedAt > DOUBTFUL_MS',
			'a first poll that fails for five minutes after a kill loses what was in doubt',
		],
		[
			'\tconst { checkpoint, at, keys, spans } = unconfirmed;\n\treturn { ...state, checkpoint, at, seen: EmittedEvents.without(state.seen, keys, spans) };',
			'\tconst { checkpoint, at, keys } = unconfirmed;\n\treturn { ...state, checkpoint, at, seen: EmittedEvents.without(state.seen, keys, EmittedEvents.spansOf(state.seen)) };',
			'After a kill the spans of later are kept: of the events that must be told again, those whose time lies in the grown span count as told and are lost.',
		],
	]),
	...faultsOf('core/triggers/new-events.ts', [
		[
			'at > former.at && this.found',
			'at >= former.at && this.found',
			'of two changes with the same time one is lost',
		],
		[
			'this.seen.forget(former.key);',
			'void 0;',
			'a state that was superseded by an old copy is never told',
		],
		[
			'isOnce && !this.seen.has(newEvent.key, newEvent.at)',
			'isOnce',
			'an order that was told, then no longer fits, is told again when it fits again',
		],
		[
			'if (former && at > former.at && this.found.delete(former.key)) this.seen.forget(former.key);',
			'if (former && at > former.at) this.found.delete(former.key);',
			"The former of two states counts as told although nobody got it: when the feed shows it again as the true one, 'orderUpdated' stays silent.",
		],
		[
			'\t\tthis.found.delete(newEvent.key);\n\t\tthis.found.set(',
			'\t\tthis.found.set(',
			'A later state of the same event keeps the place of the earlier one: items no longer come in the order in which the states came to be.',
		],
	]),
	...faultsOf('core/triggers/poll-lock.ts', [
		[
			'Math.abs(now - other.acquiredAt) < other.limitMs',
			'now - other.acquiredAt < other.limitMs',
			'after the clock was set back a day, the trigger is still for a day',
		],
		[
			'JSON.stringify([account, choice, events])',
			'JSON.stringify([choice, events])',
			'published again with another account, the trigger begins with the position of the old one',
		],
		[
			'function choiceOf({ account, choice, events }: TriggerState): string {\n\treturn JSON.stringify([account, choice, events]);',
			'function choiceOf({ choice, events }: TriggerState): string {\n\treturn JSON.stringify([choice, events]);',
			"Who publishes, changes the account of the credential and publishes again begins at the other account's position.",
		],
		[
			'lifeMs: SAME_MOMENT_MS',
			'lifeMs: Infinity',
			'A poll that has the same state as one long ago emits nothing for ever, where n8n failed to keep the state in between.',
		],
	]),
	...faultsOf('core/triggers/parameters.ts', [
		[
			'const value = read();\n\t\treturn () => value;',
			'return read;',
			'a trigger beside others fails where its parameters hold an expression: n8n takes away what evaluates it when another poll ends',
		],
		[
			'return () => raise(error);',
			'return raise(error);',
			'an expression that fails ends the poll, although nobody wants its value',
		],
	]),
	...faultsOf('core/triggers/poll.ts', [
		[
			'if (poll) releasePollLock(poll.key, poll.lock);',
			'',
			'a trigger polls once, then is still for ten minutes',
		],
		[
			'seen.skip(eventKey);\n\t\t\tcontinue;',
			'continue;',
			'an order that gave no item counts as told, and is not told when it gives one',
		],
		[
			'if (webhook?.emitted.has(eventKey) !== true) items',
			'items',
			'what the webhook has told the poll tells again',
		],
		[
			'seen.write(caughtUp, start.begin)',
			'seen.write(caughtUp)',
			'Spans of forgotten events reach over the beginning: in a shop with very many events, orders from between two beginnings count as told although nobody heard of them.',
		],
		[
			'\tif (!holdsPollLock(key, poll.lock)) return [];\n\tconst write',
			'\tconst write',
			'The lock is not looked at after the last wait: a poll that hangs while it completes orders overwrites the newer state of the poll that took over, which then emits everything again.',
		],
	]),
	...faultsOf('core/triggers/published.ts', [
		[
			"['throttled', 'transient']",
			"['transient']",
			'a 429 at the activation keeps the workflow from being published',
		],
		[
			'Math.min(before.first, now)',
			'now',
			'what happens between a failed activation and the first good poll is lost',
		],
		[
			'if (kept && KEPT in kept) delete kept[KEPT];',
			'',
			"the time of an old publication is kept for ever and becomes the 'Now' of a later one",
		],
		[
			'tries.set(key, { first, last: now });',
			'tries.set(key, { first, last: before?.last ?? now });',
			"The last try is never moved on: who publishes again by hand a few minutes after the last try, but an hour after the first, begins at a later 'Now'; orders from in between are lost.",
		],
	]),
	...faultsOf('core/triggers/quota-wait.ts', [
		[
			'client.requests() === asked && ',
			'',
			"the marketplace's own refusal is taken for our pace, and nobody hears of it",
		],
		[
			'client.requests() === asked',
			'client.requests() >= asked',
			'A refusal of the marketplace itself (it was asked and says: wait) is taken for our own pace: the poll ends silently, the user sees no error for a quarter of an hour.',
		],
		[
			'\twaiting.delete(key);\n\tthrow',
			'\tthrow',
			'After the first message about starved polls every further poll fails instead of every third.',
		],
	]),
	...faultsOf('core/triggers/read-feed.ts', [
		[
			'[change, completed[index]]',
			'[change, completed[0]]',
			'every event of a poll carries the order of the first',
		],
		[
			'done ? newest : start.at',
			'newest',
			'while it catches up, the time runs ahead of what was shown; a renamed node steps over orders',
		],
		[
			'from <= at && at < to',
			'from <= at && at <= to',
			'what was not shown yet at the end of a former beginning is silenced',
		],
		[
			'clock.now() < bounds.until && ',
			'',
			'a poll goes on after its budget until n8n takes it for dead',
		],
		[
			'steps === 0 && !(isFirst',
			'!(isFirst',
			'trouble at the second step throws away what the first has found',
		],
		[
			'orders.length === 0 ? []',
			'orders.length <= 1 ? orders',
			"A poll that has just one new order does not complete it: the user's item lacks what the feed leaves out (lines, address), while polls with two orders are right.",
		],
		[
			'at: done ? newest : start.at',
			'at: newest',
			'A feed that is still behind claims to have told all up to the newest event it saw: after a renaming, a new account or another event, it goes on from there and older orders are lost.',
		],
	]),
	...faultsOf('core/triggers/state.ts', [
		[
			'Math.max(begin, begins?.[event] ?? begin)',
			'begin',
			'an event that was added emits what happened long before, as if it were new',
		],
	]),
	...faultsOf('core/triggers/start.ts', [
		[
			'former.has(event) ? beginOf(kept, event) : now',
			'now',
			'who adds an event loses what the others have not emitted yet',
		],
	]),
	...faultsOf('core/triggers/sample.ts', [
		[
			'examples.has(key) || ',
			'',
			'Fetch Test Event shows the oldest copy of an order, not its newest',
		],
		[
			'if (key === undefined || examples.has(key) || !isWanted(change.raw)) continue;',
			'if (key === undefined || !isWanted(change.raw)) continue;',
			"'Fetch Test Event' shows of an order with several states the oldest instead of the newest: an older one overwrites it under the same key.",
		],
	]),
	...faultsOf('core/triggers/start.ts', [
		[
			'Math.max(begin, Math.min(at, clock.now()) - OVERLAP_MS)',
			'Math.max(begin, Math.min(at, clock.now()))',
			'after new keys or a rename, what was indexed late is stepped over',
		],
		[
			"typeof value === 'object' && value !== null ? value : requireText(value, label)",
			'requireText(value, label)',
			"the expression that the documentation gives for 'Start Date' is refused as empty in n8n 2",
		],
		[
			'if (waitedMs < SECOND_MS) return beginning;',
			'return beginning;',
			'what came while the marketplace was out of reach at the activation is lost',
		],
		[
			'sort(([a], [b]) => (a < b ? -1 : 1))',
			'slice()',
			'the same filters in another order count as another wish',
		],
		[
			'(feed.comparesContent ? now : beginning.at) - waitedMs',
			'Math.max(now, beginning.at) - waitedMs',
			"After a first poll that failed, 'Now' is reckoned from our clock where it is ahead of the marketplace's: the orders of that difference are stepped over.",
		],
		[
			'.sort(([a], [b]) => (a < b ? -1 : 1))',
			'',
			"The same filters, added in another order, count as other filters: the trigger moves its beginning, and 'shown' is dropped, so events are lost or told again.",
		],
	]),
	...faultsOf('core/triggers/state.ts', [
		[
			'feed.comparesContent ? { ...time, checkpoint } : time',
			'time',
			'a renamed node of a marketplace without times begins anew and loses what came since',
		],
		[
			'account ?? quotaOwner',
			'account',
			'two accounts without a name are taken for one: the cursor of one is used for the other',
		],
		[
			'all[OURS] = { ...former, [id]: { ...own } };',
			'all[OURS] = { [id]: { ...own } };',
			"Two triggers in one workflow wipe each other's note: of two renamed nodes, one begins at 'Now' and loses what came since.",
		],
		[
			"\tconst { baseUrl, quotaOwner, account } = connection;\n\tconst name = [marketplace.id, baseUrl, account ?? quotaOwner].join('|');",
			"\tconst { quotaOwner, account } = connection;\n\tconst name = [marketplace.id, account ?? quotaOwner].join('|');",
			'Sandbox and production (or two regions) of the same account count as one: after the switch the trigger goes on at a position that means nothing there.',
		],
	]),
	...faultsOf('core/triggers/webhook-memory.ts', [
		['if (this.entries.size <= MOST) return;', 'return;', 'the memory of calls grows without end'],
		[
			'return `${context.getWorkflow().id}|${context.getNode().id}`;',
			'return context.getNode().id;',
			'A duplicated workflow has nodes with the same ids: its trigger shares turns, first places and told events with the original, so one of the two stays silent.',
		],
	]),
	...faultsOf('core/triggers/webhook.ts', [
		['\t\tmemory.busy--;\n', '', 'a webhook is deaf after five calls'],
		[
			'memory.emitted.add(key);',
			'',
			'a repeated call of the marketplace is told twice, and the poll tells it again',
		],
		[
			'memory.polled?.account === account ? memory.polled : undefined',
			'memory.polled',
			'after another account is entered, what the old one was told silences the new one',
		],
		[
			'\t\t\tif (items.length > 0) memory.emitted.add(key);\n',
			'\t\t\tmemory.emitted.add(key);\n',
			'An order whose webhook gave no item counts as told by the webhook: when a later poll has an item for the same event, it is withheld for good.',
		],
	]),
];
