import type { Call } from '../../../core/operations/call';
import type { Send } from '../../../core/marketplace';
import { clock, pause } from '../../../core/request/clock';
import { QuotaError, raise } from '../../../core/request/errors';

/** Of a quota that another request holds, nobody knows for how long. */
const LEAST_PAUSE_MS = 1000;

/** Sends like the client, and waits for quota up to the deadline, however long that takes at once. */
export function waitingForQuota({ client }: Call, deadline: number): Send {
	return async (request) => {
		for (;;) {
			try {
				return await client.send(request);
			} catch (error) {
				if (!(error instanceof QuotaError)) return raise(error);
				if (clock.now() + error.waitMs > deadline) return raise(error);
				await pause(Math.max(error.waitMs, LEAST_PAUSE_MS), client.signal);
			}
		}
	};
}
