import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { forgetProcess } from '../../core/request/process-memory';
import type { HeldOffer } from '../../sandbox/kit/backend';
import { Random } from '../../sandbox/kit/random';
import { Stage, type MarketplaceName } from '../engine/stage';
import { fastClock } from '../kit/fast-clock';
import { isOurs, killed, misbehave, restart } from './troubles';

/** How stock and prices are written at one marketplace. */
export interface ValuesPlan {
	name: MarketplaceName;
	resource: 'offer' | 'listing' | 'product';
	/** An ID of the right form that nothing has. */
	nobody: string;
	/** Prices are multiples of it. */
	priceStep: number;
	/** Whether options have only what they cost more than their product. */
	optionsHaveNoPrice?: boolean;
	parameters?: IDataObject;
	settings?: object;
}

export const VALUES_PLANS: readonly ValuesPlan[] = [
	{ name: 'allegro', resource: 'offer', nobody: '99999999999', priceStep: 0.01 },
	{
		name: 'amazon',
		resource: 'listing',
		nobody: 'NOBODY-HAS-THIS',
		priceStep: 0.01,
		parameters: { marketplaceId: 'A1PA6795UKMFR9' },
	},
	{ name: 'bigCommerce', resource: 'product', nobody: '99999999', priceStep: 0.01 },
	{
		name: 'kaufland',
		resource: 'offer',
		nobody: '99999999999',
		priceStep: 0.01,
		settings: {
			storefronts: ['de', 'cz'],
			oddOffers: Array.from({ length: 20 }, (_unused, i) => ({
				sku: `K-${i}`,
				storefront: i % 3 === 0 ? 'cz' : 'de',
				listingPrice: 1000 + 370 * i,
			})),
		},
	},
	{
		name: 'naver',
		resource: 'product',
		nobody: '99999999999',
		priceStep: 10,
		optionsHaveNoPrice: true,
	},
];

type Field = 'quantity' | 'price';

const THINGS = 10;
/** With fewer, a run would show nothing. */
const LEAST_THINGS = 4;
const ROUNDS = 3;
/** Waits and pauses are so much shorter. */
const FASTER = 100;
/** So often a result is asked for before that counts as never. */
const MOST_ASKED = 10;

/** What the list does not say of a product of Naver. */
const NOT_COUNTED = /does not count the stock of its options/;

/** A product, as far as items name it. */
interface Thing extends IDataObject {
	id: string;
	variantId: string | null;
	sku: string | null;
	status: string;
	quantity: number | null;
	price: string | null;
}

/** What an input item asks for. */
interface Item extends IDataObject {
	/** Which of the things; none for what makes no sense. */
	thing: number | null;
	mode: 'sku' | 'id';
	name: string;
	value: string;
}

/** New values, over and over, while the marketplace fails, n8n is killed, and answers are lost. */
export class Values {
	readonly problems: string[] = [];
	/** How often something went wrong, so that a run without faults does not count as one with. */
	troubles = 0;
	private readonly random: Random;
	private readonly field: Field;
	private things: Thing[] = [];
	/** All that is on sale as it was in the beginning. */
	private readonly before = new Map<string, HeldOffer>();

	private constructor(
		private readonly plan: ValuesPlan,
		private readonly stage: Stage,
		seed: number,
	) {
		this.random = new Random(seed);
		this.field = this.random.pick(['quantity', 'price'] as const);
	}

	/** Lives through one series of runs, and says what was wrong. */
	static async run(plan: ValuesPlan, seed: number): Promise<Values> {
		fastClock(FASTER);
		const stage = await Stage.open(plan.name, { orders: 0, seed, hangMs: 1, ...plan.settings });
		try {
			const values = new Values(plan, stage, seed);
			await values.prepare();
			for (let round = 1; round <= ROUNDS; round++) await values.troubledRound();
			await values.lastRound();
			return values;
		} finally {
			await stage.server.close();
			restart();
			forgetProcess('values');
		}
	}

