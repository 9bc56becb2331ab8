import type { NaverApp } from './app';
import { GOODS } from './people';
import { UNCOUNTED, type Product, type ProductSeed } from './product';
import type { NaverSettings } from './settings';

const HOUR = 3_600_000;
const FIRST = { first: 4_020_000_000, second: 5_020_000_000 };

/** Seller's codes that careless code loses, doubles or takes for another. */
const ODD_CODES = [
	'00123',
	'123',
	'빨강/라지-1',
	'A,B;C',
	'say "hi"',
	' blank around ',
	'TEE_100%',
	'1e3',
	'x'.repeat(200),
];

export function seedProducts(app: NaverApp, settings: NaverSettings): Product[] {
	const { catalogue, products = 60 } = settings;
	const own = app.key === 'first' ? catalogue : undefined;
	const seeds = own ?? Array.from({ length: products }, (_unused, i) => kindOf(i));
	const now = settings.now();
	return seeds.map((seed, i) => toProduct(app, i, seed, now - (seeds.length - i) * HOUR, now));
}

/** Origin numbers are even and channel numbers odd, so that nothing has the number of another. */
export function toProduct(
	app: NaverApp,
	i: number,
	seed: ProductSeed,
	createdAt: number,
	now: number,
): Product {
	const no = FIRST[app.key] + 4 * i;
	const { sku = `NV-${String(i).padStart(5, '0')}`, price = 1000 + ((i * 370) % 90_000) } = seed;
	const isStockManaged = seed.isStockManaged ?? true;
	const options = (seed.options ?? []).map((option, at) => ({
		id: no * 10 + at + 1,
		names: option.names ?? [['화이트', '블랙', '레드 "한정"'][at % 3], `사이즈 ${at}`],
		code: option.sku,
		stock: isStockManaged ? option.stock : UNCOUNTED,
		surcharge: option.surcharge ?? 0,
		usable: option.usable ?? true,
		written: { quantity: [], price: [] },
	}));
	const stock = options.reduce((sum, option) => sum + option.stock, 0);
	const ownStock = seed.stock ?? (i * 7) % 40;
	const isEmpty = (options.length > 0 ? stock : ownStock) === 0;
	return {
		no,
		channelNo: no + 1,
		...(seed.inWindow ? { windowNo: no + 3 } : {}),
		groupNo: seed.groupNo,
		code: sku ?? undefined,
		name: seed.name ?? `${GOODS[i % GOODS.length][2]} ${i}`,
		status: seed.status ?? (isEmpty ? 'OUTOFSTOCK' : 'SALE'),
		price,
		discount: seed.discount,
		ownStock,
		...(options.length > 0 ? { optionType: seed.optionType ?? 'combination' } : {}),
		options,
		simple: seed.simple ?? [],
		isStockManaged,
		supplements: (seed.supplements ?? []).map((one, at) => ({
			id: no * 10 + 900 + at,
			name: `포장 ${at}`,
			code: one.sku,
			stock: one.stock,
			price: one.price,
		})),
		written: { quantity: [], price: [] },
		createdAt,
		updatedAt: Math.min(now, createdAt + HOUR / 2),
	};
}

/** Every kind of product there is, again and again. */
function kindOf(i: number): ProductSeed {
	const turn = Math.floor(i / 10);
	switch (i % 10) {
		case 1:
			return { options: optionsOf(i, 3 + (turn % 4)) };
		case 3:
			return { sku: null };
		case 4:
			return { optionType: 'standard', options: optionsOf(i, 4, 0) };
		case 5:
			return { simple: ['각인 있음', '각인 없음'] };
		case 6:
			return { inWindow: true, discount: { value: 10, unitType: 'PERCENT' } };
		case 7:
			return { supplements: [{ sku: `BOX-${i}`, stock: 5, price: 2000 }] };
		case 8:
			return turn % 2 === 0
				? { options: [{ stock: 3 }, { stock: 0, usable: false }] }
				: { options: optionsOf(i, 2), isStockManaged: false };
		case 9:
			return { sku: ODD_CODES[turn % ODD_CODES.length], groupNo: 7_000_000 + turn };
		default:
			return i % 40 === 2 ? { status: 'SUSPENSION' } : {};
	}
}

function optionsOf(i: number, count: number, surcharge = 500) {
	return Array.from({ length: count }, (_unused, at) => ({
		sku: `NV-${String(i).padStart(5, '0')}-${at + 1}`,
		stock: (i + at * 3) % 12,
		surcharge: at * surcharge,
		names: [`색상 ${at}`, `사이즈 ${i % 3}`],
	}));
}
