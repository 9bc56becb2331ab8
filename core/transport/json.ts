/** A whole number that may be more than JavaScript can hold. */
const LONG = /[:,[]\s*-?\d{16,}\s*[,}\]]/;
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
