import { bodyOf, partOf } from './body';
import type { Call } from './gate';
import { orderOf } from './order-of';
import { PROVIDERS, SETTABLE, SUMMARIES } from './fulfillment-words';
import { errors, invalid, Refusal } from './refusal';

/**
 * PUT /order/checkout-forms/{id}/fulfillment, see https://developer.allegro.pl/swagger.yaml. No field is required;
 * what is not sent stays as it is. Who fulfils is read and taken, and changes nothing.
 */
export function setFulfillment(call: Call): unknown {
	const held = orderOf(call);
	const body = bodyOf(call.request, ['status', 'shipmentSummary', 'provider']);
	const { fulfillment, revision } = held.form;
	const sent = fulfillment.shipmentSummary.lineItemsSent;
	const status = wordOf(body, 'status', SETTABLE) ?? fulfillment.status;
	const summary = wordOf(partOf(body, 'shipmentSummary'), 'lineItemsSent', SUMMARIES) ?? sent;
	wordOf(partOf(body, 'provider'), 'id', PROVIDERS);
	if ((call.query.text('checkoutForm.revision') ?? revision) !== revision) {
		const message = 'Checkout form revision is outdated';
		throw new Refusal(409, errors('OUTDATED_REVISION', message), message);
	}
	call.shop.bySeller(held, (life, now) => {
		// Only a change is an event.
		if (status !== null && status !== fulfillment.status)
			life.fulfilled(held, now, status, summary);
		else if (summary !== sent) life.counted(held, summary);
	});
	return call.reply.code(204).send();
}

function wordOf(
	part: Record<string, unknown>,
	name: string,
	words: readonly string[],
): string | undefined {
	const word = part[name];
	if (word === undefined || (typeof word === 'string' && words.includes(word))) return word;
	throw invalid(name, `'${String(word)}' cannot be set`);
}
