import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import type { Client } from '../client';
import type { Marketplace } from '../marketplace';
import { loadList } from '../operations/load-options';
import { readLimit } from '../operations/orders';
import type { ItemOperations } from '../operations/run';

/** A carrier in the marketplace's own words. */
export interface Carrier {
	readonly code: string;
	readonly name: string;
}

/** `carrier: getAll`. */
export function carrierOperations(carriersOf: CarrierSource): ItemOperations {
	return {
		'carrier.getAll': async function* (call) {
			const limit = readLimit(call);
			const carriers = await carriersOf(call.client);
			yield carriers.slice(0, limit).map(({ code, name }) => ({ json: { code, name } }));
		},
	};
}

export type CarrierSource = (client: Pick<Client, 'send'>) => Promise<readonly Carrier[]>;

/** The list of the field _Carrier_, in the marketplace's order: the best known may come first. */
export async function searchCarriers(
	context: ILoadOptionsFunctions,
	marketplace: Marketplace,
	carriersOf: CarrierSource,
	filter = '',
): Promise<INodeListSearchResult> {
	const carriers = await loadList(context, marketplace, carriersOf);
	const wanted = filter.trim().toLowerCase();
	const found = carriers.filter(({ code, name }) =>
		`${name} ${code}`.toLowerCase().includes(wanted),
	);
	return { results: found.map(({ code, name }) => ({ name, value: code })) };
}
