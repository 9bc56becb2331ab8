import type { SandboxSettings } from '../kit/server';

/**
 * What this backend reads beyond the common settings; all of it can be changed while it runs. The vendor
 * has published none of these points, so a client must get along with every choice.
 */
export interface AssistSettings extends SandboxSettings {
	/** @default 'application/json'; PHP's own would be 'text/html; charset=UTF-8' */
	tokenContentType?: string;
	/** How a bad token is told; `good`: as JSON with status 200. @default 'json' */
	badToken?: 'json' | 'good' | 'html' | 'redirect';
	/** In which encoding orders are sent. @default 'UTF-8' */
	charset?: 'Windows-31J';
	/** Media type of orders. @default 'application/json; charset=utf-8' */
	contentType?: string;
	/** Key of an object around the list; without it the list is the answer. */
	envelope?: string;
	/** Most orders in one answer, see assist-tencho: 4. @default 500 */
	maxRecords?: number;
	/** Redirect URL registered in the admin screen. @default APP.redirectUri */
	redirectUri?: string;
	/** After this the authorization must be given anew, see assist-tencho: 3.2. @default 31 days */
	tokenLifeMs?: number;
}

/** One customer's installation, with the one external application it knows. */
export interface AssistShop {
	key: 'first' | 'second';
	/** Every customer has a path of their own on a shared host, see assist-tencho: 6 */
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
