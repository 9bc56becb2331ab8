import type { Call } from '../../../../core/operations/call';
import { latest, valuesOf } from './mapping';
import type { ReportRow } from './repair';
import { isOfSites } from './sites';

/** Of so many channels the hint gives the numbers. */
const MOST_NAMED = 5;

interface Wanted {
	/** Sites that the user has chosen; none means all. */
	sites: readonly string[];
	/** The column with the time by which the list was asked for, and the time that it covers. */
	column: string;
	from: number;
	to: number;
}

/**
 * What a report holds beside what it was asked for: Amazon ignores its sites (docs#1404, models#2209, models#534),
 * so other sites and channels of the region come along.
 */
export class LeftOut {
	private readonly channels = new Map<string, number>();
	private late = 0;

	constructor(private readonly wanted: Wanted) {}

	/** Whether an order was asked for; the others are counted. */
	keeps(rows: readonly ReportRow[]): boolean {
		const { sites, column, from, to } = this.wanted;
		const channels = valuesOf(rows, 'sales-channel');
		if (channels.length > 0 && !channels.some((channel) => isOfSites(channel, sites))) {
			this.channels.set(channels[0], (this.channels.get(channels[0]) ?? 0) + 1);
			return false;
		}
		const time = latest(rows, column);
		const isInRange = time === null || (Date.parse(time) >= from && Date.parse(time) <= to);
		if (!isInRange) this.late++;
		return isInRange;
	}

	/** Says how many orders were left out, and of what. */
	tell(call: Call): void {
		const named = [...this.channels].sort(([, a], [, b]) => b - a);
		const others = named.slice(MOST_NAMED).reduce((sum, [, count]) => sum + count, 0);
		const parts = [
			...named.slice(0, MOST_NAMED).map(([channel, count]) => `${channel} ${count}`),
			...(others > 0 ? [`other channels ${others}`] : []),
			...(this.late > 0 ? [`outside the dates ${this.late}`] : []),
		];
		if (parts.length === 0) return;
		const all = named.reduce((sum, [, count]) => sum + count, this.late);
		call.hint(
			`Orders of Amazon's reports that were left out because they were not requested: ${all} (${parts.join(', ')})`,
		);
	}
}
