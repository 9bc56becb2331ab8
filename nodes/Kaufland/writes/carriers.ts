import { itemsOf } from '../../../core/lists/pages';
import { list, object, text } from '../../../core/orders/read';
import { InvalidInputError } from '../../../core/request/errors';
import type { Carrier, CarrierSource } from '../../../core/writes/carriers';

/** Only with these, a parcel needs no tracking number. See https://sellerapi.kaufland.com/?page=order-files */
const WITHOUT_NUMBER = ['other', 'other hauler'];

/** A carrier has a name and no code besides. See https://sellerapi.kaufland.com/swagger.json, GetCarriers. */
export const carriersOf: CarrierSource = async ({ send }) => {
	const response = await send({ method: 'GET', path: '/carriers' });
	const entries = itemsOf(response, (body) => object(object(body).data).carriers as unknown[]);
	const names = list(entries).flatMap(({ name }) => text(name) ?? []);
	return names.sort((a, b) => a.localeCompare(b)).map((name) => ({ code: name, name }));
};

export function needsNumber(carrier: string | null): boolean {
	return !WITHOUT_NUMBER.includes(carrier?.toLowerCase() ?? '');
}

/** The code as Kaufland writes it. */
export function carrierCode(written: string, carriers: readonly Carrier[]): string {
	const wanted = written.toLowerCase();
	const found =
		carriers.find(({ code }) => code === written) ??
		carriers.find(({ code }) => code.toLowerCase() === wanted);
	if (found) return found.code;
	throw new InvalidInputError(
		`'Carrier' is not a carrier of Kaufland: ${written.slice(0, 40)}`,
		"Choose one from the list, or 'Other'. 'Carrier > Get Many' returns all of them",
	);
}
