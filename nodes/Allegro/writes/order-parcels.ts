import { count, part, parts, text } from '../../../core/orders/read';
import type { WantedLines } from '../../../core/writes/open-lines';
import { type Parcel, sameNumber } from '../../../core/writes/parcel';
import type { CheckoutForm } from '../orders/wire';
import { linesIn, type Waybill } from './order';

/** What of an order counts for its parcels. */
interface OrderFacts {
	readonly lines: ReadonlyArray<{ lineId: string; quantity: number | null }>;
	readonly status: string | null;
	readonly lineItemsSent: string | null;
}

export function factsOf(form: Partial<CheckoutForm>): OrderFacts {
	const { status, shipmentSummary } = part(form.fulfillment);
	return {
		lines: parts(form.lineItems).flatMap(({ id, quantity }) => {
			const lineId = text(id);
			return lineId === null ? [] : [{ lineId, quantity: count(quantity) }];
		}),
		status: text(status),
		lineItemsSent: text(part(shipmentSummary).lineItemsSent),
	};
}

/** Whether it is the parcel that somebody wants to add. Allegro has no key for a parcel but its number. */
export function isSame(
	{ carrierId, waybill }: Partial<Waybill>,
	{ carrier, trackingNumber }: Pick<Parcel, 'carrier' | 'trackingNumber'>,
): boolean {
	return (
		text(carrierId)?.toUpperCase() === carrier?.toUpperCase() &&
		sameNumber(waybill) === sameNumber(trackingNumber)
	);
}

/** What a new parcel holds. */
interface Packed {
	/** None stands for all lines of the order. */
	readonly lineIds: readonly string[];
	/** Whether all of it is in another parcel, too. */
	readonly isAgain: boolean;
}

/** The parcels of an order, and which of its lines are in none yet. */
export class OrderParcels {
	/** Lines in parcels of before, and in those that this run has planned. */
	private readonly packed: Set<string>;
	private hasAll = false;

	constructor(
		readonly waybills: ReadonlyArray<Partial<Waybill>>,
		/** Null where nobody had to read the order. */
		readonly order: OrderFacts | null,
	) {
		this.packed = new Set(waybills.flatMap(linesIn));
	}

	/** The same parcel, where it is there already. */
	find(parcel: Parcel): Partial<Waybill> | undefined {
		return this.waybills.find((waybill) => isSame(waybill, parcel));
	}

	/** Puts lines into one more parcel. */
	pack(wanted: WantedLines): Packed {
		if (wanted !== 'all') return { lineIds: this.put(wanted), isAgain: false };
		if (this.order) {
			const lineIds = this.put(this.order.lines.filter(({ lineId }) => !this.packed.has(lineId)));
			return { lineIds, isAgain: lineIds.length === 0 };
		}
		const isAgain = this.hasAll;
		this.hasAll = true;
		return { lineIds: [], isAgain };
	}

	private put(lines: ReadonlyArray<{ lineId: string }>): string[] {
		const lineIds = lines.map(({ lineId }) => lineId);
		for (const lineId of lineIds) this.packed.add(lineId);
		return lineIds;
	}
}
