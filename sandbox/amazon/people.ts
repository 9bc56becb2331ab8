/** Made-up buyers, places and goods, with the characters that break careless code. */
export const PEOPLE: Record<string, readonly string[]> = {
	PL: ['Łukasz Żółć', 'Grażyna Brzęczyszczykiewicz', 'Józef Święty-Źrebiec', 'Anna Nowak'],
	DE: ['Jürgen Groß', 'Dr. Änne Müller-Lüdenscheidt', 'Max Mustermann', 'Søren Østergård'],
	GB: ["Siobhan O'Connor", 'Nigel Smythe-Jones', 'Zoë Brontë', 'Ash "Ashley" Khan'],
	SE: ['Åsa Öström', 'Björn Ängström', 'Linnéa Sjögren'],
	FR: ['Chloé Lefèvre', "Jean-François d'Ormesson", 'Noël Brûlé'],
	JP: ['山田 太郎', '佐々木 希', '髙橋 𠮷子', '渡邉 誠'],
	US: ['John Q. Public', 'María-José Núñez', 'D’Andre Washington'],
	CA: ['Émile Tremblay', 'Sarah MacDonald'],
	MX: ['José Ángel Peña', 'Xóchitl Hernández'],
	AU: ["Kylie O'Brien", 'Bruce Nguyen'],
};

/** Street, city, region, postal code. */
export const STREETS: Record<string, readonly (readonly [string, string, string, string])[]> = {
	PL: [
		['ul. Żwirki i Wigury 12/3a', 'Łódź', '', '90-001'],
		['al. Solidarności 5, m. 7', 'Kraków', 'małopolskie', '31-002'],
	],
	DE: [
		['Königsstraße 7 + 9', 'München', 'Bayern', '80331'],
		['Am Grünen Weg 1', 'Köln', '', '50667'],
	],
	GB: [
		['Flat 2/1, 10 Downing "Mews"', 'London', 'Greater London', 'SW1A 2AA'],
		["St. John's Rd 4", 'Edinburgh', '', 'EH12 6NX'],
	],
	SE: [['Storgatan 1 B', 'Malmö', 'Skåne', '211 22']],
	FR: [["12, rue de l'Église", 'Saint-Étienne', '', '42000']],
	JP: [
		['道玄坂2丁目10-7 新大宗ビル', '渋谷区', '東京都', '150-0043'],
		['梅田1-1-3 大阪駅前第3ビル', '大阪市北区', '大阪府', '530-0001'],
	],
	US: [['2201 Westlake Ave #500', 'Seattle', 'WA', '98121-2778']],
	CA: [['1, rue Sainte-Catherine', 'Montréal', 'QC', 'H3B 1A1']],
	MX: [['Av. Álvaro Obregón 99', 'Ciudad de México', 'CDMX', '06700']],
	AU: [['Unit 3/45 Collins St', 'Melbourne', 'VIC', '3000']],
};

/** SKU, ASIN, title, price in the smallest unit of a two-decimal currency. */
export const GOODS: readonly (readonly [string, string, string, number])[] = [
	['KUBEK/BIALY+330', 'B0SANDBX01', 'Kubek "Żubr", biały, 330 ml ☕', 2499],
	['LED-E27/4+1', 'B0SANDBX02', 'LED-Lampe E27, 4 + 1 gratis / warmweiß', 1299],
	['T SHIRT M', 'B0SANDBX03', 'T-Shirt "Größe M"; 100 % Baumwolle', 1990],
	['茶-100G', 'B0SANDBX04', '宇治抹茶 100g【送料無料】🍵', 3980],
	['SCREW_M4%', 'B0SANDBX05', "Screws M4 x 20, 1/4'', 50% zinc, <100 pcs>", 599],
	['KABEL-2M', 'B0SANDBX06', 'USB‑C cable, 2 m, black & white', 899],
	['BUCH-ÄÖÜ', 'B0SANDBX07', 'Das große Buch der Bäume\tBand 2', 24900],
];

export const CANCEL_REASONS = [
	'Found cheaper somewhere else.',
	'Ordered by mistake',
	'Lieferung dauert zu lange',
] as const;