	/** What can be written to, as the node reads it. */
	private async prepare(): Promise<void> {
		const { stage, plan, random } = this;
		const { resource, parameters } = plan;
		const read = await stage
			.node({ parameters: { resource, operation: 'getAll', returnAll: true, ...parameters } })
			.run();
		const all = read.map(({ json }) => json as Thing);
		for (const offer of this.held()) this.before.set(keyOf(offer), offer);
		const fit = all.filter(
			({ sku, status, quantity, price, variantId }) =>
				status === 'active' &&
				(quantity ?? 0) > 0 &&
				price !== null &&
				(this.field === 'quantity' || !plan.optionsHaveNoPrice || variantId === null) &&
				all.filter((other) => other.sku === sku).length === 1,
		);
		this.things = mixed(fit, random).slice(0, THINGS);
		if (this.things.length < LEAST_THINGS) {
			throw new Error(`Only ${this.things.length} things to write to, of ${all.length}`);
		}
	}

	/** A new value for each of them, or the one that it has; with what nobody has, and one of them twice. */
	private items(): Item[] {
		const { random, plan, things } = this;
		const items = things.map((thing, at): Item => {
			const hasPlainSku = thing.sku !== null && thing.sku === thing.sku.trim();
			const mode = hasPlainSku && random.chance(0.7) ? ('sku' as const) : ('id' as const);
			const name = mode === 'sku' ? String(thing.sku) : (thing.variantId ?? thing.id);
			return { thing: at, mode, name, value: this.newValue(thing) };
		});
		if (random.chance(0.5)) items.push({ ...random.pick(items) });
		items.push({ thing: null, mode: 'sku', name: 'NO-SUCH-SKU', value: '10' });
		items.push({ thing: null, mode: 'id', name: plan.nobody, value: '10' });
		items.push({ thing: null, mode: 'id', name: things[0].variantId ?? things[0].id, value: '-1' });
		return mixed(items, random);
	}

	private newValue(thing: Thing): string {
		const { random, field, plan } = this;
		const present = String(this.offerOf(thing)[field]);
		if (random.chance(0.2)) return present;
		if (field === 'quantity') return String(random.int(1, 900));
		// Not far from it: large jumps are refused.
		const steps = Math.round((Number(present) * random.int(96, 104)) / 100 / plan.priceStep);
		return (Math.max(1, steps) * plan.priceStep).toFixed(plan.priceStep < 1 ? 2 : 0);
	}

	/** One run with faults; it may be killed on the way. */
	private async troubledRound(): Promise<void> {
		const { random, stage } = this;
		misbehave(stage, random);
		const items = this.items();
		if (random.chance(0.35)) {
			const run = async (signal: AbortSignal) =>
				await stage.node({ ...this.setting(items), signal }).run();
			if (!(await killed(stage, run, random))) this.troubles++;
		} else {
			const before = this.present();
			this.check(items, await this.output(items, random.pick([1, 3])), before);
		}
		restart();
		// A restart takes longer than what lists take to show what is so.
		if (random.chance(0.5)) forgetProcess('values');
	}

	/** Without faults, everything has its value in the end, and was written once at most. */
	private async lastRound(): Promise<void> {
		const { stage, problems } = this;
		stage.server.faults.set([]);
		const [items, before] = [this.items(), this.present()];
		const writes = this.writes();
		const output = await this.output(items, 1);
		this.check(items, output, before);
		for (const [at, { json }] of output.entries()) {
			const { thing, name } = items[at];
			const isOpen = thing !== null && !NOT_COUNTED.test(String(json.error));
			if (isOpen && json.error) problems.push(`${name} fails: ${String(json.message)}`);
		}
		for (const [at, count] of this.writes().entries()) {
			const more = count - writes[at];
			if (more > 1) problems.push(`${String(this.things[at].sku)} was written ${more} times`);
		}
		this.checkOthers();
		const { violations } = await stage.stats();
		problems.push(...new Set(violations.filter(isOurs)));
	}

	private setting(items: Item[]) {
		const { plan, field } = this;
		const parameters: IDataObject = {
			resource: plan.resource,
			operation: field === 'quantity' ? 'updateStock' : 'updatePrice',
			product: { __rl: true, mode: '={{ $json.mode }}', value: '={{ $json.name }}' },
			[field]: '={{ $json.value }}',
			options: { maxWait: 600, timeout: 2000 },
			...plan.parameters,
		};
		return { items, parameters, continueOnFail: true };
	}

