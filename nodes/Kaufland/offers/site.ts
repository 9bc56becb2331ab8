import type { INodeProperties } from 'n8n-workflow';

import type { Call } from '../../../core/operations/call';
import { text } from '../../../core/orders/read';
import { InvalidInputError } from '../../../core/request/errors';
import { storefrontOptions, STOREFRONTS } from '../storefronts';

/** Where an offer is meant, of which a SKU may have one in each storefront. */
export const siteOption: INodeProperties = {
	displayName: 'Storefront',
	name: 'site',
	type: 'options',
	options: storefrontOptions,
	default: 'de',
	description: 'The storefront of the offer. Without it: all storefronts.',
};

/** `null` for all. */
export function readSite(call: Call): string | null {
	const site = text(call.collection('options').site)?.toLowerCase() ?? null;
	if (site === null || Object.hasOwn(STOREFRONTS, site)) return site;
	throw new InvalidInputError(
		`'Storefront' has an unknown value: ${site.slice(0, 40)}`,
		`Possible values: ${Object.keys(STOREFRONTS).join(', ')}`,
	);
}
