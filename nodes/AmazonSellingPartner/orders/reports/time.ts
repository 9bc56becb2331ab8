import { isoTime } from '../../../../core/orders/time';

const ZONES: Readonly<Record<string, string>> = {
	Z: 'Z',
	UTC: 'Z',
	GMT: 'Z',
	BST: '+01:00',
	CET: '+01:00',
	MEZ: '+01:00',
	CEST: '+02:00',
	MESZ: '+02:00',
	JST: '+09:00',
	PST: '-08:00',
	PDT: '-07:00',
};

/** `2026-11-20 10:00:00 UTC`, `2026/1/5 9:05 JST`, `20.11.2026 10:00:00 UTC`. */
const YEAR_FIRST =
	/^(?<year>\d{4})[-/](?<month>\d{1,2})[-/](?<day>\d{1,2})[ T](?<hour>\d{1,2}):(?<minute>\d\d)(:(?<second>\d\d))? ?(?<zone>[A-Z]{1,4}|[+-]\d\d:?\d\d)$/;
const DAY_FIRST =
	/^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4}) (?<hour>\d{1,2}):(?<minute>\d\d)(:(?<second>\d\d))? ?(?<zone>[A-Z]{1,4}|[+-]\d\d:?\d\d)$/;

/** The Orders API writes the same moments with `Z`; where it gives no milliseconds, `eventKey` is the same for both. */
export function reportTime(written: string | undefined): string | null {
	const iso = isoTime(written) ?? isoTime(inIso(written?.trim() ?? ''));
	return iso?.replace(/[+-]00:00$/, 'Z') ?? null;
}

/** Reports of older kinds and of single sites write the time in other ways. */
function inIso(written: string): string | undefined {
	const parts = (YEAR_FIRST.exec(written) ?? DAY_FIRST.exec(written))?.groups;
	if (!parts) return undefined;
	const { year, month, day, hour, minute, second = '00', zone } = parts;
	const offset = Object.hasOwn(ZONES, zone) ? ZONES[zone] : zone.replace(/^(...)(\d\d)$/, '$1:$2');
	const [MM, dd, HH] = [month, day, hour].map((part) => part.padStart(2, '0'));
	return `${year}-${MM}-${dd}T${HH}:${minute}:${second}${offset}`;
}
