import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairQueue, type Requester, type Waiter } from '../../../core/request/queue';

const run = (node: string): Requester => ({ node, run: {} });

/** Serves the whole line, and says whose turn it was each time. */
function serveAll(line: FairQueue<Waiter>): Requester[] {
	const served: Requester[] = [];
	for (let next = line.first(); next; next = line.first()) {
		line.leave(next);
		line.serve(next.requester);
		served.push(next.requester);
	}
	return served;
}

describe('a line', () => {
	it('lets a newcomer stand behind one request of each other, however many they wait with', () => {
		const line = new FairQueue<Waiter>();
		const [list, other, poll] = [run('list'), run('other'), run('poll')];
		for (let i = 0; i < 20; i++) line.join({ requester: list });
		for (let i = 0; i < 20; i++) line.join({ requester: other });
		expect(line.ahead(poll)).toBe(2);
		line.join({ requester: poll });
		expect(serveAll(line).indexOf(poll)).toBe(2);
	});

	it('lets a node that had nothing for long go first, also in a new run', () => {
		const line = new FairQueue<Waiter>();
		const list = run('list');
		line.serve(run('poll'));
		line.serve(list);
		line.join({ requester: list });
		const poll = run('poll');
		expect(line.ahead(poll)).toBe(0);
		line.join({ requester: poll });
		expect(serveAll(line)).toEqual([poll, list]);
	});

	it('does not let ever new runs of a node keep out an old one', () => {
		const line = new FairQueue<Waiter>();
		const old = run('node');
		line.serve(old);
		for (let i = 0; i < 5; i++) line.join({ requester: old });
		let turns = 0;
		for (let i = 0; i < 10; i++) {
			line.join({ requester: run('node') });
			const next = line.first() as Waiter;
			line.leave(next);
			line.serve(next.requester);
			if (next.requester === old) turns++;
		}
		expect(turns).toBeGreaterThanOrEqual(3);
	});

	it.each([
		[499, 'new'],
		[500, 'old'],
	])('remembers a thousand turns, and not those of all time: %i others', (others, first) => {
		const line = new FairQueue<Waiter>();
		const [old, fresh] = [run('old'), run('new')];
		line.serve(old);
		for (let i = 0; i < others; i++) line.serve(run(`other ${i}`));
		line.join({ requester: old });
		line.join({ requester: fresh });
		expect(line.first()?.requester.node).toBe(first);
	});

	it('is as long as those who have joined and not left', () => {
		const line = new FairQueue<Waiter>();
		const waiters = [run('a'), run('a'), run('b')].map((requester) => ({ requester }));
		expect([line.length, line.first()]).toEqual([0, undefined]);
		waiters.forEach((waiter) => line.join(waiter));
		expect([line.length, line.has(waiters[1])]).toEqual([3, true]);
		line.leave(waiters[1]);
		line.leave(waiters[1]);
		line.leave({ requester: waiters[0].requester });
		expect([line.length, line.has(waiters[1])]).toEqual([2, false]);
		line.leave(waiters[0]);
		expect(line.first()).toBe(waiters[2]);
		line.leave(waiters[2]);
		expect([line.length, line.first()]).toEqual([0, undefined]);
	});

	it('serves the requests of a run in their order', () => {
		const line = new FairQueue<Waiter>();
		const requester = run('a');
		const waiters = [1, 2, 3].map(() => ({ requester }));
		waiters.forEach((waiter) => line.join(waiter));
		for (const waiter of waiters) {
			expect(line.first()).toBe(waiter);
			line.leave(waiter);
		}
	});

	it('says exactly how many go before, as long as nobody else comes', () => {
		const parties = ['a', 'b', 'c'].flatMap((node) => [run(node), run(node)]);
		const requester = fc.constantFrom(...parties);
		fc.assert(
			fc.property(fc.array(requester), fc.array(requester), requester, (served, waiting, me) => {
				const line = new FairQueue<Waiter>();
				served.forEach((each) => line.serve(each));
				waiting.forEach((each) => line.join({ requester: each }));
				const ahead = line.ahead(me);
				const mine = { requester: me };
				line.join(mine);
				let before = 0;
				for (let next = line.first(); next !== mine; next = line.first()) {
					line.leave(next as Waiter);
					line.serve((next as Waiter).requester);
					before++;
				}
				expect(before).toBeLessThanOrEqual(ahead);
				expect(ahead).toBeLessThanOrEqual(waiting.length);
			}),
		);
	});
});
