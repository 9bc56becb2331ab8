import { BadInput } from './trouble';

/** A field of a credential that must be filled, in one piece. */
export function requireLine(value: unknown, field: string): string {
	const written = requireFilled(value, field);
	if (/\s/.test(written)) {
		throw new BadInput(`'${field}' holds a blank or a line break`, 'Paste it again, in one piece');
	}
	return written;
}

/** A field of a credential that must be filled. */
export function requireFilled(value: unknown, field: string): string {
	const written = String(value ?? '').trim();
	if (written === '') throw new BadInput(`'${field}' is empty`, 'Open the credential and enter it');
	return written;
}
