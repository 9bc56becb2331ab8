import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian keeps the server programs of each PostgreSQL version in a folder that is not on the PATH. */
const POSTGRES_VERSIONS = '/usr/lib/postgresql';

/** Where a program is, or nothing. */
export function find(program: string): string | undefined {
	const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
	return [...folders, ...postgresFolders()]
		.map((folder) => join(folder, program))
		.find((file) => existsSync(file));
}

/** Why queue mode cannot run here; nothing if it can. */
export function missingServices(): string | undefined {
	const missing = ['redis-server', 'initdb', 'postgres'].filter((program) => !find(program));
	if (missing.length === 0) return undefined;
	return `${missing.join(', ')} not found: install the Debian packages redis-server and postgresql`;
}

function postgresFolders(): string[] {
	if (!existsSync(POSTGRES_VERSIONS)) return [];
	const versions = readdirSync(POSTGRES_VERSIONS).sort((a, b) => Number(b) - Number(a));
	return versions.map((version) => join(POSTGRES_VERSIONS, version, 'bin'));
}
