import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import type { Marketplace } from '../marketplace';
import type { Client } from '../client';
import { SHORT_LIMITS, withClient } from './with-client';

/** Entries of a drop-down list, by their names. */
export async function loadOptions(
	context: ILoadOptionsFunctions,
	marketplace: Marketplace,
	load: (client: Client) => Promise<INodePropertyOptions[]>,
): Promise<INodePropertyOptions[]> {
	const options = await loadList(context, marketplace, load);
	return options.sort((a, b) => a.name.localeCompare(b.name));
}

/** What a list of the panel shows, by the same way as every other request. */
export async function loadList<List>(
	context: ILoadOptionsFunctions,
	marketplace: Marketplace,
	load: (client: Client) => Promise<List>,
): Promise<List> {
	const authentication = () => context.getCurrentNodeParameter('authentication');
	const opening = { authentication, limits: () => SHORT_LIMITS };
	return await withClient(context, marketplace, opening, load);
}
