import { run } from './run';

const EVERY_MS = 10_000;

/** Says every ten seconds how long `work` has taken and how much it has written to `dir`. */
export async function withProgress<T>(
	title: string,
	dir: string,
	work: Promise<T>,
	say: (line: string) => void,
): Promise<T> {
	const started = Date.now();
	const seconds = () => Math.round((Date.now() - started) / 1000);
	const timer = setInterval(() => {
		void sizeOf(dir).then((size) => say(`${title}: ${seconds()} s, ${size}`));
	}, EVERY_MS);
	try {
		const result = await work;
		say(`${title}: done in ${seconds()} s, ${await sizeOf(dir)}`);
		return result;
	} finally {
		clearInterval(timer);
	}
}

async function sizeOf(dir: string): Promise<string> {
	// Files come and go while npm works, so `du` may end with 1 and still know the sum.
	const { stdout } = await run('du', ['-sk', dir]).catch(() => ({ stdout: '' }));
	const kilobytes = Number.parseInt(stdout, 10);
	return Number.isNaN(kilobytes) ? 'size unknown' : `${Math.round(kilobytes / 1024)} MB`;
}
