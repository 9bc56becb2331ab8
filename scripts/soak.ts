import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stripVTControlCharacters } from 'node:util';

/** Weeks of each trigger; with the six of them 240. `WEEKS=4 BATCHES=4 VALUES=4 npm run soak` is a quick look. */
const WEEKS = Number(process.env.WEEKS ?? 40);
/** Batches of parcels to each marketplace that takes them; with the five of them 250. */
const BATCHES = Number(process.env.BATCHES ?? 50);
/** Series of new stock or prices at each marketplace that takes them; with the five of them 250. */
const VALUES = Number(process.env.VALUES ?? 50);

interface Run {
	/** The file of its tests, which is also what it is called. */
	kind: 'week' | 'batch' | 'values';
	marketplace: string;
	count: number;
	/** No two runs of a kind have the same seed. */
	first: number;
}

/** Variable that says how many the tests run. */
const VARIABLES = { week: 'WEEKS', batch: 'BATCHES', values: 'VALUES' };

const WRITING = ['allegro', 'amazon', 'bigCommerce', 'kaufland', 'naver'];

const runs = (kind: Run['kind'], count: number, marketplaces: string[]): Run[] =>
	marketplaces
		.map((marketplace, at) => ({ kind, marketplace, count, first: at * count + 1 }))
		.filter(() => count > 0);

const RUNS = [
	...runs('week', WEEKS, ['allegro', 'amazon', 'assistTencho', 'bigCommerce', 'kaufland', 'naver']),
	...runs('batch', BATCHES, WRITING),
	...runs('values', VALUES, WRITING),
];

/** What a failed run writes of what is not the matter: skipped and passed weeks, missing sourcemaps. */
const NOISE = /^(Sourcemap for|\s*[↓✓]) .*\n/gm;
/** Side by side; each needs one core. */
const PARALLEL = 2;

async function soak({ kind, marketplace, count, first }: Run): Promise<boolean> {
	const begun = Date.now();
	const seeds = `seeds ${first}-${first + count - 1}`;
	const file = `test/simulation/${kind}.test.ts`;
	const run = spawn('npx', ['vitest', 'run', file, '-t', `'${marketplace}'`], {
		env: { ...process.env, [VARIABLES[kind]]: String(count), SEED: String(first) },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	const keep = (part: Buffer): void => void (output += part.toString());
	run.stdout.on('data', keep);
	run.stderr.on('data', keep);
	const [code] = (await once(run, 'close')) as [number | null];
	const minutes = ((Date.now() - begun) / 60_000).toFixed(1);
	// A name that no test has would pass as well.
	const isWell = code === 0 && stripVTControlCharacters(output).includes(`Tests  ${count} passed`);
	console.log(
		`${kind}, ${marketplace}: ${seeds}, ${isWell ? 'all well' : 'FAILED'}, ${minutes} min`,
	);
	if (!isWell) console.log(output.replace(NOISE, ''));
	return isWell;
}

async function main(): Promise<void> {
	const waiting = [...RUNS];
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
