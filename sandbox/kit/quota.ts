/** A token bucket as the marketplaces run them: refused calls take nothing. */
export class Bucket {
	private tokens: number;
	private at: number;

	constructor(
		readonly perSecond: number,
		readonly burst: number,
		private readonly clock: () => number,
	) {
		this.tokens = burst;
		this.at = clock();
	}

	take(): boolean {
		this.refill();
		if (this.tokens < 1) return false;
		this.tokens -= 1;
		return true;
	}

	get left(): number {
		this.refill();
		return Math.floor(this.tokens);
	}

	private refill(): void {
		const now = this.clock();
		// A clock that was set back gives nothing and takes nothing.
		const seconds = Math.max(0, now - this.at) / 1000;
		this.tokens = Math.min(this.burst, this.tokens + seconds * this.perSecond);
		this.at = now;
	}
}
