import { createHash } from 'crypto';
import { InvalidInputError, raise } from '../request/errors';
import type { Call } from './call';

/** Where a reader stands, in plain JSON that only the reader of this marketplace understands. */
export type ListPosition = Readonly<Record<string, unknown>>;

interface Written {
	/** Version of this form. */
	v: 1;
	/** Digest of all that decides which orders are listed. */
	of: string;
	at: ListPosition;
	/** Keys of what was given already and will be met again behind `at`. */
	seen: string[];
}

/** A cursor with more keys would no longer be one; then some orders come twice, and `eventKey` shows it. */
const MOST_SEEN = 5000;

/** How far the reading of a list has come, so that another run can go on there. */
export class ListCursor<Raw> {
	private reached?: ListPosition;
	private pending?: { position: ListPosition; again: readonly Raw[] };
	/** Given out since `reached`. */
	private since: Raw[] = [];

	constructor(
		/** Whether the user wants to go on later, so that the list has to be read in an order that allows it. */
		readonly isResumable: boolean,
		private readonly digest: string,
		private readonly keyOf: (raw: Raw) => string,
		/** Where an earlier run has stopped. */
		readonly start?: ListPosition,
		private readonly seen = new Set<string>(),
	) {
		this.reached = start ?? (isResumable ? {} : undefined);
	}

	/** Said by the reader before it yields a part: where the list goes on behind it, and what comes `again` there. */
	advance(position: ListPosition, again: readonly Raw[] = []): void {
		this.pending = { position, again };
	}

	/** The part was given out as a whole. */
	commit(): void {
		if (!this.pending) return;
		const { position, again } = this.pending;
		this.pending = undefined;
		// More than a part of them have the same time: all that was given comes again there.
		if (JSON.stringify(position) === JSON.stringify(this.reached)) return;
		this.reached = position;
		this.since = [...again];
	}

	emitted(raw: Raw): void {
		const isNeeded = (this.reached ?? this.pending) && this.since.length <= MOST_SEEN;
		if (isNeeded) this.since.push(raw);
	}

	/** Whether an earlier run has given the same state of the same order. */
	wasEmitted(raw: Raw): boolean {
		if (this.seen.size === 0 || !this.seen.delete(this.keyOf(raw))) return false;
		this.emitted(raw);
		return true;
	}

	/** What a next run gives back; `null` where the list cannot be gone on with. */
	write(): string | null {
		if (!this.reached) return null;
		// Those of an earlier run that have not come yet are still ahead only where nothing was passed since.
		const ahead = this.reached === this.start ? this.seen : [];
		const isFew = this.since.length <= MOST_SEEN;
		const seen = isFew ? [...ahead, ...this.since.map(this.keyOf)] : [];
		const written: Written = { v: 1, of: this.digest, at: this.reached, seen };
		return Buffer.from(JSON.stringify(written)).toString('base64url');
	}
}

/**
 * The cursor from which the user wants to go on. `scope` gives what decides, beside the filters, which orders are
 * listed; without it, the list cannot be gone on with.
 */
export function readCursor<Raw>(
	call: Call,
	keyOf: (raw: Raw) => string,
	scope?: (call: Call) => unknown,
): ListCursor<Raw> {
	const { cursor, outputCursor } = call.collection('options');
	const given = typeof cursor === 'string' ? cursor.trim() : '';
	if (!scope) {
		if (given === '') return new ListCursor(false, '', keyOf);
		const { displayName } = call.client.marketplace;
		throw new InvalidInputError(
			`${displayName} returns its list in one piece`,
			"Clear 'Resume From Cursor'",
		);
	}
	const digest = digestOf(call, scope(call));
	const key = (raw: Raw): string => hash(keyOf(raw)).slice(0, 11);
	if (given === '') return new ListCursor(outputCursor === true, digest, key);
	const { of, at, seen } = decode(given);
	if (of === digest) return new ListCursor(true, digest, key, at, new Set(seen));
	throw new InvalidInputError(
		"'Resume From Cursor' contains the cursor of another list",
		'A cursor works only with the credential and the filters of the run that returned it. Dates relative to now differ from run to run: use fixed dates',
	);
}

/** What every reader says of a position that it did not write. */
export function invalidCursor(): InvalidInputError {
	return new InvalidInputError(
		"'Resume From Cursor' does not contain a cursor",
		"Paste 'notice.cursor' of an earlier run unchanged, or clear the field",
	);
}

function decode(cursor: string): Written {
	let written: Partial<Written> | null;
	try {
		written = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Partial<Written> | null;
	} catch {
		return raise(invalidCursor());
	}
	const { v, of, at, seen } = written ?? {};
	const isPosition = typeof at === 'object' && at !== null && !Array.isArray(at);
	if (v !== 1 || typeof of !== 'string' || !isPosition || !isTexts(seen)) throw invalidCursor();
	return { v, of, at, seen };
}

function isTexts(value: unknown): value is string[] {
	return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

function digestOf(call: Call, scope: unknown): string {
	const { client, context } = call;
	const { marketplace, credentialType, connection } = client;
	const credential = context.getNode().credentials?.[credentialType]?.id ?? '';
	const who = [marketplace.id, credential, connection.baseUrl, connection.account];
	return hash(JSON.stringify([who, sorted(call.collection('filters')), scope])).slice(0, 22);
}

/** The order in which a user has added filters does not matter. */
function sorted(filters: Readonly<Record<string, unknown>>): unknown[] {
	return Object.entries(filters)
		.filter(([, value]) => value !== '' && value !== undefined && value !== null)
		.sort(([a], [b]) => (a < b ? -1 : 1));
}

function hash(text: string): string {
	return createHash('sha256').update(text).digest('base64url');
}
