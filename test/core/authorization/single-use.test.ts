import type { IDataObject } from 'n8n-workflow';
import { beforeEach, expect, it } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import { SingleUse } from '../../../core/authorization/single-use';
import { FakeClock } from '../../kit/fake-clock';

const NOW = Date.parse('2026-11-21T09:00:00Z');
const SOON = NOW + 60_000;
let time: FakeClock;

beforeEach(() => {
	forgetProcess('authorization');
	time = new FakeClock(NOW);
});

it('takes an id once, and tells later what it was taken for', () => {
	const once = new SingleUse('node', {});
	expect([once.take('a', 'load', SOON), once.take('a', 'uninstall', SOON)]).toEqual([
		undefined,
		'load',
	]);
	expect(once.take('b', 'load', SOON)).toBeUndefined();
});

it('remembers in one process although nothing was stored, and after a restart what was stored', () => {
	const stored: IDataObject = {};
	new SingleUse('node', stored).take('a', 'x', SOON);
	expect(new SingleUse('node', {}).take('a', 'x', SOON)).toBe('x');
	forgetProcess('authorization');
	const kept = JSON.parse(JSON.stringify(stored)) as IDataObject;
	expect(new SingleUse('node', kept).take('a', 'x', SOON)).toBe('x');
});

it('keeps nodes apart', () => {
	new SingleUse('first', {}).take('a', 'x', SOON);
	expect(new SingleUse('second', {}).take('a', 'x', SOON)).toBeUndefined();
});

it('gives an id back', () => {
	const stored: IDataObject = {};
	const once = new SingleUse('node', stored);
	once.take('a', 'x', SOON);
	once.release('a');
	expect(stored.seen).toEqual({});
	expect(once.take('a', 'y', SOON)).toBeUndefined();
});

it('forgets what has run out, and stores no more than the newest 300', async () => {
	const stored: IDataObject = {};
	const once = new SingleUse('node', stored);
	once.take('old', 'x', SOON);
	await time.advance(61_000);
	for (let i = 0; i < 320; i++) once.take(`id-${i}`, 'x', SOON + 60_000 + i);
	const seen = Object.keys(stored.seen as IDataObject);
	expect(seen).toHaveLength(300);
	expect(seen).toContain('id-319');
	expect(seen).not.toContain('old');
	expect(once.take('old', 'x', SOON + 60_000)).toBeUndefined();
});

it('takes an id again in the very moment in which it runs out', async () => {
	const once = new SingleUse('node', {});
	once.take('a', 'x', SOON);
	await time.advance(SOON - NOW - 1);
	expect(once.take('a', 'y', SOON + 5000)).toBe('x');
	await time.advance(1);
	expect(once.take('a', 'y', SOON + 5000)).toBeUndefined();
	expect(once.take('a', 'z', SOON + 5000)).toBe('y');
});

it('gives back one id, and leaves the others', () => {
	const stored: IDataObject = {};
	const once = new SingleUse('node', stored);
	for (const id of ['a', 'b']) once.take(id, `note ${id}`, SOON);
	once.release('a');
	forgetProcess('authorization');
	expect([once.take('b', 'x', SOON), once.take('a', 'x', SOON)]).toEqual(['note b', undefined]);
});

it('gives an id back also where only the memory of the process has it, and where nobody has it', () => {
	new SingleUse('node', {}).take('a', 'x', SOON);
	const other = new SingleUse('node', {});
	other.release('a');
	other.release('never taken');
	expect(other.take('a', 'y', SOON)).toBeUndefined();
});

it('stores until when and for what, and nothing else', () => {
	const stored: IDataObject = { mine: 1 };
	new SingleUse('node', stored).take('a', 'x', SOON);
	expect(stored).toEqual({ mine: 1, seen: { a: { note: 'x', until: SOON } } });
});

it('holds nothing in memory that has run out', async () => {
	const once = new SingleUse('node', {});
	for (let i = 0; i < 50; i++) once.take(`id-${i}`, 'x', SOON);
	await time.advance(SOON - NOW);
	once.take('last', 'x', SOON + 1);
	expect(forgetProcess('authorization')).toBe(1);
	expect(forgetProcess('authorization')).toBe(0);
});

it('holds all in memory that has not run out, however many are stored', () => {
	const stored: IDataObject = {};
	const once = new SingleUse('node', stored);
	for (let i = 0; i < 301; i++) once.take(`id-${i}`, 'x', SOON + i);
	expect(Object.keys(stored.seen as IDataObject)).toHaveLength(300);
	expect(once.take('id-0', 'y', SOON)).toBe('x');
});
