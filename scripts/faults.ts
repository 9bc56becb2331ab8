/**
 * Puts faults into the product, one at a time, and asks the tests whether they notice:
 *
 *   npm run faults                                    every fault of the list, by area
 *   npm run faults -- --area nodes/Allegro            one area (several: repeat it)
 *   npm run faults -- --tests v0.1.0                  what the tests of another commit noticed
 *   npm run faults -- --area core/triggers --sample 60 --seed 7   faults made from the code by chance
 *   npm run faults -- --file core/orders/read.ts       every fault that can be made from one file
 *   … --near                                          only the tests of the area: quick, finds less
 *   … --json found.json                               each fault and its verdict
 *
 * A fault that no test finds is one that a developer can make without anyone noticing. Two at a time, each
 * in a copy of the project; seconds a fault with `--near`, else minutes for one that the tests of the area miss.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { AREAS, areaOf, ELSEWHERE, SLOW, UNIT, type Area } from './faults/areas';
import { Copy, productFiles } from './faults/copy';
import { changesOf, parses, sample } from './faults/generate';
import { FAULTS } from './faults/list';
import { run, type Verdict } from './faults/vitest';

interface Fault {
	area: Area;
	file: string;
	/** What it is and where, for people. */
	name: string;
	/** The file with the fault in it; nothing where the place is no longer there. */
	text: string | undefined;
}

interface Result {
	fault: Fault;
	verdict: Verdict;
}

const { values: options } = parseArgs({
	options: {
		area: { type: 'string', multiple: true },
		file: { type: 'string', multiple: true },
		grep: { type: 'string' },
		sample: { type: 'string' },
		seed: { type: 'string', default: '1' },
		tests: { type: 'string' },
		near: { type: 'boolean', default: false },
		jobs: { type: 'string', default: '2' },
		json: { type: 'string' },
	},
});

function areas(): Area[] {
	if (options.area === undefined) return AREAS;
	return options.area.map((name) => {
		const area = AREAS.find((one) => one.name === name);
		if (area === undefined)
			throw new Error(`No area "${name}"; there are ${AREAS.map((a) => a.name).join(', ')}`);
		return area;
	});
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 90);

/** The faults that somebody thought of: each with what it would do to a user. */
function listed(copy: Copy): Fault[] {
	return FAULTS.flatMap(({ file, find, put, why }) => {
		const area = areaOf(file);
		if (area === undefined) throw new Error(`${file} is in no area`);
		if (!areas().includes(area)) return [];
		if (options.file !== undefined && !options.file.includes(file)) return [];
		const parts = copy.read(file).split(find);
		const text = parts.length === 2 ? parts.join(put) : undefined;
		return [{ area, file, name: `${file}: ${why}`, text }];
	});
}

/** Faults made from the code: all of some files, or some of all. */
function made(copy: Copy): Fault[] {
	const all = productFiles().flatMap((file) => {
		const area = areaOf(file);
		if (area === undefined || !areas().includes(area)) return [];
		if (options.file !== undefined && !options.file.includes(file)) return [];
		const source = copy.read(file);
		return changesOf(source).map(({ start, end, put, kind }): Fault => {
			const line = source.slice(0, start).split('\n').length;
			const text = source.slice(0, start) + put + source.slice(end);
			const what = `${oneLine(source.slice(start, end))} -> ${oneLine(put)}`;
			return { area, file, name: `${file}:${line} ${kind}: ${what}`, text };
		});
	});
	const count = options.sample === undefined ? all.length : Number(options.sample);
	const sound = sample(all, all.length, Number(options.seed));
	const taken: Fault[] = [];
	for (const fault of sound) {
		if (taken.length >= count) break;
		if (parses(fault.text!)) taken.push(fault);
	}
	return taken;
}

/** The tests of a part in the order in which they are asked. */
function stages(area: Area, tests: string[]): Array<{ files: string[]; named?: RegExp }> {
	const near = tests.filter((file) => area.near.test(file) && !SLOW.test(file));
	const rest = tests.filter((file) => !near.includes(file) && !ELSEWHERE.test(file));
	const own = [
		{ files: near.filter((file) => UNIT.test(file)) },
		{ files: near.filter((file) => !UNIT.test(file)) },
	];
	const all = [
		{ files: rest.filter((file) => !SLOW.test(file)), named: area.marketplace },
		{ files: rest.filter((file) => SLOW.test(file)), named: area.marketplace },
	];
	return (options.near ? own : [...own, ...all]).filter(({ files }) => files.length > 0);
}

