/**
 * Who waits: the node in its workflow, and which of its runs. A node that polls is the same with each poll, so
 * what it had before counts.
 */
export interface Requester {
	readonly node: string;
	readonly run: object;
}

export interface Waiter {
	readonly requester: Requester;
}

/** More are not remembered; whoever was forgotten comes first. */
const MOST_REMEMBERED = 1000;

/** Waiters of one run, in the order in which they came. */
type Queue<W> = Set<W>;

/**
 * A queue in which nobody has to wait for all the requests of somebody else: next is the node that was served
 * longest ago, among its runs likewise, and among a run's requests the first.
 */
export class FairQueue<W extends Waiter> {
	private readonly nodes = new Map<string, Map<object, Queue<W>>>();
	/** When each node and run was served last. */
	private readonly turns = new Map<unknown, number>();
	private turn = 0;
	private waiting = 0;

	get length(): number {
		return this.waiting;
	}

	has(waiter: W): boolean {
		return this.queueOf(waiter.requester)?.has(waiter) === true;
	}

	join(waiter: W): void {
		const { node, run } = waiter.requester;
		this.greet(waiter.requester);
		const runs = this.nodes.get(node) ?? new Map<object, Queue<W>>();
		const queue = runs.get(run) ?? new Set<W>();
		this.nodes.set(node, runs.set(run, queue.add(waiter)));
		this.waiting++;
	}

	leave(waiter: W): void {
		const { node, run } = waiter.requester;
		const queue = this.queueOf(waiter.requester);
		if (queue?.delete(waiter) !== true) return;
		this.waiting--;
		if (queue.size > 0) return;
		const runs = this.nodes.get(node);
		runs?.delete(run);
		if (runs?.size === 0) this.nodes.delete(node);
	}

	first(): W | undefined {
		const runs = this.longestWithout(this.nodes);
		const queue = runs && this.longestWithout(runs);
		return queue?.values().next().value;
	}

	/** Notes that the requester is served. */
	serve({ node, run }: Requester): void {
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

	/** How many are served before one that comes now. */
	ahead(requester: Requester): number {
		this.greet(requester);
		const { node, run } = requester;
		const runs = this.nodes.get(node) ?? new Map<object, Queue<W>>();
		const inRun = runs.get(run)?.size ?? 0;
		const inNode = this.before(runs, run, inRun, (queue) => queue.size);
		return this.before(this.nodes, node, inNode, sizeOf);
	}

	private queueOf({ node, run }: Requester): Queue<W> | undefined {
		return this.nodes.get(node)?.get(run);
	}

	/**
	 * A run that is new comes behind those of its node that were not served since; else new ones would keep out an
	 * old one.
	 */
	private greet({ run }: Requester): void {
		if (!this.turns.has(run)) this.turns.set(run, this.turn);
	}

	/** Each of the others is served once for each of the `own`, and once more if it was served earlier. */
	private before<K, V>(all: Map<K, V>, me: K, own: number, size: (value: V) => number): number {
		let before = own;
		for (const [other, value] of all) {
			if (other === me) continue;
			before += Math.min(size(value), own + (this.lastOf(other) <= this.lastOf(me) ? 1 : 0));
		}
		return before;
	}

	private longestWithout<K, V>(all: Map<K, V>): V | undefined {
		let found: V | undefined;
		let least = Infinity;
		for (const [key, value] of all) {
			const last = this.lastOf(key);
			if (last >= least) continue;
			[found, least] = [value, last];
		}
		return found;
	}

	private lastOf(key: unknown): number {
		return this.turns.get(key) ?? 0;
	}
}

function sizeOf<K, W>(queues: Map<K, Queue<W>>): number {
	let size = 0;
	for (const queue of queues.values()) size += queue.size;
	return size;
}
