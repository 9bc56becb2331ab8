import { allegro } from './allegro';
import { amazon } from './amazon';
import { assistTencho } from './assist-tencho';
import { authorization } from './authorization';
import { bigcommerce } from './bigcommerce';
import { credentials } from './credentials';
import { naver } from './naver';
import { node } from './node';
import { order } from './order';
import { paging } from './paging';
import { shared } from './shared';
import { transport } from './transport';
import { trigger } from './trigger';
import type { ListedFault } from './fault';

/** Every fault that somebody thought of, by part of the product. */
export const FAULTS: ListedFault[] = [
	...transport,
	...trigger,
	...paging,
	...authorization,
	...order,
	...node,
	...allegro,
	...amazon,
	...assistTencho,
	...bigcommerce,
	...naver,
	...shared,
	...credentials,
];
