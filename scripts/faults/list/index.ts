import { access } from './access';
import { allegro } from './allegro';
import { amazon } from './amazon';
import { assistTencho } from './assist-tencho';
import { authorization } from './authorization';
import { bigcommerce } from './bigcommerce';
import { credentials } from './credentials';
import { kauflandWrites } from './kaufland-writes';
import { kauflandOffers } from './kaufland-offers';
import { kaufland } from './kaufland';
import { lists } from './lists';
import { naver } from './naver';
import { operations } from './operations';
import { orders } from './orders';
import { request } from './request';
import { shared } from './shared';
import { triggers } from './triggers';
import { writes } from './writes';
import type { ListedFault } from './fault';

/** Every fault that somebody thought of, by part of the product. */
export const FAULTS: ListedFault[] = [
	...request,
	...access,
	...triggers,
	...lists,
	...authorization,
	...orders,
	...operations,
	...writes,
	...allegro,
	...amazon,
	...assistTencho,
	...bigcommerce,
	...kauflandWrites,
	...kauflandOffers,
	...kaufland,
	...naver,
	...shared,
	...credentials,
];
