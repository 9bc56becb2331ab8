import { part, text } from '../../../core/orders/read';
import { RefusedWriteError } from '../../../core/request/errors';

/** What is to be changed of a listing, alone or in a feed. */
export interface ListingPatch {
	readonly productType: string;
	readonly patches: readonly object[];
}

/** What Amazon says about a change. */
export interface Issue {
	messageId: number;
	sku: string;
	code: string;
	severity: string;
	message: string;
}

export function isError({ severity }: Partial<Issue>): boolean {
	return text(severity) === 'ERROR';
}

export function isWarning({ severity }: Partial<Issue>): boolean {
	return text(severity) === 'WARNING';
}

/** Amazon's sentences. */
export function saidIn(issues: ReadonlyArray<Partial<Issue>>): string[] {
	return issues.flatMap(({ message }) => text(message) ?? []);
}

/** Amazon's reasons, as one error. */
export function refusal(sku: string, issues: ReadonlyArray<Partial<Issue>>): RefusedWriteError {
	const said = saidIn(issues).join('; ');
	return new RefusedWriteError(
		`SKU '${sku}' was not changed: ${said === '' ? 'Amazon gives no reason' : said}`,
		{
			said: said === '' ? undefined : said,
			code: text(part(issues[0]).code) ?? undefined,
			advice: 'Correct the value, or look at the listing in Seller Central',
		},
	);
}
