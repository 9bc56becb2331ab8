import type { Send } from '../../core/marketplace';
import { list, object, text } from '../../core/orders/read';
import { SITES } from './regions';

const PATH = '/sellers/v1/marketplaceParticipations';

/**
 * The sites on which the seller takes part. Channels beside Amazon are in that list, too, and no order request
 * takes them. See BEHAVIOR.md, Orders.
 */
export async function participatingSites(send: Send): Promise<string[]> {
	const { body } = await send({ method: 'GET', path: PATH });
	return list(object(body).payload)
		.filter((entry) => object(entry.participation).isParticipating === true)
		.map((entry) => text(object(entry.marketplace).id))
		.filter((id) => id !== null)
		.filter((id) => SITES.some((site) => site.id === id));
}
