/** A whole number that may be more than JavaScript can hold. */
const LONG = /(?:^|[:,[])\s*-?\d{16,}\s*(?:[,}\]]|$)/;
/** Texts, so that what looks like a number in them stays as it is, and numbers. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

/** JSON; whole numbers that would be rounded become texts, because an id with another last digit is another id. */
export function parseJson(written: string): unknown {
	return JSON.parse(LONG.test(written) ? written.replace(TOKENS, kept) : written) as unknown;
}

function kept(token: string): string {
	const isRounded = /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token));
	return isRounded ? `"${token}"` : token;
}

/** JSON as the user wrote it. To read it would round its long numbers, so it is sent as it is. */
export class WrittenJson {
	constructor(readonly text: string) {}
}

/** Whether a whole number in it has been rounded, or may have been, by whoever read it before us. */
export function holdsRounded(value: unknown): boolean {
	if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some(holdsRounded);
}
