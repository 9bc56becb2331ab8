import { InvalidInputError } from '../request/errors';

/** A line of an order, or a part of it. */
export interface LineQuantity {
	readonly lineId: string;
	readonly quantity: number;
}

/** A line that the user named; without a quantity, all of it that is open. */
export interface WantedLine {
	readonly lineId: string;
	readonly quantity: number | null;
}

/** Everything that is open, or lines by name. */
export type WantedLines = 'all' | readonly WantedLine[];

/** The lines of an order of which something is still to be sent. The items of a run take from it, in their order. */
export class OpenLines {
	private readonly left: Map<string, number>;

	constructor(
		private readonly orderId: string,
		/** Every line of the order, with what is open of it, which may be nothing. */
		private readonly lines: readonly LineQuantity[],
	) {
		this.left = new Map(lines.map(({ lineId, quantity }) => [lineId, quantity]));
	}

	/** What nobody has taken yet. */
	rest(): LineQuantity[] {
		return opened(this.left);
	}

	/** What is left of the lines that are wanted. Throws `InvalidInputError` where there is less, or nothing. */
	take(wanted: WantedLines): LineQuantity[] {
		const taken = wanted === 'all' ? this.rest() : wanted.map((line) => this.find(line));
		if (taken.length === 0) throw this.nothingLeft();
		for (const { lineId, quantity } of taken) {
			this.left.set(lineId, (this.left.get(lineId) ?? 0) - quantity);
		}
		return taken;
	}

	/** What was open at first, less these. */
	after(sent: ReadonlyArray<readonly LineQuantity[]>): LineQuantity[] {
		const left = new Map(this.lines.map(({ lineId, quantity }) => [lineId, quantity]));
		for (const { lineId, quantity } of sent.flat()) {
			left.set(lineId, (left.get(lineId) ?? 0) - quantity);
		}
		return opened(left);
	}

	private find({ lineId, quantity }: WantedLine): LineQuantity {
		const left = this.left.get(lineId);
		if (left === undefined) {
			const ids = this.lines.map((line) => line.lineId).join(', ');
			throw new InvalidInputError(
				`Order '${this.orderId}' has no line '${lineId}'`,
				`Use 'lines[].id' of the order. Its lines are: ${ids.slice(0, 300)}`,
			);
		}
		const wanted = quantity ?? left;
		if (wanted > left || wanted === 0) {
			throw new InvalidInputError(
				`Line '${lineId}' of order '${this.orderId}' has ${left} open units, not ${quantity ?? 'more'}`,
				'What was sent before, or by an earlier item of this run, is not open any more',
			);
		}
		return { lineId, quantity: wanted };
	}

	private nothingLeft(): InvalidInputError {
		const wasOpen = this.lines.some(({ quantity }) => quantity > 0);
		return new InvalidInputError(
			`Nothing is left to be sent in order '${this.orderId}'`,
			wasOpen
				? "An earlier item of this run takes all its lines. For several parcels, set 'Lines' to 'Selected Lines'"
				: 'All its lines were sent or cancelled before',
		);
	}
}

function opened(left: ReadonlyMap<string, number>): LineQuantity[] {
	return [...left].flatMap(([lineId, quantity]) => (quantity > 0 ? [{ lineId, quantity }] : []));
}
