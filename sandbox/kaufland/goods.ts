/** Something that every seller here has on sale. */
export interface Good {
	/** The seller's own id of it: the SKU. */
	sku: string;
	title: string;
	eans: readonly string[];
	idProduct: number;
	manufacturer: string;
	/** In euro cents. */
	price: number;
}

export const GOODS: readonly Good[] = [
	{
		sku: 'MUG/WHITE+330',
		title: 'Tasse "Große Freiheit" 330 ml, weiß ☕',
		eans: ['4006381333931'],
		idProduct: 362524873,
		manufacturer: 'Nordlicht & Söhne',
		price: 1299,
	},
	{
		sku: 'SCREW-M4;100',
		title: 'Schrauben M4 × 20, 100 Stück; verzinkt',
		eans: ['4012345678901', '04012345678901'],
		idProduct: 362524874,
		manufacturer: 'Würfel GmbH',
		price: 499,
	},
	{
		sku: '00123',
		title: 'T-Shirt 100 % Baumwolle <unisex>',
		eans: ['5901234123457'],
		idProduct: 362524875,
		manufacturer: 'Łódź Textil',
		price: 1995,
	},
	{
		sku: 'kabel 2m',
		title: 'USB‑C-Kabel 2 m & Adapter 🔌',
		eans: ['8591234567890'],
		idProduct: 362524876,
		manufacturer: 'Elektro Šťastný',
		price: 790,
	},
	{
		sku: 'SOFA-XL',
		title: "Sofa 'Grande' 3-Sitzer",
		eans: ['3760123456789'],
		idProduct: 362524877,
		manufacturer: 'Maison d’Or',
		price: 89_900,
	},
];
