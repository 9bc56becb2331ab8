import { createHash } from 'node:crypto';

import type { Random } from './random';

/** What became of an order, in words that all marketplaces share. */
export type Kind =
	| 'created'
	| 'filledIn'
	| 'paid'
	| 'partiallyShipped'
	| 'shipped'
	| 'delivered'
	| 'completed'
	| 'claimed'
	| 'cancelled'
	| 'returned'
	| 'refunded'
	| 'exchanged'
	| 'merged'
	| 'removed'
	| 'changed';

/** One change as it really was, whatever the marketplace's lists and feeds say about it. */
export interface TruthRecord {
	orderId: string;
	/** Name of the action that made it. */
	action: string;
	kind: Kind;
	at: number;
	/** The marketplace's own word for the state that the order is in now. */
	state: string;
	/** Digest of what the API shows of the order from now on; empty when it is gone. */
	revision: string;
	/** Set when no feed and no time of a last change tells of it. */
	isSilent?: boolean;
	/** Set on an order that went into another one. */
	into?: string;
}

/** What an action did to one order. */
export interface Done {
	orderId: string;
	state: string;
	/** Where it differs from the action's own. */
	kind?: Kind;
	isSilent?: boolean;
	into?: string;
}

/** One thing that buyers, sellers or the marketplace do. */
export interface Action {
	kind: Kind;
	/** How often it comes, compared with the others. */
	weight: number;
	/** Does it to an order that is fit for it, now; undefined when there is none. */
	act(random: Random): Done | Done[] | undefined;
}

type Actions = Record<string, Action>;

/** An action on one order that is there already; `C` is what the deed works with. */
export interface Move<T, C> {
	kind: Kind;
	weight: number;
	fits: (one: T) => boolean;
	deed: (one: T, context: C, random: Random) => void;
	isSilent?: boolean;
}

/** The orders of a marketplace, for moves. */
interface Orders<T, C> {
	all(): readonly T[];
	change(one: T, deed: (context: C) => void): void;
	done(one: T): Done;
}

export function moves<T, C>(orders: Orders<T, C>, table: Record<string, Move<T, C>>): Actions {
	const action = ({ kind, weight, fits, deed, isSilent }: Move<T, C>): Action => ({
		kind,
		weight,
		act(random) {
			const one = pickWhere(random, orders.all(), fits);
			if (!one) return undefined;
			orders.change(one, (context) => deed(one, context, random));
			return { ...orders.done(one), ...(isSilent ? { isSilent } : {}) };
		},
	});
	return Object.fromEntries(Object.entries(table).map(([name, move]) => [name, action(move)]));
}

/** The life of a marketplace's orders, one legal change at a time. */
export class World {
	/** Every change that `act` made, oldest first. */
	get history(): readonly TruthRecord[] {
		return this.records;
	}

	private readonly records: TruthRecord[] = [];

	constructor(
		private readonly known: Actions,
		private readonly now: () => number,
		/** What the API shows of an order; undefined when it shows nothing. */
		private readonly show: (orderId: string) => unknown,
	) {}

	/** Names of everything that can happen here. */
	actions(): string[] {
		return Object.keys(this.known);
	}

	/** Lets something happen at the current time: what is named, or anything that is possible. */
	act(random: Random, name?: string): TruthRecord {
		const open = new Map(name === undefined ? Object.entries(this.known) : [this.named(name)]);
		while (open.size > 0) {
			const [next, action] = draw(random, [...open]);
			const done = action.act(random);
			if (done) return this.record(next, action, [done].flat());
			open.delete(next);
		}
		throw new Error(`Nothing is fit for ${name ?? 'any action'}`);
	}

	/** Digest of what the API shows of an order now; empty when it shows nothing. */
	revision(orderId: string): string {
		const view = this.show(orderId);
		if (view === undefined) return '';
		const text = typeof view === 'string' ? view : JSON.stringify(view);
		return createHash('sha1').update(text).digest('hex').slice(0, 16);
	}

	private named(name: string): [string, Action] {
		if (Object.hasOwn(this.known, name)) return [name, this.known[name]];
		throw new Error(`There is no action ${name}`);
	}

	private record(action: string, { kind }: Action, done: Done[]): TruthRecord {
		const at = this.now();
		const records = done.map((one) => ({
			action,
			kind,
			at,
			revision: this.revision(one.orderId),
			...one,
		}));
		this.records.push(...records);
		return records[0];
	}
}

function draw(random: Random, open: [string, Action][]): [string, Action] {
	let at = random.next() * open.reduce((sum, [, { weight }]) => sum + weight, 0);
	return open.find(([, { weight }]) => (at -= weight) < 0) ?? open[open.length - 1];
}

/** Any of these that fits; looks at all of them only when chance finds none. */
export function pickWhere<T>(
	random: Random,
	list: readonly T[],
	fits: (one: T) => boolean,
): T | undefined {
	for (let i = 0; i < 20 && list.length > 0; i++) {
		const one = random.pick(list);
		if (fits(one)) return one;
	}
	const all = list.filter(fits);
	return all.length > 0 ? random.pick(all) : undefined;
}
