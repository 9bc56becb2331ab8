import type { Random } from '../../sandbox/kit/random';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A poll that comes before it may be the last one for a while. */
const EVE = 16 * MINUTE;
/** So long it is busy after the last of it: whoever was cut short has to catch up. */
const AFTERMATH = HOUR;
/** How long one lasts: an import within a second, a change of many orders, a sale. */
const SPANS: Array<[least: number, most: number]> = [
	[0, 900],
	[4 * MINUTE, 12 * MINUTE],
	[12 * MINUTE, 40 * MINUTE],
];

/** Something that happens in a rush: what is named, or anything. */
interface Act {
	at: number;
	name?: string;
}

/**
 * The busy hours of a week: a sale, an import or a long list that is changed at once gives the marketplace more
 * than a page to show within seconds or minutes, while its answers are slow.
 */
export class Rushes {
	private readonly acts: Act[] = [];
	private readonly spans: Array<{ from: number; to: number }> = [];
	private done = 0;

	/** `page`: how many orders a page of the feed shows; nothing for a shop that has no rush. */
	constructor(
		random: Random,
		begin: number,
		private readonly page?: number,
	) {
		if (page === undefined) return;
		SPANS.forEach((span, i) => {
			const from = begin + (2 * i + 1) * DAY + random.int(0, 20 * HOUR);
			const lasts = random.int(...span);
			const name = random.chance(0.4) ? 'buy' : undefined;
			const many = random.int(Math.max(300, 2 * page), Math.max(400, 4 * page));
			const times = Array.from({ length: many }, () => random.int(0, lasts));
			times.sort((a, b) => a - b);
			this.acts.push(...times.map((ms) => ({ at: from + ms, name })));
			this.spans.push({ from: from - EVE, to: from + lasts + AFTERMATH });
		});
	}

	isOn(now: number): boolean {
		return this.spans.some(({ from, to }) => from <= now && now < to);
	}

	/**
	 * When a page has come, and the index has just shown it in part: whoever asks then leaves a full page into
	 * which more is still to come.
	 */
	pageAt(random: Random): number {
		const last = this.acts[this.done + (this.page ?? 0)]?.at ?? Infinity;
		return last + random.int(50, 130) * SECOND;
	}

	/** When the next of it is due. */
	get nextAt(): number {
		return this.acts[this.done]?.at ?? Infinity;
	}

	/** What is due next, once. */
	take(): Act | undefined {
		return this.acts[this.done++];
	}
}
