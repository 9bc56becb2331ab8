import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { HeldParcel } from '../../sandbox/kit/backend';
import { Random } from '../../sandbox/kit/random';
import { Stage, type MarketplaceName } from '../engine/stage';
import { fastClock } from '../kit/fast-clock';
import { isOurs, killed, misbehave, restart } from './troubles';

/** How parcels are sent at one marketplace. */
export interface BatchPlan {
	name: MarketplaceName;
	carrier: string;
	/** A number that the marketplace takes, another one for each `n`. */
	number(n: number): string;
	/** An ID of the right form that no order has. */
	nobody: string;
	/** Whether a line can be split over parcels. */
	hasQuantities: boolean;
	/** Orders of which not all lines go into a parcel, or none yet, as the marketplace writes it. */
	excluded?: RegExp;
	settings?: object;
}

export const BATCH_PLANS: readonly BatchPlan[] = [
	{
		name: 'allegro',
		carrier: 'DPD',
		number: (n) => `10001234${n}U`,
		nobody: '11111111-7f6a-11e8-ac45-09db60ede9d6',
		hasQuantities: false,
	},
	{
		name: 'amazon',
		carrier: 'DHL',
		number: (n) => `00340434161${n}`,
		nobody: '999-1234567-1234567',
		hasQuantities: true,
		excluded: /"fulfillmentStatus":"(?!UNSHIPPED"|PARTIALLY_SHIPPED")/,
		settings: { settleMs: 0 },
	},
	{
		name: 'bigCommerce',
		carrier: 'ups',
		number: (n) => `1Z999AA1${n}`,
		nobody: '987654321',
		hasQuantities: true,
		excluded: /"order_pickup_method_id":[1-9]|"type":"digital"/,
	},
	{
		name: 'kaufland',
		carrier: 'DHL',
		number: (n) => `00340434161${n}`,
		nobody: 'MXXXXXX',
		hasQuantities: false,
		// Pieces that Kaufland has not released yet.
		excluded: /"status":"open"/,
	},
	{
		name: 'naver',
		carrier: 'CJGLS',
		number: (n) => `6900${String(n).padStart(8, '0')}`,
		nobody: '1999999999999999',
		hasQuantities: false,
		// Lines with a claim, or not paid yet.
		excluded: /"productOrderStatus":"(?!PAYED")|"claimStatus":"/,
	},
];

const ORDERS = 200;
const MOST_ORDERS = 8;
/** With fewer, a batch would show nothing. */
const LEAST_ITEMS = 3;
const ROUNDS = 3;
/** Waits and pauses are so much shorter. */
const FASTER = 100;

/** A line that is still to be sent. */
interface OpenLine {
	id: string;
	quantity: number;
}

/** What an input item asks for. */
interface Item extends IDataObject {
	orderId: string;
	trackingNumber: string;
	shipLines: string;
	lineId: string;
	quantity: string;
}

/** What is to be in the marketplace in the end: by order and number, the lines. */
type Expected = Map<string, Map<string, number | null>>;

/** A run of a node over and over, while the marketplace fails, n8n is killed, and answers are lost. */
export class Batch {
	readonly problems: string[] = [];
	/** How often something went wrong, so that a run without faults does not count as one with. */
	troubles = 0;
	private readonly random: Random;
	private readonly before = new Map<string, HeldParcel[]>();
	private readonly expected: Expected = new Map();
	private readonly items: Item[] = [];
	/** Places of items that make no sense. */
	private readonly bad = new Set<number>();
	private count = 0;

	private constructor(
		private readonly plan: BatchPlan,
		private readonly stage: Stage,
		seed: number,
	) {
		this.random = new Random(seed);
	}

	/** Lives through one batch, and says what was wrong. */
	static async run(plan: BatchPlan, seed: number): Promise<Batch> {
		fastClock(FASTER);
		const settings = { orders: ORDERS, seed, hangMs: 1, ...plan.settings };
		const stage = await Stage.open(plan.name, settings);
		try {
			const batch = new Batch(plan, stage, seed);
			await batch.prepare();
			for (let round = 1; round <= ROUNDS; round++) await batch.troubledRound();
			await batch.lastRound();
			return batch;
		} finally {
			await stage.server.close();
			restart();
		}
	}

