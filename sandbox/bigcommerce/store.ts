import { LaggingIndex } from '../kit/lagging-index';
import { Random } from '../kit/random';
import type { HeldOrder } from '../kit/backend';
import type { BigCommerceSettings } from './settings';
import type { StoreIdentity } from './app';
import { Goods } from './goods';
import { money, rfc2822, type Held } from './order';
import { newOrder, orderTimes, type Counters } from './seed';
import { statusById } from './statuses';

const HOUR = 3_600_000;
/** About these statuses, a store writes to its buyers; not confirmed, and each store's own choice. */
const MAIL_STATUSES: readonly number[] = [2, 3, 4, 5, 8, 10, 14];

/**
 * Something that webhooks can tell of,
 * see https://github.com/bigcommerce/docs/blob/24f580c/docs/integrations/webhooks/events/index.mdx
 */
export interface StoreEvent {
	scope: string;
	data: Record<string, unknown>;
}

/** One store's orders. */
export class Store {
	readonly counters: Counters = { order: 100, line: 1, address: 1, shipment: 1, refund: 1, fee: 1 };
	/** What it sells. */
	readonly goods: Goods;
	private readonly random: Random;
	private readonly orders = new Map<number, Held>();
	private readonly index: LaggingIndex<Held>;
	private cached?: readonly Held[];
	private found?: { key: string; orders: Held[] };
	/** Who wants to know what happens. */
	onEvent?: (event: StoreEvent) => void;

	constructor(
		readonly identity: StoreIdentity,
		private readonly settings: BigCommerceSettings,
		count: number,
	) {
		this.random = new Random(settings.seed + identity.storeId);
		this.index = new LaggingIndex(settings);
		this.goods = new Goods(identity, settings, (scope, data) => this.tell(scope, data));
		const now = settings.now();
		for (const at of orderTimes(this.random, count, now)) this.grow(this.place(at, 7), now);
	}

	get now(): number {
		return this.settings.now();
	}

	/** How long some writes take. */
	get writeMs(): number {
		return this.settings.writeMs ?? 0;
	}

	/** Every order as it is. */
	get list(): readonly Held[] {
		return (this.cached ??= [...this.orders.values()]);
	}

	/** Every order as the lists show it. */
	get all(): Iterable<Held> {
		return this.index.shown(this.list, ({ order }) => `${order.id}`);
	}

	/** Tells what happened to whoever listens. */
	tell(scope: string, data: Record<string, unknown>): void {
		this.onEvent?.({ scope, data });
	}

	/** Changes an order in place. */
	alter(held: Held, deed: () => void): void {
		this.index.hold(`${held.order.id}`, held);
		deed();
	}

	/** Somebody checks out now. */
	buy(statusId: number): Held {
		const held = this.place(Math.floor(this.now / 1000) * 1000, statusId);
		this.index.hold(`${held.order.id}`, undefined);
		this.found = undefined;
		return held;
	}

	archive(held: Held): void {
		held.order.is_deleted = true;
		this.tell('store/order/archived', { type: 'order', id: held.order.id });
		this.touch(held);
	}

	/** Deleted for good in the control panel: as if it had never been. */
	remove(held: Held): void {
		this.orders.delete(held.order.id);
		this.cached = undefined;
		this.found = undefined;
	}

	get(id: number): Held | undefined {
		return this.orders.get(id);
	}

	/** What `find` gives for `key`, remembered until an order changes: pages ask the same again. */
	remember(key: string, find: () => Held[]): Held[] {
		if (this.index.settle()) this.found = undefined;
		if (this.found?.key !== key) this.found = { key, orders: find() };
		return this.found.orders;
	}

	/** How lines are included. */
	get lineItems(): 'all' | 'someEmpty' | 'oneLink' {
		return this.settings.lineItems ?? 'all';
	}

	add(count: number): void {
		for (let i = 0; i < count; i++) this.buy(11);
	}

	change(count: number): void {
		const all = [...this.orders.values()];
		for (let i = 0; i < count && all.length > 0; i++) {
			const held = this.random.pick(all);
			this.alter(held, () => this.step(held, this.settings.now()));
		}
	}

	/** Any change moves `date_modified`. */
	touch(held: Held, at = this.settings.now()): void {
		held.modifiedAt = Math.max(held.modifiedAt, Math.floor(at / 1000) * 1000);
		held.order.date_modified = rfc2822(held.modifiedAt);
		held.views.clear();
		this.found = undefined;
		this.tell('store/order/updated', { type: 'order', id: held.order.id });
	}

	setStatus(held: Held, id: number, at = this.settings.now()): void {
		const status = statusById(id);
		if (!status) throw new Error(`no status ${id}`);
		const previous = held.order.status_id;
		Object.assign(held.order, { status_id: id, status: status.name, custom_status: status.label });
		held.order.payment_status = status.payment;
		if (id === 2 && held.order.date_shipped === '') held.order.date_shipped = rfc2822(at);
		this.touch(held, at);
		this.mail(held, at);
		if (previous === id) return;
		const change = { previous_status_id: previous, new_status_id: id };
		this.tell('store/order/statusUpdated', { type: 'order', id: held.order.id, status: change });
	}

