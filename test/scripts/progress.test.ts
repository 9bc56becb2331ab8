import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Progress } from '../../scripts/progress';

const STEPS = [
	{ title: 'Short', seconds: 10 },
	{ title: 'Long', seconds: 30 },
];

describe('Progress', () => {
	let written: string[];
	const out = (isTTY: boolean) => ({ isTTY, write: (text: string) => written.push(text) });
	beforeEach(() => {
		written = [];
		vi.useFakeTimers();
	});
	afterEach(() => void vi.useRealTimers());

	it('writes one line a step where nothing can be rewritten', () => {
		const progress = new Progress(STEPS, out(false));
		progress.begin();
		vi.advanceTimersByTime(60_000);
		progress.begin()(0.5);
		vi.advanceTimersByTime(60_000);
		progress.end();
		expect(written).toEqual(['  0%  Short\n', ' 25%  Long\n']);
	});

	it('rewrites its line in a terminal every second, and takes it away at the end', () => {
		const progress = new Progress(STEPS, out(true));
		progress.begin();
		vi.advanceTimersByTime(2_000);
		progress.end();
		vi.advanceTimersByTime(2_000);
		expect(written).toEqual([
			'\r\x1b[2K  0%  Short (0 s)',
			'\r\x1b[2K  2%  Short (1 s)',
			'\r\x1b[2K  5%  Short (2 s)',
			'\r\x1b[2K',
		]);
	});

	it('believes what a step reports more than the time that it usually takes', () => {
		const progress = new Progress(STEPS, out(true));
		progress.begin();
		const report = progress.begin();
		report(0.5);
		vi.advanceTimersByTime(29_000);
		expect(written.at(-1)).toBe('\r\x1b[2K 62%  Long (29 s)');
		progress.end();
	});

	it('never says that a step is done before it is', () => {
		const progress = new Progress(STEPS, out(true));
		progress.begin();
		progress.begin();
		vi.advanceTimersByTime(300_000);
		expect(written.at(-1)).toBe('\r\x1b[2K 96%  Long (300 s)');
		progress.end();
	});
});
