/** What a carrier is called, which is its code as well; haulers bring what no parcel holds. */
export const CARRIERS = [
	{ name: 'Cargo International', isHauler: true },
	{ name: 'DHL', isHauler: false },
	{ name: 'DHL Freight', isHauler: true },
	{ name: 'DPD', isHauler: false },
	{ name: 'Deutsche Post', isHauler: false },
	{ name: 'GLS', isHauler: false },
	{ name: 'Hermes', isHauler: false },
	{ name: 'InPost', isHauler: false },
	{ name: 'Other', isHauler: false },
	{ name: 'Other Hauler', isHauler: true },
	{ name: 'PPL', isHauler: false },
	{ name: 'Packeta', isHauler: false },
	{ name: 'UPS', isHauler: false },
] as const;

/** Only with these a parcel needs no number, see https://sellerapi.kaufland.com/?page=order-files */
export const WITHOUT_NUMBER: readonly string[] = ['Other', 'Other Hauler'];