async function judge(copy: Copy, fault: Fault, tests: string[]): Promise<Verdict> {
	const original = copy.read(fault.file);
	copy.write(fault.file, fault.text!);
	try {
		for (const { files, named } of stages(fault.area, tests)) {
			const { verdict } = await run(copy, files, { named, seconds: 400 });
			if (verdict !== undefined) return verdict;
		}
		return undefined;
	} finally {
		copy.write(fault.file, original);
	}
}

/** Tests that fail without any fault would find every one. */
async function soundTests(copy: Copy, chosen: Area[]): Promise<string[]> {
	const all = copy.tests();
	const asked = new Set(chosen.flatMap((area) => stages(area, all).flatMap(({ files }) => files)));
	const { verdict, failed } = await run(copy, [...asked], { seconds: 1_200, all: true });
	if (verdict === undefined) return all;
	if (failed.length === 0) throw new Error(`The tests do not run: ${verdict}`);
	console.log(`Left out, as these fail without a fault:\n  ${failed.join('\n  ')}`);
	return all.filter((file) => !failed.some((one) => one.startsWith(`${file}:`)));
}

function tell(results: Result[], stale: Fault[]): void {
	console.log('\narea                        found   of     %');
	let [foundAll, allAll] = [0, 0];
	for (const area of AREAS) {
		const own = results.filter(({ fault }) => fault.area === area);
		if (own.length === 0) continue;
		const found = own.filter(({ verdict }) => verdict !== undefined).length;
		[foundAll, allAll] = [foundAll + found, allAll + own.length];
		const share = ((100 * found) / own.length).toFixed(1);
		console.log(
			`${area.name.padEnd(26)} ${String(found).padStart(6)} ${String(own.length).padStart(4)} ${share.padStart(6)}`,
		);
	}
	console.log(
		`${'all'.padEnd(26)} ${String(foundAll).padStart(6)} ${String(allAll).padStart(4)} ${((100 * foundAll) / allAll).toFixed(1).padStart(6)}`,
	);
	if (stale.length > 0)
		console.log(
			`\nNo longer in the code, so not tried:\n  ${stale.map(({ name }) => name).join('\n  ')}`,
		);
}

async function main(): Promise<void> {
	const copies = Array.from({ length: Number(options.jobs) }, () => new Copy(options.tests));
	try {
		const fromCode =
			options.sample !== undefined || (options.file !== undefined && options.grep === undefined);
		let faults = fromCode ? made(copies[0]) : listed(copies[0]);
		if (options.grep !== undefined)
			faults = faults.filter(({ name }) => name.includes(options.grep!));
		const stale = faults.filter(({ text }) => text === undefined);
		const waiting = faults.filter(({ text }) => text !== undefined);
		const chosen = AREAS.filter((area) => waiting.some((fault) => fault.area === area));
		const tests = await soundTests(copies[0], chosen);
		const results: Result[] = [];
		const total = waiting.length;
		const work = async (copy: Copy): Promise<void> => {
			for (let fault = waiting.shift(); fault !== undefined; fault = waiting.shift()) {
				const verdict = await judge(copy, fault, tests);
				results.push({ fault, verdict });
				const by = verdict === undefined ? 'NOT FOUND' : `found     `;
				console.log(
					`${String(results.length).padStart(4)}/${total} ${by} ${fault.name}${verdict === undefined ? '' : `\n               by ${verdict}`}`,
				);
			}
		};
		await Promise.all(copies.map(work));
		tell(results, stale);
		if (options.json !== undefined) {
			const rows = results.map(({ fault, verdict }) => ({
				area: fault.area.name,
				name: fault.name,
				found: verdict ?? null,
			}));
			writeFileSync(options.json, JSON.stringify(rows, null, '\t'));
		}
		if (results.some(({ verdict }) => verdict === undefined) || stale.length > 0)
			process.exitCode = 1;
	} finally {
		for (const copy of copies) copy.close();
	}
}

void main();
