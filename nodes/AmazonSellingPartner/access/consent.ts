import type {
	ICredentialDataDecryptedObject,
	IDisplayOptions,
	INodeProperties,
} from 'n8n-workflow';

import { readBaseUrl } from '../../../core/request/address';
import { codeFingerprint, requireLine, withConsentLink } from '../../../core/access/pasted-code';
import { readRegion } from '../regions';

type Host = readonly [country: string, host: string];

/**
 * Where sellers of each region give their consent.
 * See https://developer-docs.amazon.com/sp-api/docs/seller-central-urls.
 */
const HOSTS: readonly Host[] = [
	['Australia', 'sellercentral.amazon.com.au'],
	['Belgium', 'sellercentral.amazon.com.be'],
	['Brazil', 'sellercentral.amazon.com.br'],
	['Canada', 'sellercentral.amazon.ca'],
	['Egypt', 'sellercentral.amazon.eg'],
	['France, Germany, Italy, Spain or United Kingdom', 'sellercentral-europe.amazon.com'],
	['India', 'sellercentral.amazon.in'],
	['Ireland', 'sellercentral.amazon.ie'],
	['Japan', 'sellercentral.amazon.co.jp'],
	['Mexico', 'sellercentral.amazon.com.mx'],
	['Netherlands', 'sellercentral.amazon.nl'],
	['Poland', 'sellercentral.amazon.pl'],
	['Saudi Arabia', 'sellercentral.amazon.sa'],
	['Singapore', 'sellercentral.amazon.sg'],
	['South Africa', 'sellercentral.amazon.co.za'],
	['Sweden', 'sellercentral.amazon.se'],
	['Turkey', 'sellercentral.amazon.com.tr'],
	['United Arab Emirates', 'sellercentral.amazon.ae'],
	['United States', 'sellercentral.amazon.com'],
];

/** The one that most sellers of the region use: a consent counts for the whole region. */
const OF_REGION: Readonly<Record<string, string>> = {
	eu: 'sellercentral-europe.amazon.com',
	fe: 'sellercentral.amazon.co.jp',
	na: 'sellercentral.amazon.com',
};

/** For the lists in the credential and in the authorization trigger. */
export const SELLER_CENTRALS = [
	{ name: 'Of the Region', value: '' },
	...HOSTS.map(([name, value]) => ({ name, value })),
];

/** In the credential and in the authorization trigger. */
export const draftApp = (displayOptions: IDisplayOptions): INodeProperties => ({
	displayName: 'Draft App',
	name: 'isDraft',
	type: 'boolean',
	displayOptions,
	default: true,
	description:
		'Whether the app is not published in the Appstore, like most apps of your own. Without this, Amazon shows the error MD1000 for a draft app.',
});

/** See BEHAVIOR.md, Signing in. */
export const TOKEN_PATH = '/auth/o2/token';

/** The host of a gateway or the sandbox, which people enter with the path for tokens too. */
export function readLoginHost(typed: unknown): string {
	const base = readBaseUrl(typed, 'Authorization Base URL');
	return base.endsWith(TOKEN_PATH) ? base.slice(0, -TOKEN_PATH.length) : base;
}

/** A problem with the pasted code, and the way to another one. */
export function withLink(problem: string, credential: ICredentialDataDecryptedObject): string {
	return String(credential.applicationId ?? '').trim() === ''
		? `${problem}. Paste the code that Amazon gave, or enter 'Application ID' and save: then the link to a new code stands here`
		: withConsentLink(problem, consentLink(credential));
}

/**
 * Where the seller allows the app.
 * See https://developer-docs.amazon.com/sp-api/docs/website-authorization-workflow.
 */
function consentLink(credential: ICredentialDataDecryptedObject): string {
	const applicationId = requireLine(credential.applicationId, 'Application ID');
	const link = new URL(`${sellerCentralOf(credential)}/apps/authorize/consent`);
	const redirectUri = String(credential.redirectUri ?? '').trim();
	link.search = new URLSearchParams({
		application_id: applicationId,
		// Amazon wants one. A code that a person pastes needs no proof of where it was asked for.
		state: codeFingerprint(applicationId),
		...(redirectUri === '' ? {} : { redirect_uri: redirectUri }),
		...(credential.isDraft === false ? {} : { version: 'beta' }),
	}).toString();
	return link.href;
}

/** The one that was chosen, or that of the region. */
export function sellerCentralOf(credential: ICredentialDataDecryptedObject): string {
	if (credential.environment === 'custom') {
		return readLoginHost(credential.authBaseUrl);
	}
	const chosen = String(credential.sellerCentral ?? '');
	const host = chosen === '' ? OF_REGION[readRegion(credential.region)] : chosen;
	return readBaseUrl(host, 'Seller Central');
}
