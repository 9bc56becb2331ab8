import { randomUUID } from 'node:crypto';

import { LaggingIndex } from '../kit/lagging-index';
import type { SalesPlace, Seller } from './app';
import { seedListings } from './catalogue-seed';
import { channelsOf, offersAt, ownQuantity, priceAt, type Entry, type Listing } from './listing';
import { attributeOf, issue, patched, type Patch } from './patches';
import type { AmazonSettings } from './settings';

/** What a seller's listing really is, whatever the API shows at the moment. */
export interface HeldListing {
	sku: string;
	/** The seller's own stock; null when Amazon keeps it. */
	quantity: number | null;
	/** Everything it is sold by, with delivery times and dates. */
	channels: Entry[];
	/** What everybody pays, by marketplace. */
	prices: Record<string, { currency: string; price: number | null; offers: Entry[] }>;
	/** How often each attribute was written, e.g. `fulfillment_availability`. */
	writes: Record<string, number>;
}

interface Pending {
	at: number;
	deed: () => void;
}

/** All listings of a seller. What a change does shows some time after Amazon has accepted it. */
export class Catalogue {
	private readonly bySku = new Map<string, Listing>();
	private readonly index: LaggingIndex<Listing>;
	private pending: Pending[] = [];

	constructor(
		readonly seller: Seller,
		private readonly settings: AmazonSettings,
		share: number,
	) {
		const { count = 200, skus = [] } = settings.listings ?? {};
		const listings = seedListings(seller, Math.ceil(count * share), skus, settings.now());
		this.index = new LaggingIndex(settings);
		for (const listing of listings) this.bySku.set(listing.sku, listing);
	}

	find(sku: string): Listing | undefined {
		this.settle();
		return this.bySku.get(sku);
	}

	/** As the search knows them: at times a little behind. */
	searched(): Listing[] {
		this.settle();
		this.index.settle();
		return this.index.shown(this.bySku.values(), ({ sku }) => sku);
	}

	all(): Listing[] {
		this.settle();
		return [...this.bySku.values()];
	}

	/** Takes patches that are in order; returns the name of the submission. */
	submit(sku: string, patches: readonly Patch[], places: readonly SalesPlace[]): string {
		this.later(() => this.write(sku, patches, places));
		return randomUUID();
	}

	/** Puts a listing in the place of the one of this SKU, or takes it away. */
	put(sku: string, listing: Listing | undefined): void {
		this.later(() => {
			this.index.hold(sku, this.bySku.get(sku));
			if (listing) this.bySku.set(sku, { ...listing, updatedAt: this.settings.now() });
			else this.bySku.delete(sku);
		});
	}

	private later(deed: () => void): void {
		const { applyMs = 0 } = this.settings.listings ?? {};
		this.pending.push({ at: this.settings.now() + applyMs, deed });
		this.settle();
	}

	/** Does what is due by now, in the order in which it came. */
	settle(): void {
		const now = this.settings.now();
		if (!this.pending.some(({ at }) => at <= now)) return;
		const due = this.pending.filter(({ at }) => at <= now);
		this.pending = this.pending.filter(({ at }) => at > now);
		for (const { deed } of due) deed();
	}

	private write(sku: string, patches: readonly Patch[], places: readonly SalesPlace[]): void {
		const listing = this.bySku.get(sku);
		if (!listing) return;
		this.index.hold(sku, listing);
		for (const patch of patches) {
			const name = attributeOf(patch);
			listing.writes[name] = (listing.writes[name] ?? 0) + 1;
		}
		if (this.settings.listings?.dropped?.includes(sku)) {
			listing.issues = [issue('18448', 'The change could not be applied to the listing.')];
			return;
		}
		for (const patch of patches) listing.attributes = patched(listing.attributes, patch, places);
		listing.updatedAt = this.settings.now();
	}

	held(): HeldListing[] {
		return this.all().map(heldOf);
	}

	heldOne(sku: string): HeldListing | undefined {
		const listing = this.find(sku);
		return listing && heldOf(listing);
	}

	/** Listings that the seller makes, changes or removes elsewhere, now. */
	edit(sku: string, change: ((listing: Listing) => void) | undefined): void {
		const listing = this.find(sku);
		if (!listing) return;
		this.index.hold(sku, listing);
		if (!change) return void this.bySku.delete(sku);
		change(listing);
		listing.updatedAt = this.settings.now();
	}

	/** A new listing like that of another SKU. */
	copy(sku: string, as: string): void {
		const listing = this.find(sku);
		if (!listing) return;
		const now = this.settings.now();
		this.index.hold(as, undefined);
		const copy = {
			...structuredClone(listing),
			sku: as,
			createdAt: now,
			updatedAt: now,
			writes: {},
		};
		this.bySku.set(as, copy);
	}
}

function heldOf(listing: Listing): HeldListing {
	const prices = listing.places.map((place) => [
		place.id,
		{
			currency: place.currency,
			price: priceAt(listing, place) ?? null,
			offers: structuredClone(offersAt(listing, place)),
		},
	]);
	return {
		sku: listing.sku,
		quantity: ownQuantity(listing) ?? null,
		channels: structuredClone(channelsOf(listing)),
		prices: Object.fromEntries(prices) as HeldListing['prices'],
		writes: { ...listing.writes },
	};
}
