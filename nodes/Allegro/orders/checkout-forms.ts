import type { Call } from '../../../core/operations/call';
import type { Query } from '../../../core/marketplace';
import { list, object } from '../../../core/orders/read';
import { itemsOf } from '../../../core/lists/pages';
import { inOrder } from '../../../core/lists/side-by-side';
import { pathSegment } from '../../../core/request/address';
import { raise, ResponseError, describeRefusal } from '../../../core/request/errors';
import { allegro, total } from '../marketplace';
import type { RawForm } from '../trigger/events';

const FORMS = '/order/checkout-forms';
export const FORMS_PER_PAGE = 100;
const PARALLEL = 20;
/** Allegro's answer to an id that is none. */
export const NO_ID = 422;

/** One page of the list of orders, and how many there are in all. */
interface FormPage {
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

/** What came of the look at several orders. */
interface Looked {
	forms: RawForm[];
	/** Ids of those that Allegro says it does not know. */
	unknown: string[];
}

/** Orders by id, several at once. */
export async function readForms(call: Call, ids: readonly string[]): Promise<Looked> {
	const tasks = ids.map((id) => async () => ({ id, form: await readOne(call, id) }));
	const looked: Looked = { forms: [], unknown: [] };
	for await (const { id, form } of inOrder(tasks, PARALLEL)) {
		if (form === 'unknown') looked.unknown.push(id);
		else if (form) looked.forms.push(form);
	}
	return looked;
}

async function readOne(call: Call, id: string): Promise<RawForm | 'unknown' | undefined> {
	try {
		const path = `${FORMS}/${pathSegment(id)}`;
		const { body } = await call.client.send({ method: 'GET', path });
		return object(body);
	} catch (error) {
		if (!(error instanceof ResponseError)) return raise(error);
		if (error.verdict === 'gone') return 'unknown';
		if (error.response.status !== NO_ID) return raise(error);
		// No other event may be held up by an order that nobody can read.
		call.hint(`Allegro refused to show order ${id} (${describeRefusal(allegro, error)})`);
		return undefined;
	}
}
