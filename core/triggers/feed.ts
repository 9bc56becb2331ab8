import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';
import type { Call } from '../operations/call';
import type { OrderSource } from '../operations/orders';

/** Where a feed stands: plain JSON of the marketplace's own; n8n keeps it between two polls. */
export type Checkpoint = IDataObject;

/** Where a feed begins. */
export interface FeedStart {
	checkpoint: Checkpoint;
	/** The time of it by the marketplace's clock, in milliseconds since 1970: `from`, or its present. */
	at: number;
}

/** A state of an order as the feed shows it. */
export interface OrderChange<Raw> {
	raw: Raw;
	/** The order's id; empty for what is no order. */
	id: string;
	/** Changes with every state of the order; the same as in the `eventKey` of the unified order. */
	revision: string;
	/** When the order came into this state, by the marketplace's clock, in milliseconds since 1970. */
	at: number;
	/**
	 * What has happened to the order by now, by event name, and when, by the marketplace's clock; `null` where nobody
	 * says when. For a state that the order has left again and whose time nobody knows, the time of the order itself:
	 * an order from before the activation does not emit all that it has been through. `orderUpdated` is not among
	 * them: it is every state.
	 */
	facts: Readonly<Record<string, number | null>>;
	/**
	 * For what can happen to an order more than once: what distinguishes this time from the others, e.g. a claim's
	 * id.
	 */
	occasions?: Readonly<Record<string, string>>;
}

/** One step of a feed; the checkpoint is that behind it. */
export interface FeedStep<Raw> {
	changes: Array<OrderChange<Raw>>;
	checkpoint: Checkpoint;
	/** Whether the feed has caught up with the present. */
	done: boolean;
}

/**
 * What has changed since, in small steps. It may show the same state again and again (overlap, sweeps, doubled
 * events): `core/triggers` emits each once. It must never step over a state: a checkpoint moves only as far as
 * everything before it was shown, and only by the marketplace's clock.
 */
export interface Feed<Raw> {
	/** Whether it knows by comparing what is new: its marketplace says of nothing when it happened. */
	comparesContent?: boolean;
	/**
	 * The checkpoint from which everything is shown that happens at `from` or later; without it, from now on.
	 * `isPresent`: `from` is hardly over, so that a feed which compares knows all that it cannot date.
	 */
	start(call: Call, from?: number, isPresent?: boolean): Promise<FeedStart>;
	/** One step, of a few requests at most. */
	next(call: Call, checkpoint: Checkpoint): Promise<FeedStep<Raw>>;
	/** Up to `count` recent states for the editor, newest first; whatever the checkpoint is. */
	recent(call: Call, count: number): Promise<Array<OrderChange<Raw>>>;
}

/** All that `core/triggers` needs to know of one marketplace's trigger. */
export interface Trigger<Raw extends object> {
	source: OrderSource<Raw>;
	feed: Feed<Raw>;
	/** Parameters that decide, beside the filters, which orders the feed shows. */
	selectedBy?: readonly string[];
	/** The user's filters, checked once: whether an order as it was read is one of those that they ask for. */
	matches?(call: Call): (raw: Raw) => boolean;
	/** Reads what the feed leaves out of some orders; asked for those only that are about to be emitted. */
	complete?(call: Call, orders: Raw[]): Promise<Raw[]>;
	/** What can happen, beside new and changed orders; the names of `OrderChange.facts`. */
	events: readonly INodePropertyOptions[];
	/** What `recent` looks through, for the message that nothing was found, e.g. "the newest 100 orders". */
	looksAt: string;
}
