import type { Call } from '../../../core/operations/call';
import { list, object, text } from '../../../core/orders/read';

/** Where the account sells. */
export async function storefrontsOf({ client }: Pick<Call, 'client'>): Promise<string[]> {
	const { body } = await client.send({ method: 'GET', path: '/info/storefront' });
	return list<unknown>(object(body).data)
		.map(text)
		.filter((name) => name !== null);
}
