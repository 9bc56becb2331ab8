import type { Carrier, CarrierSource } from '../../../core/writes/carriers';
import { InvalidInputError } from '../../../core/request/errors';

/** `shipping_provider`, as the description of the API lists it; no call returns it. See BEHAVIOR.md, Shipping. */
export const CARRIERS: readonly Carrier[] = [
	{ code: 'auspost', name: 'Australia Post' },
	{ code: 'canadapost', name: 'Canada Post' },
	{ code: 'endicia', name: 'Endicia' },
	{ code: 'fedex', name: 'FedEx' },
	{ code: 'royalmail', name: 'Royal Mail' },
	{ code: 'shipperhq', name: 'ShipperHQ' },
	{ code: 'ups', name: 'UPS' },
	{ code: 'upsonline', name: 'UPS OnLine' },
	{ code: 'upsready', name: 'UPS Ready' },
	{ code: 'usps', name: 'USPS' },
];

export const carriersOf: CarrierSource = async () => await Promise.resolve(CARRIERS);

/** A shipping provider that is an app, e.g. `carrier_33`. */
const APP = /^carrier_\w+$/;
/** A carrier of AfterShip, e.g. `dhl-germany`. */
const SLUG = /^[a-z0-9]+([-_][a-z0-9]+)*$/;

/** The code as the API wants it: of the list by code or name, of an app, or else of AfterShip. */
export function carrierCode(written: string): string {
	const wanted = written.toLowerCase();
	const listed = CARRIERS.find(({ code, name }) => [code, name.toLowerCase()].includes(wanted));
	if (listed) return listed.code;
	if (SLUG.test(wanted)) return wanted;
	throw new InvalidInputError(
		`'Carrier' is neither a carrier of BigCommerce nor a code of AfterShip: ${written.slice(0, 40)}`,
		'Choose one from the list, or enter the code that AfterShip has for the carrier, e.g. dhl-germany',
	);
}

/** The field that the code belongs into. */
export function carrierFields(code: string): Record<string, string> {
	const isProvider = APP.test(code) || CARRIERS.some((carrier) => carrier.code === code);
	return isProvider ? { shipping_provider: code } : { tracking_carrier: code };
}
