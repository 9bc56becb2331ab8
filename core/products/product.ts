import { amountsIn } from '../orders/currency';
import type { Missing } from '../orders/order';

/** Version of the shape below; part of every item, so a workflow knows what it reads. */
const PRODUCT_SCHEMA = 'product/1';

export type ProductStatus = 'active' | 'inactive' | 'ended' | 'draft' | 'unknown';

/**
 * One thing that has a stock of its own, whichever marketplace it came from: an offer, a listing, a variant. Unknown
 * is `null`; a quantity of `0` means that nothing is left.
 */
export interface Product {
	/** The seller's own name for it: the stock keeping unit. */
	sku: string | null;
	title: string | null;
	status: ProductStatus;
	/** Units that can be sold now. */
	quantity: number | null;
	/** A decimal string with the decimals of its currency. */
	price: string | null;
	currency: string | null;
	marketplace: string;
	/** Where it is sold, where a marketplace has several sites. */
	site: string | null;
	account: string | null;
	/** The marketplace's own id of the offer or product. */
	id: string;
	/** That of the variant or option. Where it is not null, the writes know the thing by it, otherwise by `id`. */
	variantId: string | null;
	ean: string | null;
	url: string | null;
	imageUrl: string | null;
	/** ISO 8601 with the offset that the marketplace gave. */
	updatedAt: string | null;
	/** The marketplace's own word. */
	statusRaw: string | null;
	schema: typeof PRODUCT_SCHEMA;
	/** Why something is null although the marketplace knows it. */
	missing: Missing[];
	/** The marketplace's own object, only where the user asks for it. */
	raw?: unknown;
}

/** A product of which only this is known; the one place that decides in which order its fields come. */
export function product(
	facts: Pick<Product, 'marketplace' | 'id'> & Partial<Omit<Product, 'schema'>>,
): Product {
	const { marketplace, id, ...known } = facts;
	return {
		sku: null,
		title: null,
		status: 'unknown',
		quantity: null,
		currency: null,
		marketplace,
		site: null,
		account: null,
		id,
		variantId: null,
		ean: null,
		url: null,
		imageUrl: null,
		updatedAt: null,
		statusRaw: null,
		schema: PRODUCT_SCHEMA,
		missing: [],
		...known,
		price: amountsIn(known.currency ?? null)(known.price ?? null),
	};
}