	/** Orders that are still to be sent, as the node reads them, and the items for them. */
	private async prepare(): Promise<void> {
		const { stage, plan } = this;
		const read = await stage
			.node({ parameters: stage.everyOrder({ options: { includeRaw: true } }) })
			.run();
		const orders = read
			.map(({ json }) => json as unknown as ReadOrder)
			.filter(({ status, fulfilledBy }) => status === 'open' && fulfilledBy !== 'marketplace')
			.filter(({ raw }) => !plan.excluded?.test(JSON.stringify(raw)))
			.map(({ id, lines }) => ({ id, lines: openOf(lines) }))
			.filter(({ id, lines }) => lines.length > 0 && this.held(id).length === 0);
		for (const { id, lines } of orders.slice(0, MOST_ORDERS)) {
			this.before.set(id, this.held(id));
			this.parcelsOf(id, lines);
		}
		if (this.items.length < LEAST_ITEMS)
			throw new Error(`Only ${this.items.length} parcels to send`);
		for (const orderId of [plan.nobody, ' ']) {
			this.bad.add(this.items.length);
			this.items.push(itemOf(orderId, this.next()));
		}
	}

	private parcelsOf(orderId: string, lines: OpenLine[]): void {
		const { random, plan } = this;
		const kind = random.pick(['all', 'perLine', 'split', 'rows', 'twice']);
		if (kind === 'perLine') {
			for (const line of lines) this.add(orderId, this.next(), [line]);
			return;
		}
		const number = this.next();
		if (kind === 'split' && plan.hasQuantities) {
			for (const { id, quantity } of lines) {
				const first = Math.ceil(quantity / 2);
				this.add(orderId, this.next(), [{ id, quantity: first }]);
				if (first < quantity) this.add(orderId, this.next(), [{ id, quantity: quantity - first }]);
			}
			return;
		}
		if (kind === 'rows') {
			// As a sheet has them: one row a line, with the number of their parcel.
			for (const line of lines) this.add(orderId, number, [line]);
			return;
		}
		this.add(orderId, number, lines, true);
		if (kind === 'twice') this.items.push(itemOf(orderId, number));
	}

	private add(orderId: string, number: string, lines: OpenLine[], isAll = false): void {
		const key = keyOf(orderId, number);
		const wanted = this.expected.get(key) ?? new Map<string, number | null>();
		for (const { id, quantity } of lines) wanted.set(id, quantity);
		this.expected.set(key, wanted);
		if (isAll) return void this.items.push(itemOf(orderId, number));
		const { hasQuantities } = this.plan;
		for (const { id, quantity } of lines) {
			this.items.push(itemOf(orderId, number, id, hasQuantities ? String(quantity) : ''));
		}
	}

	private next(): string {
		return this.plan.number(1000 + this.count++);
	}

	/** One run with faults; it may be killed on the way. */
	private async troubledRound(): Promise<void> {
		const { random, stage } = this;
		misbehave(stage, random);
		if (random.chance(0.35)) {
			const run = async (signal: AbortSignal) =>
				await stage.node({ ...this.setting(), signal }).run();
			if (!(await killed(stage, run, random))) this.troubles++;
		} else this.check(await this.output(random.pick([1, 3])), new Set(this.keysHeld()));
		restart();
	}

	private setting() {
		const { items } = this;
		return { items, parameters: { ...SHIP, carrier: this.carrier() }, continueOnFail: true };
	}

	private carrier() {
		return { __rl: true, mode: 'code', value: this.plan.carrier };
	}

	private async output(maxTries: number): Promise<INodeExecutionData[]> {
		const { outputs, error } = await this.stage.workflow({
			...this.setting(),
			settings: {
				onError: 'continueRegularOutput',
				retryOnFail: maxTries > 1,
				maxTries,
				waitBetweenTries: 0,
			},
		});
		if (error) this.problems.push(`The node failed: ${error.message}`);
		return outputs[0] ?? [];
	}

