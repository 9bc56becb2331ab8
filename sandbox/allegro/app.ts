export interface RegisteredApp {
	clientId: string;
	clientSecret: string;
	/** The registered name as the User-Agent must carry it, see https://github.com/allegro/allegro-api/issues/13126 */
	userAgentName: string;
	/**
	 * A browser app uses codes, a device app the device flow; never both,
	 * see https://developer.allegro.pl/tutorials/uwierzytelnianie-i-autoryzacja-zlq9e75GdIR
	 */
	type: 'browser' | 'device';
	redirectUris: string[];
	/** What is ticked for the app; a wider request is silently cut to it */
	scopes: readonly string[];
}

const ORDERS = ['allegro:api:orders:read', 'allegro:api:orders:write'];
const TICKED = [
	'allegro:api:profile:read',
	...ORDERS,
	'allegro:api:sale:offers:read',
	'allegro:api:sale:offers:write',
	'allegro:api:sale:settings:read',
	'allegro:api:payments:read',
	'allegro:api:billing:read',
];

/** The browser app that the sandbox knows. */
export const APP: RegisteredApp = {
	clientId: 'a21f7c3de0b84d6b9c5a4f1e2d3c6be0',
	clientSecret: 'sAnDbOx0Qm5vX2pKf8Yt1rHc7WbZ4eLg9JdNu3TiVy6MoPaRsEqCxBhGkFlUwI5z',
	userAgentName: 'Order-Sandbox',
	type: 'browser',
	redirectUris: [
		'http://localhost:5678/rest/oauth2-credential/callback',
		'https://n8n.example/rest/oauth2-credential/callback',
	],
	scopes: TICKED,
};

/** An app of the other type, for machines without a browser. */
export const DEVICE_APP: RegisteredApp = {
	clientId: 'b32a8d4ef1c95e7cad6b502f3e4d7cf1',
	clientSecret: 'dEvIcE1Rn6wY3qLg9Zu2sId8XcA5fMh0KeOv4UjWz7NpQbStFrDyCiHlGmVxJ6a',
	userAgentName: 'Order-Sandbox-Device',
	type: 'device',
	redirectUris: [],
	scopes: TICKED,
};

export const APPS: readonly RegisteredApp[] = [APP, DEVICE_APP];

export interface Seller {
	key: 'first' | 'second';
	id: string;
	login: string;
	firstName: string;
	lastName: string;
	email: string;
	company: { name: string; taxId: string };
	/** Where the account sells, with how much of it. */
	sells: readonly { marketplace: string; share: number }[];
}

/** Two accounts; the second is there so that a mixed-up token shows foreign orders. */
export const SELLERS: Record<Seller['key'], Seller> = {
	first: {
		key: 'first',
		id: '81230011',
		login: 'Sklep_Zabka_i_Spolka',
		firstName: 'Żaneta',
		lastName: 'Błażewicz',
		email: 'biuro@sklep.example',
		company: { name: 'Żabka i Spółka Sp. z o.o.', taxId: '5252525252' },
		sells: [
			{ marketplace: 'allegro-pl', share: 0.82 },
			{ marketplace: 'allegro-cz', share: 0.1 },
			{ marketplace: 'allegro-sk', share: 0.05 },
			{ marketplace: 'allegro-hu', share: 0.03 },
		],
	},
	second: {
		key: 'second',
		id: '81230022',
		login: 'druga_szansa',
		firstName: 'Paweł',
		lastName: 'Dąb',
		email: 'kontakt@druga.example',
		company: { name: 'Druga Szansa', taxId: '7010101010' },
		sells: [{ marketplace: 'allegro-pl', share: 1 }],
	},
};
