import { SITES } from '../../regions';

const KNOWN: ReadonlySet<string> = new Set(SITES.map(({ id }) => id));

/** The sites by the end of their names: `Amazon.co.uk`, `Amazon.com.be`; the United States have two. */
const BY_END = new Map([
	...SITES.map(({ domain, id }): [string | null, string] => [endOf(domain), id]),
	['us', 'ATVPDKIKX0DER'],
]);

/**
 * The site that a sales channel is. A report holds the rows of all sites of the region, whichever it was asked for
 * (docs#1404), so an unknown name is no site; only a row without a name is of the one site that there is.
 */
export function siteOf(
	channel: string | null | undefined,
	sites: readonly string[],
): string | null {
	const name = channel?.trim() ?? '';
	if (name === '') return sites.length === 1 ? sites[0] : null;
	const end = endOf(name);
	return end === null ? null : (BY_END.get(end) ?? null);
}

/** Whether an order of this channel is of one of the chosen sites; no choice means all that there is. */
export function isOfSites(channel: string | null, chosen: readonly string[]): boolean {
	if (chosen.length === 0 || channel === null) return true;
	const site = siteOf(channel, chosen);
	if (site !== null) return chosen.includes(site);
	// A site that is newer than this table may be the chosen one.
	return endOf(channel.trim()) !== null && chosen.some((id) => !KNOWN.has(id));
}

/** `Non-Amazon`, `SI UK Prod Marketplace` and other channels beside Amazon have none. */
function endOf(name: string): string | null {
	return /^(?:www\.)?amazon\.(?:com?\.)?([a-z]+)$/i.exec(name)?.[1].toLowerCase() ?? null;
}
