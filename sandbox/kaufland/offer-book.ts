import { LaggingIndex } from '../kit/lagging-index';
import { GOODS } from './goods';
import { newOffer, type Offer, type OfferSeed } from './offer';
import { wholeSecond } from './order';
import type { Seller } from './sellers';
import type { KauflandSettings } from './settings';
import type { StorefrontName } from './storefronts';

const DAY = 86_400_000;

/** One seller's offers, newest first, made when somebody first asks for them. */
export class OfferBook {
	private offers?: Offer[];
	private readonly byId = new Map<number, Offer>();
	private readonly index: LaggingIndex<Offer>;
	private born = 0;

	constructor(
		private readonly seller: Seller,
		private readonly storefronts: readonly StorefrontName[],
		private readonly settings: KauflandSettings,
	) {
		this.index = new LaggingIndex(settings);
	}

	all(): readonly Offer[] {
		if (!this.offers) {
			const at = wholeSecond(this.settings.now() - 30 * DAY);
			this.offers = this.seeds().map(([id, seed]) => newOffer(id, at, seed));
			for (const offer of this.offers) this.byId.set(offer.id, offer);
		}
		return this.offers;
	}

	/** Odd ones, those of the seeded orders in every storefront, and as many more as are wanted. */
	private seeds(): [number, OfferSeed][] {
		const { offers = 0, oddOffers = [] } = this.settings;
		const { storefronts } = this;
		const odd = this.seller.key === 'first' ? oddOffers : [];
		const goods = storefronts.flatMap((storefront) =>
			GOODS.map((good, i): OfferSeed => ({ storefront, sku: good.sku, amount: 3 + i })),
		);
		const more = Array.from({ length: offers }, (_unused, i): OfferSeed => seedOf(i, storefronts));
		return [...odd, ...goods, ...more].map((seed, i) => [seed.id ?? this.idOf(i), seed]);
	}

	private idOf(i: number): number {
		return (this.seller.key === 'first' ? 381_000_000_000 : 581_000_000_000) + 7 * i;
	}

	find(id: number, storefront: StorefrontName): Offer | undefined {
		this.all();
		const offer = this.byId.get(id);
		return offer?.storefront === storefront ? offer : undefined;
	}

	/** As the list shows them; what is new comes minutes later, see the description of `GET /units`. */
	listed(): Offer[] {
		this.index.settle();
		return this.index.shown(this.all(), ({ id }) => String(id));
	}

	change(offer: Offer, deed: () => void): void {
		this.index.hold(String(offer.id), offer);
		deed();
		offer.changedAt = wholeSecond(this.settings.now());
	}

	/** What happens while a list is read, once for each page. */
	churn(storefront: StorefrontName): void {
		const { add = 0, remove = 0 } = this.settings.offerChurn ?? {};
		for (let i = 0; i < add; i++) this.add({ storefront, sku: `NEW-${this.born}` });
		const old = this.all().filter(
			(offer) => offer.storefront === storefront && !offer.sku?.startsWith('NEW-'),
		);
		for (const { id } of old.slice(0, remove)) this.remove(id);
	}

	private add(seed: OfferSeed): void {
		const now = wholeSecond(this.settings.now());
		const offer = newOffer(this.idOf(100_000 + this.born++), now, seed);
		this.index.hold(String(offer.id), undefined);
		this.offers = [offer, ...this.all()];
		this.byId.set(offer.id, offer);
	}

	/** Deleted, and whatever stood behind it moves up. */
	private remove(id: number): void {
		this.offers = this.all().filter((offer) => offer.id !== id);
		this.byId.delete(id);
	}
}

/** Each has a SKU of its own, every fourth twice: in the next storefront as well. */
function seedOf(i: number, storefronts: readonly StorefrontName[]): OfferSeed {
	const isTwin = i % 4 === 3;
	const listingPrice = 500 + ((i * 370) % 90_000);
	return {
		storefront: storefronts[isTwin ? 1 % storefronts.length : 0],
		sku: `KL-${String(isTwin ? i - 1 : i).padStart(5, '0')}`,
		amount: (i * 7) % 40,
		listingPrice,
		fulfillment: i % 10 === 5 ? 'fulfilled_by_kaufland' : 'fulfilled_by_merchant',
		status: i % 20 === 6 ? 'ONHOLD' : 'AVAILABLE',
		// Kaufland may sell some of them for less.
		...(i % 10 === 8 ? { minimumPrice: listingPrice - 100, price: listingPrice - 50 } : {}),
	};
}
