import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import type { Marketplace } from '../marketplace';
import { connect, type Client } from '../client';
import { Secrets } from '../request/secrets';
import { credentialTypeFor } from './call';
import { toNodeError } from './node-error';

/** Somebody watches the list open; it should not take long. */
const PATIENCE = { maxWaitMs: 5_000, timeoutMs: 20_000 };

/** Entries of a drop-down list, by way of the same transport as everything else. */
export async function loadOptions(
	context: ILoadOptionsFunctions,
	marketplace: Marketplace,
	load: (client: Client) => Promise<INodePropertyOptions[]>,
): Promise<INodePropertyOptions[]> {
	const chosen = context.getCurrentNodeParameter('authentication');
	const credentialType = credentialTypeFor(marketplace, chosen);
	let client: Client | undefined;
	try {
		client = await connect(context, marketplace, credentialType, PATIENCE);
		const options = await load(client);
		return options.sort((a, b) => a.name.localeCompare(b.name));
	} catch (error) {
		throw toNodeError(error, {
			node: context.getNode(),
			marketplace,
			credentialType,
			account: client?.connection.account ?? null,
			secrets: client?.secrets ?? new Secrets([]),
		});
	} finally {
		client?.end();
	}
}
