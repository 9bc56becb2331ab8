import type { Client } from '../../../core/client';
import { isSame } from '../../../core/products/values';
import { clock, StoppedError } from '../../../core/request/clock';
import { raise } from '../../../core/request/errors';
import type { Writer } from '../../../core/writes/operation';
import { findListings } from './items';
import { type FieldName, toTarget } from './wire';

/** The first look whether listings show what was taken, and the longest time between two looks. */
const FIRST_LOOK_MS = 2000;
const LONGEST_LOOK_MS = 15_000;

/** What a listing is to show, once Amazon has worked through a change. */
export interface Expected {
	readonly sku: string;
	readonly site: string;
	readonly field: FieldName;
	readonly value: string;
}

/** Which of them show it now. What cannot be read is an error in its place. */
export async function lookAt<T extends Expected>(
	expected: readonly T[],
	client: Client,
): Promise<Map<T, boolean | Error>> {
	const looks = new Map<T, boolean | Error>();
	for (const site of new Set(expected.map((one) => one.site))) {
		const own = expected.filter((one) => one.site === site);
		const skus = own.map(({ sku }) => sku);
		const found = await findListings(client, site, skus);
		for (const one of own) {
			const listing = found.get(one.sku);
			if (listing instanceof Error) looks.set(one, listing);
			else
				looks.set(one, listing !== undefined && isShown(toTarget(listing, site, one.field), one));
		}
	}
	return looks;
}

function isShown({ present }: { present: string | null }, { value }: Expected): boolean {
	return present !== null && isSame(present, value);
}

/** Those that come to show it, looked at ever more seldom as long as the user waits: it may take minutes. */
export async function shown<T extends Expected>(
	expected: readonly T[],
	{ call, pause, waitUntil }: Writer,
): Promise<Set<T>> {
	const done = new Set<T>();
	let left = expected;
	for (let wait = FIRST_LOOK_MS; left.length > 0; wait = Math.min(wait * 2, LONGEST_LOOK_MS)) {
		const time = waitUntil - clock.now();
		if (time <= 0) break;
		await pause(Math.min(wait, time));
		let looks: Map<T, boolean | Error>;
		try {
			looks = await lookAt(left, call.client);
		} catch (error) {
			// They were taken, whatever became of the look.
			if (error instanceof StoppedError) return raise(error);
			break;
		}
		for (const [one, look] of looks) if (look === true) done.add(one);
		left = left.filter((one) => !done.has(one));
	}
	return done;
}
