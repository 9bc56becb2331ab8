import { itemsOf } from '../../../core/lists/pages';
import { list, object, text } from '../../../core/orders/read';
import type { CarrierSource } from '../../../core/writes/carriers';

/** The list changes, so it is always asked for. One of them, `OTHER`, has no name. */
export const carriersOf: CarrierSource = async ({ send }) => {
	const response = await send({ method: 'GET', path: '/order/carriers' });
	const entries = itemsOf(response, (body) => object(body).carriers as unknown[] | undefined);
	const carriers = list(entries).flatMap(({ id, name }) => {
		const code = text(id);
		return code === null ? [] : [{ code, name: text(name) ?? code }];
	});
	return carriers.sort((one, other) => one.name.localeCompare(other.name));
};
