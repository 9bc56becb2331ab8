import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders = new Set<string>();

// In the order of the listeners: the processes that write there end before (`services/group.ts`).
process.once('exit', () => folders.forEach(removeTemporary));

/** A new folder for files that nobody needs afterwards; it goes at the latest when this process ends. */
export function temporaryFolder(prefix: string): string {
	const folder = mkdtempSync(join(tmpdir(), prefix));
	folders.add(folder);
	return folder;
}

/** Removes such a folder before that. */
export function removeTemporary(folder: string): void {
	rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	folders.delete(folder);
}
