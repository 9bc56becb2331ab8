/** Something on sale; prices in the store's currency, without tax. */
export interface Product {
	id: number;
	variantId: number;
	name: string;
	sku: string;
	upc: string;
	price: number;
	type: 'physical' | 'digital' | 'giftcertificate';
	option?: { name: string; value: string };
}

/** Titles hold what breaks naive CSV, XML, URLs and JSON. */
export const PRODUCTS: readonly Product[] = [
	{
		id: 77,
		variantId: 74,
		name: 'Towel "Fog" 50/70, beige & white',
		sku: 'TWL-50/70',
		upc: '0123456789012',
		price: 55.99,
		type: 'physical',
		option: { name: 'Size', value: 'S/M' },
	},
	{
		id: 78,
		variantId: 75,
		name: 'Coffee + filter <bundle> ☕',
		sku: 'COF+FLT',
		upc: '',
		price: 23.5,
		type: 'physical',
	},
	{
		id: 80,
		variantId: 77,
		name: '急須「常滑」 300 ml',
		sku: '00080',
		upc: '4901234567894',
		price: 84,
		type: 'physical',
	},
	{
		id: 81,
		variantId: 78,
		name: "Children's socks, 5-pack",
		sku: 'SOCK,5',
		upc: '',
		price: 7.77,
		type: 'physical',
		option: { name: 'Color', value: 'Żółty' },
	},
	{
		id: 86,
		variantId: 83,
		name: 'E-book: 100% Tea',
		sku: 'EB-TEA',
		upc: '',
		price: 9.99,
		type: 'digital',
	},
	{
		id: 93,
		variantId: 90,
		name: '한복 인형 🎎',
		sku: 'DOLL KR',
		upc: '',
		price: 129.95,
		type: 'physical',
	},
	{ id: 104, variantId: 101, name: 'Free sample', sku: '', upc: '', price: 0, type: 'physical' },
	{
		id: 111,
		variantId: 108,
		name: 'Espresso machine\t2-group',
		sku: 'ESP-2G',
		upc: '',
		price: 4299,
		type: 'physical',
	},
];

/** A line without a catalogue product has product id 0 */
export const CUSTOM: Product = {
	id: 0,
	variantId: 0,
	name: 'Custom engraving: "Ülo & Ana"',
	sku: '',
	upc: '',
	price: 15,
	type: 'physical',
};

/** What one US dollar is worth, and how many decimals prices have. */
export const CURRENCIES = [
	{ code: 'USD', rate: 1, decimals: 2 },
	{ code: 'EUR', rate: 0.92, decimals: 2 },
	{ code: 'JPY', rate: 150, decimals: 0 },
	{ code: 'KRW', rate: 1380, decimals: 0 },
] as const;

/** How many are left of a product: of one many, of another none. */
export const stockOf = (productId: number): number => productId % 12;
