import { startServer, type MarketplaceServer } from './kit/server';
import { DEFAULTS, type SandboxSettings } from './kit/settings';
import { allegro } from './allegro/backend';
import { amazon } from './amazon/backend';
import { assistTencho } from './assist-tencho/backend';
import { bigCommerce } from './bigcommerce/backend';
import { kaufland } from './kaufland/backend';
import { naver } from './naver/backend';

/** The six marketplaces, as strict as the real ones, on loopback. */
export const BACKENDS = { allegro, amazon, assistTencho, bigCommerce, naver, kaufland };

export type MarketplaceName = keyof typeof BACKENDS;

/** Starts one marketplace; `port` 0 takes any free one. */
export async function startMarketplace(
	name: MarketplaceName,
	settings: Partial<SandboxSettings> = {},
	port = 0,
): Promise<MarketplaceServer> {
	const all = { ...DEFAULTS, ...settings };
	return await startServer(BACKENDS[name](all), all, port);
}
