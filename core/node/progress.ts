import { clock } from '../transport/clock';
import type { Call } from './call';

/** Nobody wants to read more than one line a minute. */
const BETWEEN_MS = 60_000;
/** From here on, the panel tells how long it took. */
const LONG_MS = 5 * 60_000;

/** Tells the log how far a long read has come, and the user at the end that it was one; nothing of a short one. */
export class Progress {
	private readonly start = clock.now();
	private told = this.start;

	constructor(private readonly call: Call) {}

	tell(read: number): void {
		const now = clock.now();
		if (now - this.told < BETWEEN_MS) return;
		this.told = now;
		const { client, context } = this.call;
		context.logger.info(
			`${client.marketplace.displayName}: ${read} orders read so far, with ${client.requests()} requests in ${this.seconds()} s`,
		);
	}

	end(read: number): void {
		if (clock.now() - this.start < LONG_MS) return;
		const requests = this.call.client.requests();
		this.call.hint(`${read} orders were read with ${requests} requests in ${this.seconds()} s`);
	}

	private seconds(): number {
		return Math.round((clock.now() - this.start) / 1000);
	}
}
