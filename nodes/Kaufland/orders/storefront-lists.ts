import type { Call } from '../../../core/operations/call';
import { list, object, text } from '../../../core/orders/read';

/** Where the account sells. */
export async function storefrontsOf({ client }: Pick<Call, 'client'>): Promise<string[]> {
	const { body } = await client.send({ method: 'GET', path: '/info/storefront' });
	return list<unknown>(object(body).data)
		.map(text)
		.filter((name) => name !== null);
}

/**
 * Storefronts that a list without `storefront` has perhaps left out: nobody has confirmed that it is of all. `seen`:
 * the storefronts of what it has shown. One that shows two is of all; else the others are asked for by name, and an
 * empty list of each is the answer.
 */
export async function unlistedStorefronts(
	call: Call,
	seen: ReadonlySet<string>,
): Promise<string[]> {
	if (seen.size > 1) return [];
	return (await storefrontsOf(call)).filter((name) => !seen.has(name));
}
