import type { MarketplaceName } from '../sandbox';
import { PEERS } from './peers';
import type { Peer } from './peers/peer';
import type { Shop } from './shop';
import type { SimulatedClock } from './simulated-clock';

/** Whoever can be asked again and again what is new; each poll gives ids of orders. */
export interface Contender {
	marketplace: MarketplaceName;
	name: string;
	isOurs: boolean;
	begin(shop: Shop, time: SimulatedClock): Promise<() => Promise<string[]>>;
}

const MARKETPLACES = ['allegro', 'amazon', 'bigCommerce', 'naver'] as const;

/** Of each marketplace our trigger first, then the peers. */
export const CONTENDERS: readonly Contender[] = MARKETPLACES.flatMap((marketplace) => [
	ours(marketplace),
	...PEERS.filter((peer) => peer.marketplace === marketplace).map(theirs),
]);

/** The trigger as it is activated: what it finds from then on is new. */
export function ours(marketplace: MarketplaceName): Contender {
	return {
		marketplace,
		name: 'ours',
		isOurs: true,
		async begin(shop) {
			const node = shop.trigger();
			const poll = async () => (await node.poll()).map(({ json }) => String(json.id));
			await shop.run(poll());
			return poll;
		},
	};
}

function theirs(peer: Peer): Contender {
	const { marketplace, name, lagMs, since } = peer;
	return {
		marketplace,
		name,
		isOurs: false,
		async begin(shop, time) {
			let from = time.now - lagMs;
			const node = shop.peer(async (ask) => {
				const { now } = time;
				const ids = await since(ask, from, now);
				// Kept once everything was read, as a careful peer does.
				from = now - lagMs;
				return ids;
			});
			return async () => (await node.poll()).map(({ json }) => String(json.id));
		},
	};
}
