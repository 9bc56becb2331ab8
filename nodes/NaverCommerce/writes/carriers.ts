import type { CarrierSource } from '../../../core/writes/carriers';
import { COURIERS, ENGLISH_NAMES } from './courier-names';

const carriers = Object.entries(COURIERS).map(([code, name]) => ({
	code,
	name: code in ENGLISH_NAMES ? `${name} (${ENGLISH_NAMES[code]})` : name,
}));

/** They are part of the package, because Naver has no call that lists them. */
export const carriersOf: CarrierSource = async () => await Promise.resolve(carriers);
