import type { StorefrontName } from './storefronts';

/** Made-up buyers, with the characters that break careless code. */
export const NAMES = [
	['Jürgen', 'Müller-Lüdenscheidt'],
	['Łucja', 'Żółkiewska'],
	['Zoë', "O'Hara, Dr."],
	['Jiří', 'Dvořák'],
	['Ľubomír', 'Šťastný'],
	['François', 'd’Arc "jr."'],
	['Ñusta', 'García 🛒'],
] as const;

export const COMPANIES = ['Bäckerei Öz & Söhne GmbH', 'ACME; s.r.o.', '"Nord/Süd" KG'];

/** Street, house number, further line, postcode, city. */
export const STREETS: Record<StorefrontName, readonly (readonly string[])[]> = {
	de: [
		['Straße des 17. Juni', '135', 'Hinterhof, 2. OG', '01067', 'Dresden'],
		['Am Köllnischen Park', '6a-7', '', '10179', 'Berlin'],
	],
	cz: [['Náměstí Míru', '12/3', '', '120 00', 'Praha 2']],
	sk: [['Hlavná', '8', 'č. 4', '040 01', 'Košice']],
	pl: [['ul. Świętego Łukasza', '5 m. 7', '', '31-001', 'Kraków']],
	at: [['Große Neugasse', '1', 'Stiege 2/Top 5', '1040', 'Wien']],
	fr: [["Rue de l'Abbé-Grégoire", '19 bis', '', '75006', 'Paris']],
	it: [['Via dell’Università', '3', 'scala B', '00185', 'Roma']],
	es: [['C/ Peñalara', 's/n', '', '08001', 'Barcelona']],
	nl: [['’s-Gravenweg', '22-hs', '', '1012 AB', 'Amsterdam']],
};
