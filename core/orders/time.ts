import { DateTime } from 'luxon';

/** Something that is no moment: an impossible date, a text, a bare time. */
export class InvalidTimeError extends Error {}

/**
 * Reads what people and n8n write: ISO 8601, with or without an offset. A time without one is meant in
 * `zone`, the workflow's, never the machine's. A bare date is its first moment.
 */
export function parseTime(value: unknown, zone: string): DateTime {
	const written =
		value instanceof Date
			? DateTime.fromJSDate(value, { zone })
			: DateTime.isDateTime(value)
				? value
				: DateTime.fromISO(String(value).trim(), { zone, setZone: true });
	const isDay = typeof value !== 'string' || /^\s*\d{4}-?\d\d/.test(value);
	const isPlace = Math.abs(written.offset) <= 14 * 60;
	if (!written.isValid || !isDay || !isPlace || written.year < 1990 || written.year > 2200) {
		throw new InvalidTimeError();
	}
	return written;
}

/** `2026-11-21T09:00:00Z`: what most APIs read. */
export function utcIso(time: DateTime): string {
	return time.toUTC().toISO({ suppressMilliseconds: true }) as string;
}

/** ISO 8601 with a day that every month has, a time and an offset. */
const COMPLETE = /^\d{4}-\d\d-([01]\d|2[0-8])T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** A timestamp as the marketplace gave it, if it is ISO 8601 with an offset; otherwise made so. */
export function isoTime(value: unknown, zoneIfMissing = 'utc'): string | null {
	if (typeof value !== 'string' || value.trim() === '') return null;
	const written = value.trim();
	// Nearly every timestamp; luxon takes thirty times as long to say the same.
	if (COMPLETE.test(written) && !Number.isNaN(Date.parse(written))) return written;
	// Luxon reads `10:00` as ten o'clock today.
	if (!/^\d{4}-\d\d-\d\d/.test(written)) return null;
	const time = DateTime.fromISO(written, { zone: zoneIfMissing, setZone: true });
	if (!time.isValid) return null;
	return /(Z|[+-]\d\d:\d\d)$/.test(written) ? written : time.toISO();
}

/** RFC 2822 (`Wed, 10 Jan 2018 21:05:30 +0000`) as ISO 8601 with the same offset. */
export function rfc2822Time(value: unknown): string | null {
	if (typeof value !== 'string' || value.trim() === '') return null;
	// All that BigCommerce sends; luxon takes ten times as long to say the same.
	if (/^[A-Z][a-z]{2}, ([01]?\d|2[0-8]) [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000$/.test(value)) {
		const ms = Date.parse(value);
		if (!Number.isNaN(ms)) return new Date(ms).toISOString().replace('.000Z', '+00:00');
	}
	const time = DateTime.fromRFC2822(value.trim(), { setZone: true });
	const iso = time.toISO({ suppressMilliseconds: true });
	return iso === null ? isoTime(value) : iso.replace(/Z$/, '+00:00');
}

/** A timestamp in milliseconds since 1970; `null` for what is none. */
export function timeOf(value: unknown): number | null {
	const time = Date.parse(String(value));
	return Number.isNaN(time) ? null : time;
}
