/** One customer's installation, with the one external application it knows. */
export interface AssistShop {
	key: 'first' | 'second';
	/**
	 * Every customer has a path of their own on a shared host, see https://assist-tencho.com/faq/?p=3481;
	 * that the API lies below it is not confirmed
	 */
	path: string;
	clientId: string;
	clientSecret: string;
	redirectUri: string;
	/** The administrator, who alone can give consent. */
	loginId: string;
	password: string;
}

export const APP: AssistShop = {
	key: 'first',
	path: '/asp001/shop',
	clientId: 'c0ffee7e5a4db0c5a11ce0ff1ce00001',
	clientSecret: '5ec4e7f0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c',
	redirectUri: 'https://n8n.example/rest/oauth2-credential/callback',
	loginId: 'tencho',
	password: 'admin-pass+1',
};

export const SECOND_SHOP: AssistShop = {
	key: 'second',
	path: '/asp002/nigouten',
	clientId: 'c0ffee7e5a4db0c5a11ce0ff1ce00002',
	clientSecret: '5ec4e7f0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5d',
	redirectUri: 'https://n8n.example/rest/oauth2-credential/callback',
	loginId: 'nigou',
	password: 'admin-pass+2',
};
