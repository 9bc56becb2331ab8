import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stripVTControlCharacters } from 'node:util';

/** Weeks of each trigger; with the five of them 200. `WEEKS=4 npm run soak` is a quick look. */
const WEEKS = Number(process.env.WEEKS ?? 40);
const MARKETPLACES = ['allegro', 'amazon', 'assistTencho', 'bigCommerce', 'naver'];
/** What a failed run writes of what is not the matter: skipped and passed weeks, missing sourcemaps. */
const NOISE = /^(Sourcemap for|\s*[↓✓]) .*\n/gm;
/** Side by side; each needs one core. */
const PARALLEL = 2;

/** Lives through the weeks of one trigger; no two of all weeks have the same seed. */
async function soak(name: string): Promise<boolean> {
	const begun = Date.now();
	const first = MARKETPLACES.indexOf(name) * WEEKS + 1;
	const seeds = `seeds ${first}-${first + WEEKS - 1}`;
	const run = spawn('npx', ['vitest', 'run', 'test/simulation', '-t', `'${name}' trigger`], {
		env: { ...process.env, WEEKS: String(WEEKS), SEED: String(first) },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	const keep = (part: Buffer): void => void (output += part.toString());
	run.stdout.on('data', keep);
	run.stderr.on('data', keep);
	const [code] = (await once(run, 'close')) as [number | null];
	const minutes = ((Date.now() - begun) / 60_000).toFixed(1);
	// A name that no test has would pass as well.
	const isWell = code === 0 && stripVTControlCharacters(output).includes(`Tests  ${WEEKS} passed`);
	console.log(`${name}: ${seeds}, ${isWell ? 'all well' : 'FAILED'}, ${minutes} min`);
	if (!isWell) console.log(output.replace(NOISE, ''));
	return isWell;
}

async function main(): Promise<void> {
	const waiting = [...MARKETPLACES];
	const results: boolean[] = [];
	const work = async (): Promise<void> => {
		for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
			results.push(await soak(next));
		}
	};
	await Promise.all(Array.from({ length: PARALLEL }, work));
	if (results.includes(false)) process.exitCode = 1;
}

void main();
