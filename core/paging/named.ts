import { clock } from '../transport/clock';
import { raise, Refused } from '../transport/trouble';

const TRIES = 4;
const FIRST_PAUSE_MS = 500;

/** Reads what the marketplace has just named: if it does not know it yet, it is asked again a little later. */
export async function justNamed<T>(read: () => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await read();
		} catch (error) {
			const isUnknown = error instanceof Refused && error.verdict === 'gone';
			if (!isUnknown || attempt === TRIES) return raise(error);
		}
		await clock.sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1));
	}
}
