import { amount, count, object, text } from '../../../core/orders/read';
import { isoTime } from '../../../core/orders/time';

/** Asia/Tokyo, the same all year since 1951: luxon takes several times as long for a zone that might change. */
const JAPAN = 'UTC+9';

/** Day and time as people in Japan write them: `2026/1/5 9:05`, `2026年1月5日(月) 午後3時5分`, `20260105090500`. */
const DAY = String.raw`(?<year>\d{4})[-/.年]\s*(?<month>\d{1,2})[-/.月]\s*(?<day>\d{1,2})日?(?:\s*\([^)]*\)|\s*[日月火水木金土]曜日?)?`;
const TIME = String.raw`(?<hour>\d{1,2})[:時](?:(?<minute>\d{1,2})(?:[:分](?<second>\d{1,2}(?:\.\d+)?))?)?[分秒]?`;
const ZONE = String.raw`(?<zone>Z|JST|[+-]\d\d(?::?\d\d)?)?`;
const WRITTEN = [
	new RegExp(`^${DAY}$`),
	new RegExp(`^${DAY}[T\\s]*(?<half>午前|午後|AM|PM)?\\s*${TIME}\\s*${ZONE}$`, 'i'),
	new RegExp(`^${DAY}\\s+${TIME}\\s*(?<half>AM|PM)$`, 'i'),
	/^(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)(?:T?(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d)?)?$/,
];

/** A time as ISO 8601; without an offset it is Japanese. See BEHAVIOR.md, Orders. */
export function localTime(value: unknown): string | null {
	const written = narrow(value) ?? '';
	const found = WRITTEN.map((form) => form.exec(written)).find((match) => match !== null);
	if (!found?.groups) return null;
	const { year, month, day, half, hour, minute = '0', second = '0', zone = '' } = found.groups;
	const date = `${year}-${padded(month)}-${padded(day)}`;
	if (hour === undefined) return isoTime(date, JAPAN);
	const time = [String(hourOf(Number(hour), half)), minute, second].map(padded).join(':');
	const offset = zone
		.toUpperCase()
		.replace('JST', '+09:00')
		.replace(/([+-]\d\d):?(\d\d)?/, (_all, hours: string, more = '00') => `${hours}:${more}`);
	return isoTime(`${date}T${time}${offset}`, JAPAN);
}

/** `午後3時` is 15 o'clock; 12 in the afternoon is noon, and in the morning midnight. */
function hourOf(hour: number, half: string | undefined): number {
	if (half === undefined || hour > 12) return hour;
	return (hour % 12) + (/^(午後|PM)$/i.test(half) ? 12 : 0);
}

function padded(digits: string): string {
	return digits.replace(/^\d(?!\d)/, '0$&');
}

/** A sum as people in Japan write it: `１，２００`, `1,200円(税込)`, `¥1,200`. */
export function sum(value: unknown): string | null {
	return amount(plainNumber(value));
}

/** A number of things; `２個` is two of them. */
export function pieces(value: unknown): number | null {
	const written = narrow(value)?.replace(/\s*[個点本枚箱袋セット]+$/, '') ?? null;
	return count(plainNumber(written));
}

/** Yen before or behind, and whether the tax is in it. */
const SUM_SIGNS = /^([-+]?)\s*[¥\\]\s*|\s*円?\s*(?:\(?税(?:込み?|抜き?|別)\)?)$|\s*円$/g;

function plainNumber(value: unknown): string | null {
	const written = narrow(value)?.replace(SUM_SIGNS, '$1') ?? null;
	if (written === null) return null;
	// A comma is no decimal point where three digits follow each.
	return /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(written) ? written.replaceAll(',', '') : written;
}

/** In digits, letters and signs of ASCII: Japanese keyboards have wide ones as well. */
function narrow(value: unknown): string | null {
	const written = text(value)?.normalize('NFKC').replaceAll('−', '-') ?? null;
	return text(written);
}

/** PHP writes a list with gaps as an object with the positions for names. */
export function listOf(value: unknown): unknown {
	const entries = Object.entries(object(value));
	const isList = entries.length > 0 && entries.every(([name]) => /^\d+$/.test(name));
	return isList ? entries.map(([, entry]) => entry) : value;
}
