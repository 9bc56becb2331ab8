import type { Call } from '../../../core/operations/call';
import { list, object, text } from '../../../core/orders/read';

/** Where the account sells. */
export async function storefrontsOf(call: Call): Promise<string[]> {
	const { body } = await call.client.send({ method: 'GET', path: '/info/storefront' });
	return list<unknown>(object(body).data)
		.map(text)
		.filter((name) => name !== null);
}
