import type { CheckoutForm, Held } from './form';
import type { Call } from './gate';
import { isShown } from './order-list';
import { errors, invalid, Refusal } from './refusal';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The order that a call names. */
export function orderOf({ params, shop, now }: Call): Held {
	if (!UUID.test(params.id)) throw invalid('id', `'${params.id}' is no UUID`);
	const held = shop.get(params.id);
	if (held && isShown(held, now)) return held;
	throw notFound(params.id);
}

/**
 * The order as it is read by its id. For hours after the journal has named it, it may not be found, see
 * https://github.com/allegro/allegro-api/issues/5546; and soon after the seller has changed it, it may look as
 * before, see https://github.com/allegro/allegro-api/issues/9873
 */
export function shownForm(call: Call): CheckoutForm {
	const held = orderOf(call);
	if (call.now < (held.hiddenUntil ?? 0)) throw notFound(call.params.id);
	return held.old && call.now < held.old.until ? held.old.form : held.form;
}

function notFound(id: string): Refusal {
	const message = `Checkout form ${id} not found`;
	return new Refusal(404, errors('CheckoutFormNotFoundException', message), message);
}
