import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** The official descriptions lie beside the project and are no part of it. */
const FOLDER = join(__dirname, '../../../shared/specs');

/** Whether the official descriptions are there to check against. */
export const hasSpecs = existsSync(FOLDER);

/** A document of the folder, JSON or YAML. */
export function readSpec<T = Record<string, unknown>>(name: string): T {
	const written = readFileSync(join(FOLDER, name), 'utf8');
	return (name.endsWith('.json') ? JSON.parse(written) : parse(written)) as T;
}
