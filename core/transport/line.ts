/**
 * Who waits: the node in its workflow, and which of its runs. A node that polls is the same with each poll, so
 * what it had before counts.
 */
export interface Party {
	readonly node: string;
	readonly run: object;
}

export interface Waiter {
	readonly party: Party;
}

/** More are not remembered; whoever was forgotten comes first. */
const MOST_REMEMBERED = 1000;

/**
 * A line in which nobody has to wait for all the requests of somebody else: the next turn has the node that
 * had one longest ago, among its runs likewise, and among a run's requests the first.
 */
export class Line<W extends Waiter> {
	/** In the order in which they came. */
	private readonly waiters = new Set<W>();
	/** The last turn of each node and run. */
	private readonly turns = new Map<unknown, number>();
	private turn = 0;

	get length(): number {
		return this.waiters.size;
	}

	has(waiter: W): boolean {
		return this.waiters.has(waiter);
	}

	join(waiter: W): void {
		this.greet(waiter.party);
		this.waiters.add(waiter);
	}

	leave(waiter: W): void {
		this.waiters.delete(waiter);
	}

	first(): W | undefined {
		let first: W | undefined;
		for (const waiter of this.waiters) {
			if (!first || this.comesBefore(waiter.party, first.party)) first = waiter;
		}
		return first;
	}

	/** Notes that the party has its turn. */
	serve({ node, run }: Party): void {
		this.turn++;
		for (const key of [run, node]) {
			this.turns.delete(key);
			this.turns.set(key, this.turn);
		}
		for (const oldest of this.turns.keys()) {
			if (this.turns.size <= MOST_REMEMBERED) return;
			this.turns.delete(oldest);
		}
	}

	/** How many have their turn before one that comes now. */
	ahead(party: Party): number {
		this.greet(party);
		const { node, run } = party;
		const runs = new Map<unknown, number>();
		const nodes = new Map<unknown, number>();
		for (const { party: other } of this.waiters) {
			nodes.set(other.node, (nodes.get(other.node) ?? 0) + 1);
			if (other.node === node) runs.set(other.run, (runs.get(other.run) ?? 0) + 1);
		}
		return this.before(nodes, node, this.before(runs, run, runs.get(run) ?? 0));
	}

	/** A run that is new comes behind those of its node that had no turn since; else new ones would keep out an old one. */
	private greet({ run }: Party): void {
		if (!this.turns.has(run)) this.turns.set(run, this.turn);
	}

	/** Each of the others has a turn for each of the `own`, and one more if it had its last one earlier. */
	private before(waiting: Map<unknown, number>, me: unknown, own: number): number {
		let before = own;
		for (const [other, count] of waiting) {
			if (other === me) continue;
			before += Math.min(count, own + (this.lastOf(other) <= this.lastOf(me) ? 1 : 0));
		}
		return before;
	}

	private comesBefore(one: Party, other: Party): boolean {
		const byNode = this.lastOf(one.node) - this.lastOf(other.node);
		return (byNode || this.lastOf(one.run) - this.lastOf(other.run)) < 0;
	}

	private lastOf(key: unknown): number {
		return this.turns.get(key) ?? 0;
	}
}
