import type { INodeExecutionData } from 'n8n-workflow';
import type { TriggerCall } from '../operations/call';
import { itemWriter } from '../operations/orders';
import { ListError } from '../request/errors';
import { completeOrders } from './read-feed';
import { eventsOf } from './event';
import type { FoundEvent } from './new-events';
import type { Trigger } from './feed';

/** Orders that are looked at for an example of the event. */
const LOOKED_AT = 100;
/** Examples that the editor shows. */
const SHOWN = 5;

/** What "Fetch Test Event" shows: recent orders to which it has happened. The checkpoint stays. */
export async function sample<Raw extends object>(
	call: TriggerCall,
	{ source, feed, matches, complete, events, looksAt }: Trigger<Raw>,
): Promise<INodeExecutionData[]> {
	const chosen = eventsOf<Raw>(call, events);
	const write = itemWriter(call, source);
	const recent = await feed.recent(call, LOOKED_AT);
	const isWanted = matches?.(call) ?? (() => true);
	const examples = new Map<string, FoundEvent<Raw>>();
	for (const change of recent) {
		for (const event of chosen) {
			const key = event.detect(change, -Infinity)?.key;
			if (key === undefined || examples.has(key) || !isWanted(change.raw)) continue;
			examples.set(key, { key, event, change });
		}
	}
	if (examples.size === 0) {
		const looked = recent.length === 0 ? 'no orders' : `${recent.length} orders, none matches`;
		throw new ListError(
			`No example of '${chosen.map(({ name }) => name).join("', '")}' was found (searched ${looksAt}: ${looked})`,
			'The trigger works without an example. Publish the workflow, or choose another event for the test',
		);
	}
	const shown = await completeOrders(call, { complete }, [...examples.values()].slice(0, SHOWN));
	return shown.flatMap(({ key, event, raw }) => event.items(key, write(raw)));
}
