/**
 * The sites by the end of their names: `Amazon.co.uk`, `Amazon.com.be`.
 * See https://developer-docs.amazon.com/sp-api/docs/marketplace-ids.
 */
const SITES: Readonly<Record<string, string>> = {
	ae: 'A2VIGQ35RCS4UG',
	au: 'A39IBJ37TRP1C6',
	be: 'AMEN7PMS3EDWL',
	br: 'A2Q3Y263D00KWC',
	ca: 'A2EUQ1WTGCTBG2',
	com: 'ATVPDKIKX0DER',
	de: 'A1PA6795UKMFR9',
	eg: 'ARBP9OOSHTCHU',
	es: 'A1RKKUPIHCS9HS',
	fr: 'A13V1IB3VIYZZH',
	ie: 'A28R8C7NBKEWEA',
	in: 'A21TJRUUN4KGV',
	it: 'APJ6JRA9NG5V4',
	jp: 'A1VC38T7YXB528',
	mx: 'A1AM78C64UM0Y8',
	nl: 'A1805IZSGTT6HS',
	pl: 'A1C3SOZRARQ6R3',
	sa: 'A17E79C6D8DWNP',
	se: 'A2NODRKZP88ZB9',
	sg: 'A19VAU5U5O7RUS',
	tr: 'A33AVAJ2PDY3EV',
	uk: 'A1F83G8C2ARO7P',
	us: 'ATVPDKIKX0DER',
	za: 'AE08WJ6YKNBMC',
};

const KNOWN: ReadonlySet<string> = new Set(Object.values(SITES));

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
	return end !== null && Object.hasOwn(SITES, end) ? SITES[end] : null;
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
