import type { IDataObject } from 'n8n-workflow';
import { beforeEach, expect, it } from 'vitest';

import { forgetProcess, Once } from '../../../core/authorization/once';
import { FakeClock } from '../../kit/fake-clock';

const NOW = Date.parse('2026-11-21T09:00:00Z');
const SOON = NOW + 60_000;
let time: FakeClock;

beforeEach(() => {
	forgetProcess();
	time = new FakeClock(NOW);
});

it('takes an id once, and tells later what it was taken for', () => {
	const once = new Once('node', {});
	expect([once.take('a', 'load', SOON), once.take('a', 'uninstall', SOON)]).toEqual([
		undefined,
		'load',
	]);
	expect(once.take('b', 'load', SOON)).toBeUndefined();
});

it('remembers in one process although nothing was stored, and after a restart what was stored', () => {
	const stored: IDataObject = {};
	new Once('node', stored).take('a', 'x', SOON);
	expect(new Once('node', {}).take('a', 'x', SOON)).toBe('x');
	forgetProcess();
	const kept = JSON.parse(JSON.stringify(stored)) as IDataObject;
	expect(new Once('node', kept).take('a', 'x', SOON)).toBe('x');
});

it('keeps nodes apart', () => {
	new Once('first', {}).take('a', 'x', SOON);
	expect(new Once('second', {}).take('a', 'x', SOON)).toBeUndefined();
});

it('gives an id back', () => {
	const stored: IDataObject = {};
	const once = new Once('node', stored);
	once.take('a', 'x', SOON);
	once.release('a');
	expect(stored.seen).toEqual({});
	expect(once.take('a', 'y', SOON)).toBeUndefined();
});

it('forgets what has run out, and stores no more than the newest 300', async () => {
	const stored: IDataObject = {};
	const once = new Once('node', stored);
	once.take('old', 'x', SOON);
	await time.advance(61_000);
	for (let i = 0; i < 320; i++) once.take(`id-${i}`, 'x', SOON + 60_000 + i);
	const seen = Object.keys(stored.seen as IDataObject);
	expect(seen).toHaveLength(300);
	expect(seen).toContain('id-319');
	expect(seen).not.toContain('old');
	expect(once.take('old', 'x', SOON + 60_000)).toBeUndefined();
});
