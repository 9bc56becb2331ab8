import { allegroFeed, allegroList } from './allegro';
import { amazonSearch, amazonV0 } from './amazon';
import { bigCommerceList, bigCommerceParts } from './bigcommerce';
import { naverOneByOne, naverQueries } from './naver';
import type { Peer } from './peer';

/** Of each marketplace first the fewest requests that anybody needs, then what connectors do. */
export const PEERS: readonly Peer[] = [
	allegroList,
	allegroFeed,
	amazonSearch,
	amazonV0,
	bigCommerceList,
	bigCommerceParts,
	naverQueries,
	naverOneByOne,
];
