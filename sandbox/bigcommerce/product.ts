/** What a product's stock is counted by; `none` is always there. */
export type Tracking = 'none' | 'product' | 'variant';

export interface HeldVariant {
	id: number;
	sku: string;
	upc: string;
	/** Null takes the product's. */
	price: number | null;
	/** Empty for the one variant of a product without options. */
	options: Array<{ id: number; label: string; option_id: number; option_display_name: string }>;
	priceWrites: number;
}

export interface HeldProduct {
	id: number;
	name: string;
	sku: string;
	upc: string;
	type: 'physical' | 'digital' | 'giftcertificate';
	price: number;
	tracking: Tracking;
	isVisible: boolean;
	availability: 'available' | 'disabled' | 'preorder';
	categories: number[];
	/** In milliseconds since 1970 */
	createdAt: number;
	modifiedAt: number;
	variants: HeldVariant[];
	priceWrites: number;
}
