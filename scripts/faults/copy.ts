import { execFileSync } from 'node:child_process';
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export const ROOT = resolve(__dirname, '..', '..');

const git = (...args: string[]): string =>
	execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1e9 });

/** The files of the product as they stand, changes that are not committed included. */
export function productFiles(): string[] {
	const all = git('ls-files', '-co', '--exclude-standard', 'core', 'nodes', 'credentials');
	return all.split('\n').filter((file) => /\.ts$/.test(file) && !file.startsWith('core/vendor/'));
}

/** A copy of the project in which a file may be broken. */
export class Copy {
	readonly folder = mkdtempSync(join(tmpdir(), 'faults-'));

	/** @param tests a commit whose tests are taken instead of those that stand here */
	constructor(tests: string | undefined) {
		for (const file of git('ls-files', '-co', '--exclude-standard').split('\n')) {
			if (file === '' || (tests !== undefined && file.startsWith('test/'))) continue;
			mkdirSync(dirname(join(this.folder, file)), { recursive: true });
			cpSync(join(ROOT, file), join(this.folder, file));
		}
		if (tests !== undefined) {
			const archive = execFileSync('git', ['archive', tests, 'test'], {
				cwd: ROOT,
				maxBuffer: 1e9,
			});
			execFileSync('tar', ['-x', '-C', this.folder], { input: archive });
		}
		symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
	}

	/** Every file with tests: paths from the root. */
	tests(): string[] {
		const all = execFileSync('find', ['test', '-name', '*.test.ts'], {
			cwd: this.folder,
			encoding: 'utf8',
		});
		return all
			.split('\n')
			.filter((file) => file !== '')
			.sort();
	}

	read(file: string): string {
		return readFileSync(join(this.folder, file), 'utf8');
	}

	write(file: string, text: string): void {
		writeFileSync(join(this.folder, file), text);
	}

	close(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}
}
