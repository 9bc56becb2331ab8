import type { MarketplaceName } from '../../sandbox';

/** Where the form of a credential is opened. */
export interface CredentialForm {
	/** Whose node. */
	name: MarketplaceName;
	/** What is chosen in the menu of the form, where it has one. */
	mode?: 'Access Token' | 'OAuth2';
}

/** By the name of the picture. */
export const FORMS: Record<string, CredentialForm> = {
	'credential-allegro': { name: 'allegro' },
	'credential-amazon': { name: 'amazon' },
	'credential-assist-tencho': { name: 'assistTencho', mode: 'Access Token' },
	'credential-assist-tencho-oauth2': { name: 'assistTencho', mode: 'OAuth2' },
	'credential-bigcommerce': { name: 'bigCommerce', mode: 'Access Token' },
	'credential-bigcommerce-oauth2': { name: 'bigCommerce', mode: 'OAuth2' },
	'credential-kaufland': { name: 'kaufland' },
	'credential-naver': { name: 'naver' },
};
