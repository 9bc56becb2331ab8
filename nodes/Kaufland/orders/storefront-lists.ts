import type { Send } from '../../../core/marketplace';
import { itemsOf } from '../../../core/lists/pages';
import { object, text } from '../../../core/orders/read';

/** Where the account sells; an answer of another shape is an error, because nothing would be read of no storefront. */
export async function storefrontsOf(send: Send): Promise<string[]> {
	const response = await send({ method: 'GET', path: '/info/storefront' });
	return itemsOf(response, (body) => object(body).data as unknown[])
		.map(text)
		.filter((name) => name !== null);
}
