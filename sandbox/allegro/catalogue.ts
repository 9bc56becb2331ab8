/** Something on sale. Offer ids change on re-listing; `sku` is the seller's own and may be missing. */
interface Offer {
	id: string;
	name: string;
	sku: string | null;
	/** In grosze. */
	price: number;
	productId: string;
	taxRate: string | null;
	serial?: true;
}

/** Titles hold what breaks naive CSV, URLs and JSON: quotes, commas, `+`, `/`, emoji. */
export const OFFERS: readonly Offer[] = [
	{
		id: '10000000101',
		name: 'Kubek termiczny "Żubr" 0,5 l, czarny/mat',
		sku: 'KUB-ŻUBR/05+BLK',
		price: 4999,
		productId: '9d689aa5-f2ad-4bdc-bb97-6b196854e6c7',
		taxRate: '23.00',
	},
	{
		id: '10000000102',
		name: 'Świeca sojowa 🕯️ lawenda & wanilia (2+1 gratis)',
		sku: 'SWIECA 2+1',
		price: 3450,
		productId: '0b1f2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
		taxRate: '23.00',
	},
	{
		id: '10000000103',
		name: "Książka 'Ogniem i mieczem', t. 1/2",
		sku: 'KS,0001',
		price: 2799,
		productId: '1c2d3e4f-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
		taxRate: '5.00',
	},
	{
		id: '10000000104',
		name: 'Wiertarka udarowa 750 W <PRO>',
		sku: 'WIERT-750',
		price: 32900,
		productId: '2d3e4f5a-6b7c-4d8e-9f0a-1b2c3d4e5f6a',
		taxRate: '23.00',
		serial: true,
	},
	{
		id: '10000000105',
		name: 'Kawa ziarnista 1 kg; 100% arabica',
		sku: null,
		price: 8990,
		productId: '3e4f5a6b-7c8d-4e9f-8a1b-2c3d4e5f6a7b',
		taxRate: '8.00',
	},
	{
		id: '10000000106',
		name: 'Skarpetki bawełniane 42-44 [5 par]\t– szare',
		sku: 'SKARP_42-44',
		price: 1,
		productId: '4f5a6b7c-8d9e-4f0a-9b2c-3d4e5f6a7b8c',
		taxRate: null,
	},
	{
		id: '10000000107',
		name: 'Telewizor 65" OLED 4K 日本 edition',
		sku: '00123',
		price: 649900,
		productId: '5a6b7c8d-9e0f-4a1b-8c3d-4e5f6a7b8c9d',
		taxRate: '23.00',
		serial: true,
	},
	{
		id: '10000000108',
		name: 'Karma dla kota 12×85 g',
		sku: 'KARMA-12',
		price: 4260,
		productId: '6b7c8d9e-0f1a-4b2c-9d4e-5f6a7b8c9d0e',
		taxRate: '8.00',
	},
];

/** Ways of delivery; those with `point` end at a pickup point. */
export const DELIVERY_METHODS = [
	{ id: '1fa56f79-4b6a-4821-a6f2-ca9c16d5c925', name: 'Allegro Paczkomaty InPost', point: true },
	{ id: '2653ca13-67c8-48c3-bbf8-ff9aa3f70ed3', name: 'Allegro Kurier DPD', point: false },
	{ id: '685d8b40-2571-4111-8937-9220b1710d4c', name: 'Kurier "24h" / pobranie', point: false },
] as const;

/**
 * No `ALLEGRO`, no `WEDO`: both are gone since 2026,
 * see https://github.com/allegro/allegro-api/issues/13267 and https://github.com/allegro/allegro-api/issues/13154
 */
export const CARRIERS = [
	{ id: 'POCZTA_POLSKA', name: 'Poczta Polska' },
	{ id: 'INPOST', name: 'InPost' },
	{ id: 'DPD', name: 'DPD' },
	{ id: 'DHL', name: 'DHL' },
	{ id: 'GLS', name: 'GLS' },
	{ id: 'OTHER', name: 'Inny' },
] as const;

/** How many are left of an offer: of one many, of another none. */
export const stockOf = (offerId: string): number => Number(offerId) % 12;
