import type { Page } from 'playwright-core';

import type { ConnectedName } from './workshop';
import { ELSEWHERE } from './elsewhere';

type Grant = Record<string, string>;

/** A credential type that takes a code from a browser elsewhere. */
export interface Pasted {
	name: ConnectedName;
	title: string;
	type: string;
	authentication?: string;
	/** In the order of the form: lists first, because they bring other fields. */
	fields(url: string, grant: Grant): Record<string, string>;
	allow(page: Page, grant: Grant): Promise<void>;
	/** Where the stored credential keeps the token. */
	token: string;
}

const CODE = { method: 'Authorization Code' };
const press = async (page: Page) => await page.getByRole('button', { name: 'Allow' }).click();

export const PASTED: readonly Pasted[] = [
	{
		name: 'amazon',
		title: 'Amazon Selling Partner API',
		type: 'amazonSellingPartnerApi',
		fields: (url, { clientId, clientSecret, applicationId }) => ({
			...{ environment: 'Custom', region: 'Europe', ...CODE },
			...{ authBaseUrl: url, apiBaseUrl: `${url}/` },
			...{ clientId, clientSecret, applicationId, redirectUri: ELSEWHERE },
		}),
		allow: press,
		token: 'accessToken',
	},
	{
		name: 'bigCommerce',
		title: 'BigCommerce API',
		type: 'bigCommerceApi',
		authentication: 'accessToken',
		fields: (url, { appClientId, appClientSecret, storeHash, scope }) => ({
			...{ environment: 'Custom', ...CODE },
			...{ authBaseUrl: url, apiBaseUrl: url },
			storeHash: `https://api.bigcommerce.com/stores/${storeHash}/v3/`,
			...{ clientId: appClientId, clientSecret: appClientSecret },
			...{ permissions: scope, redirectUri: ELSEWHERE },
		}),
		allow: press,
		token: 'exchangedToken',
	},
	{
		name: 'assistTencho',
		title: 'Assist Tencho API',
		type: 'assistTenchoApi',
		authentication: 'accessToken',
		fields: (url, { basePath, clientId, clientSecret }) => ({
			...{ ...CODE, baseUrl: ` ${url}${basePath}/ ` },
			...{ clientId, clientSecret, redirectUri: ELSEWHERE },
		}),
		allow: async (page, { loginId, password }) => {
			await page.locator('[name=login_id]').fill(loginId);
			await page.locator('[name=password]').fill(password);
			await press(page);
		},
		token: 'exchangedToken',
	},
];
