import type { Send } from '../../../core/marketplace';
import { object, text } from '../../../core/orders/read';
import { raise, ResponseError } from '../../../core/request/errors';

/** The currency in which prices of the catalog are; nothing, where the token may not read the store. */
export async function storeCurrency(send: Send): Promise<string | null> {
	try {
		return text(object((await send({ method: 'GET', path: '/v2/store' })).body).currency);
	} catch (error) {
		const isForbidden = error instanceof ResponseError && error.response.status === 403;
		return isForbidden ? null : raise(error);
	}
}