	/** Whether every item is accounted for, and what it says is so. */
	private check(output: INodeExecutionData[], before: ReadonlySet<string>): void {
		if (output.length !== this.items.length) {
			this.problems.push(`${this.items.length} items in, ${output.length} out`);
		}
		const now = new Set(this.keysHeld());
		for (const [at, { json, pairedItem }] of output.entries()) {
			const { orderId, trackingNumber } = this.items[at] ?? {};
			const key = keyOf(orderId, trackingNumber);
			const status = String(json.status);
			if (JSON.stringify(pairedItem) !== JSON.stringify({ item: at })) {
				this.problems.push(`item ${at} is paired with ${JSON.stringify(pairedItem)}`);
			}
			if (json.error) this.troubles++;
			const isThere = now.has(key);
			const isGood = ['done', 'unchanged'].includes(status);
			if (isGood && !isThere) this.problems.push(`${key} is ${status}, but not there`);
			if (status === 'failed' && isThere && !before.has(key)) {
				this.problems.push(`${key} is failed, but there: ${String(json.error)}`);
			}
			if (!isGood && !['failed', 'unknown'].includes(status)) {
				this.problems.push(`${key} has the status ${status}`);
			}
			if (isGood && this.bad.has(at)) this.problems.push(`${key} makes no sense, but is ${status}`);
		}
	}

	/** Without faults, all that is left is done, and nothing is there twice. */
	private async lastRound(): Promise<void> {
		this.stage.server.faults.set([]);
		const output = await this.output(1);
		this.check(output, new Set(this.keysHeld()));
		for (const [at, { json }] of output.entries()) {
			if (this.bad.has(at) || !json.error) continue;
			const { orderId, trackingNumber } = this.items[at];
			this.problems.push(
				`${keyOf(orderId, trackingNumber)} fails at last: ${String(json.message)}`,
			);
		}
		for (const [key, wanted] of this.expected) {
			const parcels = this.heldBy(key);
			const lines = new Map<string, number | null>();
			for (const { lineId, quantity } of parcels.flatMap((parcel) => parcel.lines)) {
				if (lines.has(lineId)) this.problems.push(`${key} has line ${lineId} twice`);
				lines.set(lineId, quantity);
			}
			for (const [lineId, quantity] of wanted) {
				const held = lines.get(lineId);
				if (held === quantity || held === null) continue;
				this.problems.push(`${key} has ${String(held)} of ${lineId}, not ${String(quantity)}`);
			}
			if (lines.size !== wanted.size) this.problems.push(`${key} has ${lines.size} lines`);
		}
		const known = new Set([...this.expected.keys()]);
		for (const key of this.keysHeld()) {
			if (!known.has(key)) this.problems.push(`${key} was never asked for`);
		}
		const { violations } = await this.stage.stats();
		this.problems.push(...new Set(violations.filter(isOurs)));
	}

	private held(orderId: string): HeldParcel[] {
		return this.stage.server.backend.parcels?.(orderId) ?? [];
	}

	private heldBy(key: string): HeldParcel[] {
		const [orderId, number] = key.split(' ');
		return this.held(orderId).filter(({ trackingNumber }) => trackingNumber === number);
	}

	private keysHeld(): string[] {
		return [...this.before.keys()].flatMap((orderId) =>
			this.held(orderId).map(({ trackingNumber }) => keyOf(orderId, String(trackingNumber))),
		);
	}
}

const SHIP = {
	resource: 'order',
	operation: 'ship',
	orderId: '={{ $json.orderId }}',
	shipLines: '={{ $json.shipLines }}',
	// Each item names one line: n8n has no expression for a whole collection.
	lines: { line: [{ lineId: '={{ $json.lineId }}', quantity: '={{ $json.quantity }}' }] },
	trackingNumber: '={{ $json.trackingNumber }}',
	options: { maxWait: 600, timeout: 2000 },
};

interface ReadOrder {
	id: string;
	status: string;
	fulfilledBy: string;
	raw: unknown;
	lines: Array<{
		id: string | null;
		kind: string;
		quantity: number | null;
		quantityShipped: number | null;
		quantityCancelled: number | null;
		quantityRefunded: number | null;
	}>;
}

function openOf(lines: ReadOrder['lines']): OpenLine[] {
	return lines.flatMap((line) => {
		const { id, kind, quantity, quantityShipped, quantityCancelled, quantityRefunded } = line;
		const gone = (quantityShipped ?? 0) + (quantityCancelled ?? 0) + (quantityRefunded ?? 0);
		const left = (quantity ?? 0) - gone;
		return id !== null && kind === 'product' && left > 0 ? [{ id, quantity: left }] : [];
	});
}

function itemOf(orderId: string, trackingNumber: string, lineId = '', quantity = ''): Item {
	return { orderId, trackingNumber, shipLines: lineId ? 'selected' : 'all', lineId, quantity };
}

function keyOf(orderId: string, trackingNumber: string): string {
	return `${orderId} ${trackingNumber}`;
}
