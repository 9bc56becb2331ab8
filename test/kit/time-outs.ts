import { ClientRequest } from 'node:http';
import { vi, type MockInstance } from 'vitest';

import type { Faults } from '../../sandbox/kit/faults';

interface Limit {
	readonly request: ClientRequest;
	readonly ms: number;
	readonly ring: () => void;
}

/**
 * The time-outs of n8n's HTTP library, which are the network's and know nothing of our clock: they come as soon as
 * the other side is known to hang, and never while an answer is on its way, however busy the machine is. `pass` is
 * told how long it would have been.
 */
export class TimeOuts {
	private limits: Limit[] = [];

	constructor(private readonly pass: (ms: number) => void) {}

	/** To be called in each test: mocks are undone behind it. */
	set(): void {
		this.limits = [];
		const note = (limit: Limit) => void this.limits.push(limit);
		const forget = (done: ClientRequest) => {
			this.limits = this.limits.filter(({ request }) => request !== done);
		};
		const { setTimeout } = ClientRequest.prototype;
		vi.spyOn(ClientRequest.prototype, 'setTimeout').mockImplementation(function (
			this: ClientRequest,
			...[ms, ring]: Parameters<typeof setTimeout>
		) {
			if (!ring) return setTimeout.call(this, ms);
			note({ request: this, ms, ring });
			return this.once('close', () => forget(this));
		});
	}

	/** From now on a call that the faults of a sandbox leave without an answer runs into its time-out. */
	watch(faults: Faults): MockInstance<Faults['next']> {
		const next = faults.next.bind(faults);
		return vi.spyOn(faults, 'next').mockImplementation((url) => {
			const fault = next(url);
			if (fault?.kind === 'hang') this.hang(url);
			return fault;
		});
	}

	/** The call of this URL gets no answer. */
	private hang(url: string): void {
		const limit = this.limits.find(({ request }) => request.path === url);
		if (!limit) return;
		this.limits = this.limits.filter((one) => one !== limit);
		// Not before the other side has put it aside.
		setImmediate(() => {
			this.pass(limit.ms);
			limit.ring();
		});
	}
}
