import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import type { Marketplace } from '../marketplace';
import type { Client } from '../client';
import { SHORT_LIMITS, withClient } from './with-client';

/** Entries of a drop-down list, by the same way as every other request. */
export async function loadOptions(
	context: ILoadOptionsFunctions,
	marketplace: Marketplace,
	load: (client: Client) => Promise<INodePropertyOptions[]>,
): Promise<INodePropertyOptions[]> {
	const authentication = () => context.getCurrentNodeParameter('authentication');
	return await withClient(
		context,
		marketplace,
		{ authentication, limits: () => SHORT_LIMITS },
		async (client) => {
			const options = await load(client);
			return options.sort((a, b) => a.name.localeCompare(b.name));
		},
	);
}
