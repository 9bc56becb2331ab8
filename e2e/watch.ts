/** A clock that can be stopped and put forward. */
export class Watch {
	private ahead = 0;
	private stopped?: number;

	now(): number {
		return this.stopped ?? Date.now() + this.ahead;
	}

	stop(): void {
		this.stopped = this.now();
	}

	go(): void {
		this.ahead = this.now() - Date.now();
		this.stopped = undefined;
	}

	skip(ms: number): void {
		if (this.stopped === undefined) this.ahead += ms;
		else this.stopped += ms;
	}
}
