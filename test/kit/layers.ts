import type { Marketplace, Send } from '../../core/marketplace';
import { Deadline, type TimeLimits } from '../../core/request/deadline';
import { quotas } from '../../core/request/quota';
import { retries } from '../../core/request/retry';

/** Whose requests they are, and which layers the test loaded for them. */
interface Side {
	owner?: string;
	node?: string;
	layers?: { Deadline: typeof Deadline; quotas: typeof quotas; retries: typeof retries };
}

/** A way to send for one run of a node: paced, each request with the whole of the patience. */
export function paced(
	market: Marketplace,
	patience: TimeLimits,
	send: Send,
	{ owner = 'me', node = 'node', layers = { Deadline, quotas, retries } }: Side = {},
): Send {
	const party = { node, run: {} };
	return async (request) => {
		const deadline = new layers.Deadline(patience);
		return await layers.quotas(market, owner, deadline, party)(send)(request);
	};
}

/** As `paced`, and sent again where that helps. */
export function insistent(
	market: Marketplace,
	patience: TimeLimits,
	send: Send,
	{ owner = 'me', node = 'node', layers = { Deadline, quotas, retries } }: Side = {},
): Send {
	const party = { node, run: {} };
	return async (request) => {
		const deadline = new layers.Deadline(patience);
		const layer = layers.quotas(market, owner, deadline, party);
		return await layers.retries(market, deadline)(layer(send))(request);
	};
}
