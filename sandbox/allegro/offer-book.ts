import { LaggingIndex } from '../kit/lagging-index';
import type { Seller } from './app';
import { catalogueOffers, moreOffers, newOffer, type Offer, type OfferSeed } from './offer';
import type { AllegroSettings } from './settings';

/** Something that happens to offers later, without being asked. */
interface Due {
	at: number;
	run: () => void;
}

/** One seller's offers, newest first, as they are and as the list shows them. */
export class OfferBook {
	private offers: Offer[];
	private readonly byId = new Map<string, Offer>();
	private readonly index: LaggingIndex<Offer>;
	private due: Due[] = [];
	private born = 0;

	constructor(
		private readonly seller: Seller,
		private readonly settings: AllegroSettings,
	) {
		this.index = new LaggingIndex(settings);
		const { offers = 0, oddOffers = [] } = settings;
		this.offers = [
			...oddOffers.map((seed) => newOffer(seed.id ?? this.newId(), seed)),
			...catalogueOffers(),
			...moreOffers(seller.id, offers),
		];
		for (const offer of this.offers) this.byId.set(offer.id, offer);
	}

	/** Every offer as it is. */
	all(): readonly Offer[] {
		this.settle();
		return this.offers;
	}

	get(id: string): Offer | undefined {
		this.settle();
		return this.byId.get(id);
	}

	/** Every offer as the list shows it: what has changed comes up to `indexLagMs` later. */
	listed(): Offer[] {
		this.settle();
		this.index.settle();
		return this.index.shown(this.offers, ({ id }) => id);
	}

	/** A new offer is the first of the list. */
	add(seed: OfferSeed = {}): Offer {
		const offer = newOffer(seed.id ?? this.newId(), seed);
		this.offers = [offer, ...this.offers];
		this.byId.set(offer.id, offer);
		return offer;
	}

	/** A draft that is deleted, an offer that goes to the archive. */
	remove(id: string): void {
		this.offers = this.offers.filter((offer) => offer.id !== id);
		this.byId.delete(id);
	}

	change(offer: Offer, deed: (offer: Offer) => void): void {
		this.index.hold(offer.id, offer);
		deed(offer);
	}

	/** Stock at zero ends what is on sale, a moment later. */
	setStock(offer: Offer, available: number): void {
		this.change(offer, () => {
			offer.available = available;
			offer.writes.stock++;
		});
		if (available > 0) return;
		this.later(this.settings.endingMs ?? 0, () => {
			const isOnSale = offer.status === 'ACTIVE' || offer.status === 'ACTIVATING';
			if (isOnSale && offer.available === 0) this.change(offer, () => (offer.status = 'ENDED'));
		});
	}

	setPrice(offer: Offer, marketplace: string, price: NonNullable<Offer['price']>): void {
		this.change(offer, () => {
			if (marketplace === offer.marketplace) offer.price = price;
			else offer.additional[marketplace] = price;
			offer.writes.price++;
		});
	}

	later(ms: number, run: () => void): void {
		this.due.push({ at: this.settings.now() + ms, run });
		this.settle();
	}

	/** What happens while a list is read, once for each page. */
	churn(): void {
		const { add = 0, end = 0, remove = 0 } = this.settings.offerChurn ?? {};
		for (let i = 0; i < add; i++) this.add({ sku: `NEW-${this.born}` });
		const old = this.offers.filter(({ sku }) => sku === null || !sku.startsWith('NEW-'));
		for (const { id } of old.slice(0, remove)) this.remove(id);
		const onSale = old.slice(remove).filter(({ status }) => status === 'ACTIVE');
		for (const offer of onSale.slice(0, end)) this.change(offer, () => (offer.status = 'ENDED'));
	}

	/** Does what is due by now. */
	settle(): void {
		const now = this.settings.now();
		const ready = this.due.filter(({ at }) => at <= now);
		if (ready.length === 0) return;
		this.due = this.due.filter(({ at }) => at > now);
		for (const { run } of ready.sort((a, b) => a.at - b.at)) run();
	}

	private newId(): string {
		return `${this.seller.id}${String(900_001 + this.born++)}`;
	}
}
