import type { Feed } from '../../core/triggers/feed';
import { feed as allegro } from '../../nodes/Allegro/trigger/feed';
import { feed as amazon } from '../../nodes/AmazonSellingPartner/trigger/feed';
import { feed as assistTencho } from '../../nodes/AssistTencho/trigger/feed';
import { feed as bigCommerce } from '../../nodes/BigCommerce/trigger/feed';
import { feed as kaufland } from '../../nodes/Kaufland/trigger/feed';
import { feed as naver } from '../../nodes/NaverCommerce/trigger/feed';
import type { JournalLies } from '../../sandbox/allegro/settings';
import type { Random } from '../../sandbox/kit/random';
import type { Kind, TruthRecord } from '../../sandbox/kit/world';
import type { MarketplaceName } from '../engine/stage';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How the marketplace lies, and how slow its lists are. */
export interface Lies {
	journal?: JournalLies;
	indexLagMs?: number;
	withoutStorefront?: 'all' | 'first';
	fromIsExclusive?: boolean;
	hidesTypes?: boolean;
}

/** Whether an event has to be told of a change; `lines` is how many lines the order has. */
type Promised = (record: TruthRecord, lines: number) => boolean;

/** What one marketplace's trigger promises. */
export interface Plan {
	name: MarketplaceName;
	feed: Feed<unknown>;
	/** How many orders a page of its feed shows; in a rush, more than one is waiting. */
	page?: number;
	parameters?: object;
	lies?: (random: Random) => Lies;
	/** Whether its tokens end and can be had anew without a person. */
	renews?: boolean;
	/** How far our clock may be off, in minutes; beyond that, no new token is given. */
	skew?: [least: number, most: number];
	/** How long after a change its feed shows it, at most. */
	shownAfter?: (lies: Lies) => number;
	/** What no feed and no list tells of. */
	isHidden?: (record: TruthRecord, lies: Lies) => boolean;
	/** The filter without which the action node lists nothing, or little. */
	since?: string;
	/** Changes that may make an order a new one. */
	creates?: Kind[];
	/** Events that an order may have more than once, with a key for each time, and the changes that cause them. */
	occasions?: Readonly<Record<string, Kind[]>>;
	/** Events beside `orderUpdated`, and the truth that each has to tell of. */
	events: Record<string, Promised>;
}

const is =
	(...kinds: Kind[]): Promised =>
	({ kind }) =>
		kinds.includes(kind);

/** Its truth is of one line; the event is of the whole order. */
const ofSingle =
	(...kinds: Kind[]): Promised =>
	({ kind }, lines) =>
		lines === 1 && kinds.includes(kind);

const into =
	(...states: string[]): Promised =>
	({ state }) =>
		states.includes(state);

const createdAs =
	(state: string): Promised =>
	(record) =>
		record.kind === 'created' && record.state === state;

const either =
	(...cases: Promised[]): Promised =>
	(record, lines) =>
		cases.some((one) => one(record, lines));

const lag = (random: Random): Lies => ({ indexLagMs: random.pick([0, 30_000, 120_000, 120_000]) });

const LATE_MS = 2 * HOUR;
const BY_ALLEGRO_SELLER = ['process', 'suspend', 'ship', 'handOver', 'takeBack'];

export const PLANS: Plan[] = [
	{
		name: 'allegro',
		feed: allegro,
		page: 100,
		renews: true,
		lies: (random) => ({
			journal: random.pick([
				undefined,
				{ double: 0.2, late: 0.2, lateMs: LATE_MS },
				{ drop: 0.2, double: 0.1, late: 0.1, lateMs: LATE_MS },
				{ double: 0.1, hide: 0.3, hideMs: LATE_MS },
			]),
		}),
		// Who is not found is looked for again after at most an hour.
		shownAfter: ({ journal }) =>
			(journal ? LATE_MS : 0) + (journal?.hide === undefined ? 0 : HOUR) + 5 * MINUTE,
		// The seller's changes do not move `updatedAt`: what the journal drops of them no sweep can find.
		isHidden: ({ action }, { journal }) =>
			journal?.drop !== undefined && BY_ALLEGRO_SELLER.includes(action),
		events: {
			orderCreated: is('created'),
			orderReadyForProcessing: is('paid'),
			orderShipped: is('shipped'),
			orderCancelled: is('cancelled'),
		},
	},
	{
		name: 'amazon',
		feed: amazon,
		page: 100,
		renews: true,
		since: 'updatedAfter',
		lies: lag,
		events: {
			orderCreated: is('created'),
			orderReadyToShip: is('paid'),
			orderShipped: is('shipped'),
			orderCancelled: into('CANCELLED'),
		},
	},
	{
		name: 'assistTencho',
		feed: assistTencho,
		// No rush: its list has no pages, and every poll compares all of it.
		parameters: { output: 'order' },
		events: { orderCreated: is('created') },
	},
	{
		name: 'bigCommerce',
		feed: bigCommerce,
		page: 250,
		lies: lag,
		// A checkout that nobody has finished is no order, whatever happens to it.
		isHidden: ({ state }) => state === 'Incomplete',
		// Paid at last, a checkout becomes an order.
		creates: ['paid', 'cancelled', 'removed'],
		events: {
			orderCreated: ({ kind, state }) => kind === 'created' && state !== 'Incomplete',
			orderAwaitingFulfillment: either(is('paid'), createdAs('Awaiting Fulfillment')),
			orderShipped: ({ kind, state }) => kind === 'shipped' && state === 'Shipped',
			orderCompleted: is('completed'),
			orderCancelled: is('cancelled'),
		},
	},
	{
		name: 'kaufland',
		feed: kaufland,
		page: 100,
		skew: [-4, 4],
		lies: (random) => ({
			...lag(random),
			withoutStorefront: random.pick(['all', 'first']),
			fromIsExclusive: random.chance(0.5),
			hidesTypes: random.chance(0.5),
		}),
		// A piece may be paid back as soon as it is back: then nobody sees it come back before.
		occasions: { orderReturned: ['returned', 'changed', 'refunded'] },
		events: {
			orderCreated: is('created'),
			orderReadyToShip: either(is('paid'), createdAs('need_to_be_sent')),
			orderShipped: is('shipped'),
			orderDelivered: ({ kind, state }) => kind === 'delivered' && state === 'received',
			orderCompleted: either(is('completed'), is('delivered')),
			// Kaufland forgets the buyers of cancelled orders, too.
			orderCancelled: ({ state, isSilent }) => state === 'cancelled' && isSilent !== true,
			orderReturned: is('returned'),
		},
	},
	{
		name: 'naver',
		feed: naver,
		page: 300,
		renews: true,
		skew: [-4, 0],
		since: 'updatedAfter',
		lies: lag,
		occasions: { orderClaimed: ['claimed'] },
		events: {
			orderCreated: is('created'),
			orderPaid: either(is('paid'), createdAs('PAYED')),
			orderShipped: ofSingle('shipped'),
			orderClaimed: is('claimed'),
			orderCancelled: (record, lines) =>
				record.action === 'expire' || ofSingle('cancelled')(record, lines),
			orderReturned: ofSingle('returned'),
			orderCompleted: ofSingle('completed'),
		},
	},
];
