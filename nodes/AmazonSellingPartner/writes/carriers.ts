import type { Carrier, CarrierSource } from '../../../core/writes/carriers';

/** Means a carrier that Amazon does not know, and wants its name. */
export const OTHER = 'Other';

/**
 * Codes are words that must be written exactly so. Amazon has a page of them, but no API: these are the well-known
 * ones of its schema for feeds, see https://github.com/amzn/selling-partner-api-docs/issues/712 and BEHAVIOR.md,
 * Shipping.
 */
const CODES: ReadonlyArray<readonly [code: string, name?: string]> = [
	['Aramex'],
	['BlueDart', 'Blue Dart'],
	['Canada Post'],
	['Chronopost'],
	['Delhivery'],
	['Deutsche Post'],
	['DHL'],
	['DHL Global Mail'],
	['DPD'],
	['DTDC'],
	['Fastway'],
	['FedEx'],
	['FEDEX_JP', 'FedEx (Japan)'],
	['FedEx SmartPost'],
	['First Flight'],
	['GLS'],
	['Hermes Logistik Gruppe'],
	['India Post'],
	['JP_EXPRESS', 'Japan Post (JP Express)'],
	['La Poste'],
	['Lasership'],
	['NITTSU', 'Nippon Express (Nittsu)'],
	['OnTrac'],
	['Parcelforce'],
	['Poste Italiane'],
	['Royal Mail'],
	['SAGAWA', 'Sagawa Express'],
	['SDA'],
	['TNT'],
	['UPS'],
	['UPSMI', 'UPS Mail Innovations'],
	['USPS'],
	['YAMATO', 'Yamato Transport'],
	['Yodel'],
	[OTHER],
];

const CARRIERS: readonly Carrier[] = CODES.map(([code, name = code]) => ({ code, name }));

/** Carriers are in the package: nothing is asked for. */
export const carriersOf: CarrierSource = async () => await Promise.resolve(CARRIERS);
