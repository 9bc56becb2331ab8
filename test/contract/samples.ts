import type { INodeProperties } from 'n8n-workflow';

import type { Filter } from '../../core/operations/filters';

/** When all of this happens. */
export const NOW = Date.parse('2026-11-21T09:00:00Z');
const DAY_MS = 86_400_000;
/** A text that only arrives whole if every sign of it is encoded. */
const ODD_TEXT = 'Łódź & a+b=c, 50% #1/2?';

/** What a user could enter, taken from what the table itself says about the filter. */
export function samplesOf({ kind, property, pattern }: Filter): unknown[] {
	const shown = /^e\.g\. (.+)$/.exec(property.placeholder ?? '')?.[1];
	if (kind === 'time') return timesOf(property.name);
	if (kind === 'flag') return [true, false];
	const options = optionsOf(property);
	if (options.length > 0) {
		return kind === 'list' ? [...options.map((option) => [option]), options] : options;
	}
	if (kind === 'integer') return [shown ?? '1', '0'];
	if (kind === 'amount') return [shown ?? '12.5', '0'];
	if (kind === 'list') return [shown ?? 'one, two'];
	const written = shown === undefined ? [] : [shown];
	return pattern || shown?.includes('@') ? written : [...written, ODD_TEXT];
}

/** `…After` lies before `…Before`, and both are far enough in the past for every marketplace. */
function timesOf(name: string): string[] {
	const at = NOW - (name.endsWith('Before') ? 1.4 : 2) * DAY_MS;
	const local = new Date(at + 9 * 3_600_000).toISOString().replace('Z', '+09:00');
	return [new Date(at).toISOString(), local, local.slice(0, 19)];
}

/** Values of a list of options, also where the marketplace gives them. */
export function optionsOf({ options = [] }: INodeProperties): unknown[] {
	return options.flatMap((option) => ('value' in option ? [option.value] : []));
}

/** Values with which a parameter that is no filter is tried. */
export function settingsOf(property: INodeProperties): unknown[] {
	const options = optionsOf(property);
	if (property.type === 'options') return options;
	if (property.type === 'multiOptions') return [[], ...options.map((option) => [option]), options];
	if (property.type === 'boolean') return [true, false];
	if (property.type === 'number') return [Number(property.default) + 1];
	return [];
}
