import type { Page } from 'playwright-core';

import type { ConnectedName } from './workshop';

type Grant = Record<string, string>;

/** A credential type with a Connect button, and what a person does on the marketplace's page. */
export interface Connectable {
	name: ConnectedName;
	/** As the editor's list shows it. */
	title: string;
	type: string;
	/** Of the node, where it has the choice. */
	authentication?: string;
	fields(url: string, grant: Grant): Record<string, string>;
	allow(page: Page, grant: Grant): Promise<void>;
	refuse(page: Page): Promise<void>;
	/** What the marketplace shows to an n8n that is not registered. */
	unregistered: RegExp;
	/** Fields that make no sense, and what n8n's notice then contains. */
	nonsense: { complaint: string; fields: Record<string, string> };
}

const press = (label: string) => async (page: Page) =>
	await page.getByRole('button', { name: label }).click();

/** Addresses with a slash, blanks or a page, as people paste them. */
export const CONNECTABLE: readonly Connectable[] = [
	{
		name: 'allegro',
		title: 'Allegro OAuth2 API',
		type: 'allegroOAuth2Api',
		fields: (url, { clientId, clientSecret, applicationName, applicationUrl }) => ({
			environment: 'Custom',
			...{ authBaseUrl: ` ${url}/`, apiBaseUrl: `${url}/` },
			...{ clientId, clientSecret, applicationName, applicationUrl },
		}),
		allow: press('Allow'),
		refuse: press('Refuse'),
		unregistered: /Nie możemy wyświetlić strony/,
		nonsense: {
			complaint: 'authorization-base-url-is-not-a-valid-address',
			fields: { authBaseUrl: 'allegro is here' },
		},
	},
	{
		name: 'bigCommerce',
		title: 'BigCommerce OAuth2 API',
		type: 'bigCommerceOAuth2Api',
		authentication: 'oAuth2',
		fields: (url, { appClientId, appClientSecret, storeHash, scope }) => ({
			environment: 'Custom',
			...{ authBaseUrl: `${url}/`, apiBaseUrl: ` ${url} ` },
			...{ clientId: appClientId, clientSecret: appClientSecret },
			storeHash: `https://store-${storeHash}.mybigcommerce.com/manage/dashboard`,
			permissions: scope,
		}),
		allow: press('Allow'),
		refuse: press('Refuse'),
		unregistered: /redirect_uri does not match/,
		nonsense: {
			complaint: 'store-hash-is-not-a-valid-store-hash',
			fields: { storeHash: 'www.my-shop.com' },
		},
	},
	{
		name: 'assistTencho',
		title: 'Assist Tencho OAuth2 API',
		type: 'assistTenchoOAuth2Api',
		authentication: 'oAuth2',
		fields: (url, { basePath, clientId, clientSecret }) => ({
			baseUrl: ` ${url}${basePath}/api/oauth/authorize.php?x=1 `,
			...{ clientId, clientSecret },
		}),
		allow: async (page, { loginId, password }) => {
			await page.locator('[name=login_id]').fill(loginId);
			await page.locator('[name=password]').fill(password);
			await press('Allow')(page);
		},
		refuse: press('Refuse'),
		unregistered: /redirect_uri/,
		nonsense: {
			complaint: 'base-url-is-not-a-valid-address',
			fields: { baseUrl: 'http://asp001.assist-tencho.com/shop' },
		},
	},
];