	private async output(items: Item[], maxTries: number): Promise<INodeExecutionData[]> {
		const { outputs, error } = await this.stage.workflow({
			...this.setting(items),
			settings: {
				onError: 'continueRegularOutput',
				retryOnFail: maxTries > 1,
				maxTries,
				waitBetweenTries: 0,
			},
		});
		if (error) this.problems.push(`The node failed: ${error.message}`);
		return await this.results(outputs[0] ?? []);
	}

	/** What was only taken is asked for until it is through. */
	private async results(output: INodeExecutionData[]): Promise<INodeExecutionData[]> {
		const { stage, plan } = this;
		for (let asked = 0; asked < MOST_ASKED; asked++) {
			const open = output.flatMap(({ json }, at) => (json.status === 'accepted' ? [at] : []));
			if (open.length === 0) return output;
			const { outputs } = await stage.workflow({
				items: open.map((at) => output[at].json),
				parameters: {
					resource: plan.resource,
					operation: 'getResult',
					handle: '={{ $json.handle }}',
					options: { maxWait: 60 },
				},
				settings: { onError: 'continueRegularOutput' },
			});
			for (const [place, at] of open.entries()) {
				const { json } = outputs[0]?.[place] ?? { json: {} };
				// A failed question says nothing of the write.
				if (!json.error || json.status === 'failed') output[at] = { ...output[at], json };
			}
		}
		return output;
	}

	/** Whether every item is accounted for, and what it says is so. */
	private check(items: Item[], output: INodeExecutionData[], before: string[]): void {
		const { problems } = this;
		if (output.length !== items.length) {
			problems.push(`${items.length} items in, ${output.length} out`);
		}
		const now = this.present();
		for (const [at, { json, pairedItem }] of output.entries()) {
			const { thing, name, value } = items[at];
			const status = String(json.status);
			if (JSON.stringify(pairedItem) !== JSON.stringify({ item: at })) {
				problems.push(`item ${at} is paired with ${JSON.stringify(pairedItem)}`);
			}
			if (json.error) this.troubles++;
			const isGood = ['done', 'unchanged'].includes(status);
			if (!isGood && !['failed', 'unknown'].includes(status)) {
				problems.push(`${name} has the status ${status}`);
			}
			if (thing === null) {
				if (status !== 'failed') problems.push(`${name} makes no sense, but is ${status}`);
				continue;
			}
			const [was, is] = [before[thing], now[thing]];
			const isSo = Number(is) === Number(value);
			if (isGood && !isSo) problems.push(`${name} is ${status}, but ${is} instead of ${value}`);
			if (status === 'failed' && isSo && was !== is) {
				problems.push(`${name} is failed, but ${value}: ${String(json.error)}`);
			}
		}
	}

	/** Nothing was changed that nobody asked for. */
	private checkOthers(): void {
		const ours = new Set(this.things.map(keyOf));
		for (const offer of this.held()) {
			const was = this.before.get(keyOf(offer));
			for (const field of ['quantity', 'price'] as const) {
				if (field === this.field && ours.has(keyOf(offer))) continue;
				if (was?.[field] === offer[field]) continue;
				this.problems.push(
					`${keyOf(offer)}: the ${field} is ${String(offer[field])}, and was ${String(was?.[field])}`,
				);
			}
		}
	}

	private present(): string[] {
		return this.things.map((thing) => String(this.offerOf(thing)[this.field]));
	}

	private writes(): number[] {
		return this.things.map((thing) => this.offerOf(thing).writes[this.field]);
	}

	private offerOf(thing: Thing): HeldOffer {
		const offer = this.held().find((one) => keyOf(one) === keyOf(thing));
		if (!offer) throw new Error(`${keyOf(thing)} is not on sale`);
		return offer;
	}

	private held(): HeldOffer[] {
		return this.stage.server.backend.offers?.() ?? [];
	}
}

function mixed<T>(all: readonly T[], random: Random): T[] {
	const left = [...all];
	return all.map(() => left.splice(random.int(0, left.length - 1), 1)[0]);
}

function keyOf({ id, variantId }: Pick<Thing, 'id' | 'variantId'>): string {
	return variantId === null ? id : `${id}/${variantId}`;
}
