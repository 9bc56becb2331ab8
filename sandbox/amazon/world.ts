import { pickWhere, moves, World, type Done } from '../kit/world';
import { ROLES } from './app';
import type { AmazonSettings } from './settings';
import { isIn, MOVES } from './moves';
import { DATA_SETS, toOrder } from './order-view';
import type { Sale } from './sale';
import { newSale } from './seed';
import type { Shop } from './store';
import type { Random } from '../kit/random';

const EVERYTHING = new Set<string>(DATA_SETS);
const EVERY_ROLE = new Set<string>(Object.values(ROLES));

/** The first seller's orders. Every change of one moves its `lastUpdatedTime`. */
export function amazonWorld(shop: Shop, settings: AmazonSettings): World {
	const { ledger, seller } = shop;
	const now = (): number => settings.now();
	const change = (sale: Sale, deed: (now: number) => void): void =>
		ledger.change(sale, () => {
			deed(now());
			sale.updatedAt = now();
		});
	return new World(
		{
			buy: { kind: 'created', weight: 24, act: (random) => place(shop, random, now()) },
			replace: {
				kind: 'created',
				weight: 1,
				act(random) {
					const old = pickWhere(random, ledger.all, isIn('SHIPPED'));
					return old && place(shop, random, now(), replacementOf(old, seller.key));
				},
			},
			preorder: {
				kind: 'created',
				weight: 1,
				act: (random) => place(shop, random, now(), { status: 'PENDING_AVAILABILITY' }),
			},
			...moves({ all: () => ledger.all, change, done }, MOVES),
		},
		now,
		(id) => {
			const sale = ledger.find(id);
			return sale && toOrder(sale, EVERYTHING, EVERY_ROLE);
		},
	);
}

function done({ id, status }: Sale): Done {
	return { orderId: id, state: status };
}

function place(
	{ ledger, seller }: Shop,
	random: Random,
	now: number,
	more: Partial<Sale> = {},
): Done {
	const sale = newSale(random, seller, now, ledger.size);
	delete sale.replacementOf;
	Object.assign(sale, more);
	ledger.add([sale]);
	return done(sale);
}

/** The same goods to the same buyer for nothing; its lines have ids of their own. */
function replacementOf(old: Sale, key: string): Partial<Sale> {
	const { place, buyer, address, fulfilledBy } = structuredClone(old);
	const lines = old.lines.map((line) => ({
		...line,
		id: `${key === 'first' ? '8' : '9'}${line.id.slice(1)}`,
		unitPrice: 0,
		tax: 0,
		shipping: 0,
		discount: 0,
		promotionId: undefined,
		cancelRequest: undefined,
		cancelledBy: undefined,
		cancelReason: undefined,
	}));
	return { place, buyer, address, fulfilledBy, lines, status: 'UNSHIPPED', replacementOf: old.id };
}
