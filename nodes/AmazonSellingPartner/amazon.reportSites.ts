/** Names of the sites as `sales-channel` has them, behind `Amazon.`. See marketplaces: Amazon, c. */
const CHANNELS: Readonly<Record<string, string>> = {
	ae: 'A2VIGQ35RCS4UG',
	ca: 'A2EUQ1WTGCTBG2',
	'co.jp': 'A1VC38T7YXB528',
	'co.uk': 'A1F83G8C2ARO7P',
	'co.za': 'AE08WJ6YKNBMC',
	com: 'ATVPDKIKX0DER',
	'com.au': 'A39IBJ37TRP1C6',
	'com.be': 'AMEN7PMS3EDWL',
	'com.br': 'A2Q3Y263D00KWC',
	'com.mx': 'A1AM78C64UM0Y8',
	'com.tr': 'A33AVAJ2PDY3EV',
	de: 'A1PA6795UKMFR9',
	eg: 'ARBP9OOSHTCHU',
	es: 'A1RKKUPIHCS9HS',
	fr: 'A13V1IB3VIYZZH',
	ie: 'A28R8C7NBKEWEA',
	in: 'A21TJRUUN4KGV',
	it: 'APJ6JRA9NG5V4',
	nl: 'A1805IZSGTT6HS',
	pl: 'A1C3SOZRARQ6R3',
	sa: 'A17E79C6D8DWNP',
	se: 'A2NODRKZP88ZB9',
	sg: 'A19VAU5U5O7RUS',
};

/** The site that a sales channel is; of a channel that is none, the one site that the report is about. */
export function siteOf(channel: string | undefined, sites: readonly string[]): string | null {
	const name = /^amazon\.(.+)$/i.exec(channel?.trim() ?? '')?.[1].toLowerCase() ?? '';
	if (Object.hasOwn(CHANNELS, name)) return CHANNELS[name];
	const isNamed = /^(si )?non-amazon/i.test(channel?.trim() ?? '');
	return sites.length === 1 && !isNamed ? sites[0] : null;
}
