import type { Call } from '../../core/node/call';
import type { Query } from '../../core/marketplace';
import { list, object } from '../../core/order/read';
import { itemsOf } from '../../core/paging/pages';
import { ordered } from '../../core/paging/ordered';
import { pathSegment } from '../../core/transport/guard';
import { raise, Refused } from '../../core/transport/trouble';
import { total } from './allegro.marketplace';
import type { RawForm } from './allegro.sighting';

const FORMS = '/order/checkout-forms';
export const FORMS_PER_PAGE = 100;
const PARALLEL = 20;
/** Allegro's answer to an id that is none. */
export const NO_ID = 422;

/** One page of the list of orders, and how many there are in all. */
export interface FormPage {
	entries: RawForm[];
	total: number | undefined;
}

export async function listForms(call: Call, query: Query): Promise<FormPage> {
	const response = await call.client.send({ method: 'GET', path: FORMS, query });
	const entries = list<RawForm>(
		itemsOf(response, (body) => object(body).checkoutForms as unknown[] | undefined),
	);
	return { entries, total: total(response.body) };
}

/** Orders by id, several at once. Those that were merged into others are gone. */
export async function readForms(call: Call, ids: readonly string[]): Promise<RawForm[]> {
	const tasks = ids.map((id) => async () => await readOne(call, id));
	const forms: RawForm[] = [];
	for await (const form of ordered(tasks, PARALLEL)) if (form) forms.push(form);
	return forms;
}

async function readOne(call: Call, id: string): Promise<RawForm | undefined> {
	try {
		const path = `${FORMS}/${pathSegment(id)}`;
		const { body } = await call.client.send({ method: 'GET', path });
		return object(body);
	} catch (error) {
		if (!(error instanceof Refused)) return raise(error);
		if (error.verdict === 'gone') return undefined;
		if (error.response.status !== NO_ID) return raise(error);
		// No other event may be held up by an order that nobody can read.
		call.hint(`Allegro refuses to show order ${id}`);
		return undefined;
	}
}
