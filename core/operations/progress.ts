import { clock } from '../request/clock';
import type { Call } from './call';

/** Nobody wants to read more than one line of log a minute. */
const BETWEEN_MS = 60_000;
/** From here on, the panel tells how long it took. */
const LONG_MS = 5 * 60_000;

/** Tells the log how far a long work has come, and the user at the end that it was one; nothing of a short one. */
export class ProgressLog {
	private readonly start = clock.now();
	private toldAt = this.start;

	constructor(
		private readonly call: Call,
		/** e.g. `orders`, `read`. */
		private readonly things: string,
		private readonly done: string,
	) {}

	tell(count: number): void {
		const now = clock.now();
		if (now - this.toldAt < BETWEEN_MS) return;
		this.toldAt = now;
		const { client, context } = this.call;
		context.logger.info(
			`${client.marketplace.displayName}: ${count} ${this.things} ${this.done} so far, with ${client.requests()} requests in ${this.seconds()} s`,
		);
	}

	end(count: number): void {
		if (clock.now() - this.start < LONG_MS) return;
		const requests = this.call.client.requests();
		this.call.hint(
			`${count} ${this.things} were ${this.done} with ${requests} requests in ${this.seconds()} s`,
		);
	}

	private seconds(): number {
		return Math.round((clock.now() - this.start) / 1000);
	}
}
