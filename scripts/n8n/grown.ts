import type { Report } from '../progress';
import { run } from './run';

const EVERY_MS = 5_000;

/** Reports how much of `megabytes` is in a folder while `work` fills it. */
export async function whileItGrows<T>(
	dir: string,
	megabytes: number,
	work: Promise<T>,
	report: Report,
): Promise<T> {
	const timer = setInterval(() => {
		void sizeOf(dir).then((size) => report(Math.min(1, size / megabytes)));
	}, EVERY_MS);
	try {
		return await work;
	} finally {
		clearInterval(timer);
	}
}

/** In megabytes. */
async function sizeOf(dir: string): Promise<number> {
	// Files come and go while npm works, so `du` may end with 1 and still know the sum; without `du`, nobody does.
	const { stdout } = await run('du', ['-sk', dir]).catch(() => ({ stdout: '' }));
	return (Number.parseInt(stdout, 10) || 0) / 1024;
}
