import type { Call } from '../../../core/node/call';
import { BadInput } from '../../../core/transport/trouble';
import { DEFAULT_PARTS, PART_NAMES } from './parameters';

/** Asked for again with every order of a list. */
const read = new WeakMap<Call, string[]>();

/** The parts of the order that the user asks for, checked: an expression can bring any word. */
export function includedData(call: Call): string[] {
	const known = read.get(call) ?? readParts(call.parameter<unknown>('includedData', DEFAULT_PARTS));
	read.set(call, known);
	return known;
}

function readParts(value: unknown): string[] {
	const typed = Array.isArray(value) ? (value as unknown[]) : String(value ?? '').split(',');
	const names = typed.map((name) => String(name).trim().toUpperCase()).filter(Boolean);
	const unknown = names.find((name) => !PART_NAMES.includes(name));
	if (unknown === undefined) return [...new Set(names)];
	throw new BadInput(
		`'Included Data' has an unknown part: ${unknown.slice(0, 40)}`,
		`It can be: ${PART_NAMES.join(', ')}`,
	);
}
