/** A buyer's country with the names, places and tax that go with it. */
export interface Country {
	name: string;
	iso: string;
	locale: string;
	currency: string;
	share: number;
	taxRate: number;
	firstNames: readonly string[];
	lastNames: readonly string[];
	streets: readonly string[];
	cities: readonly { city: string; state: string; zip: string }[];
	companies: readonly string[];
}

export const COUNTRIES: readonly Country[] = [
	{
		name: 'United States',
		iso: 'US',
		locale: 'en',
		currency: 'USD',
		share: 0.6,
		taxRate: 0.0825,
		firstNames: ['Jane', "D'Arcy", 'Zoë', 'John'],
		lastNames: ['Doe', "O'Neill", 'Smith-Jones', 'Nguyễn'],
		streets: ['455 Main Street', '1/2 Elm St, Apt "B"', '9 5th Ave #12'],
		cities: [
			{ city: 'Austin', state: 'Texas', zip: '78751' },
			{ city: 'Boston', state: 'Massachusetts', zip: '02108' },
		],
		companies: ['Acme, Inc.', 'AT&T <test>'],
	},
	{
		name: 'Japan',
		iso: 'JP',
		locale: 'ja',
		currency: 'JPY',
		share: 0.12,
		taxRate: 0.1,
		firstNames: ['太郎', '花子', 'さくら'],
		lastNames: ['山田', '髙橋', '渡邉'],
		streets: ['神田駿河台3-2-1', '梅田1丁目2番3号 4F'],
		cities: [
			{ city: '千代田区', state: '東京都', zip: '101-0062' },
			{ city: '大阪市', state: '大阪府', zip: '530-0001' },
		],
		companies: ['株式会社サンプル'],
	},
	{
		name: 'Korea, Republic of',
		iso: 'KR',
		locale: 'ko',
		currency: 'KRW',
		share: 0.08,
		taxRate: 0.1,
		firstNames: ['민준', '서연'],
		lastNames: ['김', '이'],
		streets: ['테헤란로 152', '판교역로 235'],
		cities: [{ city: '강남구', state: '서울특별시', zip: '06236' }],
		companies: ['(주)견본'],
	},
	{
		name: 'Poland',
		iso: 'PL',
		locale: 'pl',
		currency: 'EUR',
		share: 0.2,
		taxRate: 0.23,
		firstNames: ['Łukasz', 'Małgorzata'],
		lastNames: ['Wójcik', 'Żółć-Nowak'],
		streets: ['Św. Marcin 24/7', 'os. Chrobrego 3A m. 12'],
		cities: [{ city: 'Poznań', state: '', zip: '61-803' }],
		companies: ['"Pędzel & Wałek" s.c.'],
	},
];

export const PAYMENT_METHODS = ['Credit Card', 'PayPal', 'Cash', 'Test Payment Gateway'] as const;
