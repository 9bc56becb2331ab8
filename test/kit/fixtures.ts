import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = path.join(__dirname, '../fixtures');

/** All example answers of a marketplace, by the names of their files. */
export function readFixtures(marketplace: string): Array<{ name: string; raw: object }> {
	const folder = path.join(FOLDER, marketplace);
	return readdirSync(folder).map((file) => ({
		name: path.basename(file, '.json'),
		raw: JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as object,
	}));
}