	/**
	 * The buyer's mail, as the store is set; no call can leave it out. Whether a status that is set once more is
	 * written about again is not confirmed, and the worse of both.
	 */
	private mail({ order, shipments, mails }: Held, at: number): void {
		const { mailStatuses = MAIL_STATUSES } = this.settings;
		if (!mailStatuses.includes(order.status_id)) return;
		const trackingNumber = shipments.at(-1)?.tracking_number || null;
		mails.push({ at: new Date(at).toISOString(), status: order.status, trackingNumber });
	}

	/** Counts as shipped what is given; all that can be shipped by default. */
	ship(held: Held, at: number): void {
		for (const line of held.products) {
			if (line.type === 'physical') line.quantity_shipped = line.quantity;
		}
		this.recount(held);
		this.setStatus(held, 2, at);
	}

	recount({ order, products, addresses }: Held): void {
		order.items_shipped = products.reduce((sum, line) => sum + line.quantity_shipped, 0);
		for (const address of addresses) {
			address.items_shipped = products
				.filter((line) => line.order_address_id === address.id)
				.reduce((sum, line) => sum + line.quantity_shipped, 0);
		}
	}

	refund(held: Held, whole: boolean, at = this.settings.now()): void {
		const lines = whole ? held.products : held.products.slice(0, 1);
		const items = lines.map((line) => {
			const quantity = whole ? line.quantity : 1;
			line.quantity_refunded = Math.min(line.quantity, line.quantity_refunded + quantity);
			line.is_refunded = line.quantity_refunded === line.quantity;
			const requested_amount = (Number(line.total_inc_tax) / line.quantity) * quantity;
			return { item_type: 'PRODUCT', item_id: line.id, quantity, requested_amount };
		});
		const amount = Number(money(items.reduce((sum, item) => sum + item.requested_amount, 0)));
		const refund_id = this.counters.refund++;
		held.refunds.push({
			id: refund_id,
			order_id: held.order.id,
			user_id: 0,
			created: new Date(Math.floor(at / 1000) * 1000).toISOString().replace('.000Z', '+00:00'),
			reason: 'Arrived "broken"',
			total_amount: amount,
			total_tax: 0,
			items,
			payments: [{ id: 1, provider_id: 'custom', amount, offline: true, is_declined: false }],
		});
		const { id } = held.order;
		this.tell('store/order/refund/created', { type: 'order', id, refund: { refund_id } });
		this.setStatus(held, whole ? 4 : 14, at);
	}

	held(): HeldOrder[] {
		return [...this.orders.values()].map(({ order, products, createdAt, modifiedAt }) => ({
			id: `${order.id}`,
			lineIds: products.map(({ id }) => `${id}`),
			createdAt: new Date(createdAt).toISOString(),
			updatedAt: new Date(modifiedAt).toISOString(),
			status: order.status,
		}));
	}

	private place(at: number, statusId: number): Held {
		const held = newOrder(this.random, this.identity, this.counters, at, statusId);
		this.orders.set(held.order.id, held);
		this.cached = undefined;
		this.tell('store/order/created', { type: 'order', id: held.order.id });
		return held;
	}

	/** Brings a seeded order to where one of its age usually is. */
	private grow(held: Held, now: number): void {
		const at = (hours: number): number => Math.min(now, held.createdAt + hours * HOUR);
		const fate = this.random.next();
		if (fate < 0.04) return this.setStatus(held, 0, at(0));
		if (fate < 0.07) return;
		if (fate < 0.09) return this.setStatus(held, this.random.pick([1, 6, 12, 13]), at(1));
		if (fate < 0.13) return this.setStatus(held, 5, at(this.random.int(1, 30)));
		this.setStatus(held, held.delivery === 'pickup' ? 8 : 11, at(0));
		if (held.delivery === 'download') return this.setStatus(held, 10, at(0));
		if (now - held.createdAt < 20 * HOUR) return;
		this.ship(held, at(this.random.int(5, 20)));
		if (fate < 0.18) return this.refund(held, fate < 0.155, at(200));
		if (fate > 0.6) this.setStatus(held, 10, at(100));
	}

	private step(held: Held, now: number): void {
		const { status_id: id } = held.order;
		if ([0, 1, 7, 12].includes(id)) return this.setStatus(held, 11, now);
		if ([8, 9, 11].includes(id)) {
			if (this.random.chance(0.2)) return this.setStatus(held, 5, now);
			return this.ship(held, now);
		}
		if ([2, 10].includes(id) && this.random.chance(0.4)) {
			return this.refund(held, this.random.chance(0.5), now);
		}
		held.order.staff_notes = `Checked ${new Date(now).toISOString()}`;
		return this.touch(held, now);
	}
}
