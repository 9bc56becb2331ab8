/** One marketplace with the people who buy there. Prices of offers are in PLN and get converted. */
export interface Country {
	marketplace: string;
	code: string;
	language: string;
	currency: string;
	/** What one PLN is worth there. */
	perPln: number;
	firstNames: readonly string[];
	lastNames: readonly string[];
	streets: readonly string[];
	cities: readonly { city: string; zipCode: string }[];
	phone: string;
	taxIdType: string;
	companies: readonly string[];
}

/** Ids of marketplaces as in https://developer.allegro.pl/swagger.yaml */
export const COUNTRIES: readonly Country[] = [
	{
		marketplace: 'allegro-pl',
		code: 'PL',
		language: 'pl-PL',
		currency: 'PLN',
		perPln: 1,
		firstNames: ['Jan', 'Małgorzata', 'Łukasz', 'Agnieszka', 'Grażyna', 'Świętosław', 'Zoë'],
		lastNames: ['Kowalski', 'Wójcik', 'Żółć-Nowak', 'Brzęczyszczykiewicz', "D'Angelo", 'Śliwa'],
		streets: ['Grunwaldzka 182', 'Św. Marcin 24/7', 'os. Bolesława Chrobrego 3A m. 12', 'Solna 1'],
		cities: [
			{ city: 'Poznań', zipCode: '60-166' },
			{ city: 'Łódź', zipCode: '90-001' },
			{ city: 'Kraków', zipCode: '31-042' },
			{ city: 'Gdańsk', zipCode: '80-288' },
		],
		phone: '+48 601 ',
		taxIdType: 'PL_NIP',
		companies: ['"Pędzel & Wałek" s.c.', 'Kowalex, Jan Kowalski', 'Łąka Sp. z o.o.'],
	},
	{
		marketplace: 'allegro-cz',
		code: 'CZ',
		language: 'cs-CZ',
		currency: 'CZK',
		perPln: 5.84,
		firstNames: ['Jiří', 'Zdeňka', 'Ondřej'],
		lastNames: ['Dvořák', 'Příhodová', 'Řehoř'],
		streets: ['Náměstí Míru 9', 'Křížíkova 237/36'],
		cities: [
			{ city: 'Praha 8', zipCode: '186 00' },
			{ city: 'Plzeň', zipCode: '301 00' },
		],
		phone: '+420 602 ',
		taxIdType: 'CZ_ICO',
		companies: ['Řeka s.r.o.'],
	},
	{
		marketplace: 'allegro-sk',
		code: 'SK',
		language: 'sk-SK',
		currency: 'EUR',
		perPln: 0.235,
		firstNames: ['Ľubomír', 'Zuzana'],
		lastNames: ['Hronský', 'Kráľová'],
		streets: ['Štúrova 5', 'Hlavná 12/A'],
		cities: [{ city: 'Košice', zipCode: '040 01' }],
		phone: '+421 905 ',
		taxIdType: 'SK_ICO',
		companies: ['Ľan, a.s.'],
	},
	{
		marketplace: 'allegro-hu',
		code: 'HU',
		language: 'hu-HU',
		currency: 'HUF',
		perPln: 92,
		firstNames: ['Ödön', 'Katalin'],
		lastNames: ['Szűcs', 'Kőműves'],
		streets: ['Árpád út 41. II/3', 'Fő u. 1'],
		cities: [{ city: 'Győr', zipCode: '9021' }],
		phone: '+36 30 ',
		taxIdType: 'HU_ADOSZAM',
		companies: ['Tűz Kft.'],
	},
];
