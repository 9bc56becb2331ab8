import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { PageExtent } from '../../../core/marketplace';
import { retryUntilFound, readTotal, completePage } from '../../../core/lists/complete';
import { clock } from '../../../core/request/clock';
import { UnexpectedResponseError, ResponseError } from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';
import { answer } from '../../kit/shop';

let slept: number[];
beforeEach(() => {
	slept = [];
	vi.spyOn(clock, 'sleep').mockImplementation(async (ms) => void slept.push(ms));
});

const page = (reach: number, total?: number, more: Partial<PageExtent> = {}): PageExtent => ({
	reach,
	total,
	isFull: false,
	...more,
});

/** A place that shows one page after the other, the last for ever, and of which other answers tell `lengths`. */
async function look(
	pages: PageExtent[],
	known: number,
	lengths?: Array<number | undefined>,
): Promise<{ reach?: number; asked: number; elsewhere: number; error?: unknown }> {
	let [asked, elsewhere] = [1, 0];
	const view = {
		extent: (one: PageExtent) => one,
		again: async () => pages[Math.min(asked++, pages.length - 1)],
		elsewhere: lengths && (async () => lengths[Math.min(elsewhere++, lengths.length - 1)]),
	};
	const outcome = await completePage(pages[0], known, view).catch((error: unknown) => error);
	return outcome instanceof Error
		? { error: outcome, asked, elsewhere }
		: { reach: (outcome as PageExtent).reach, asked, elsewhere };
}

describe('a page', () => {
	it.each<[string, PageExtent, number]>([
		['is full', page(100, 330, { isFull: true }), 330],
		['reaches what an earlier answer told', page(330), 330],
		['reaches further than that', page(331), 330],
		['reaches what it tells itself', page(330, 330), 0],
		['tells less than it holds', page(330, 5), 0],
		['is empty, as the list is', page(0, 0), 0],
		['is short, where nobody tells a length', page(7), 0],
	])('is asked for once that %s', async (_what, first, known) => {
		expect(await look([first], known, [999])).toEqual({
			reach: first.reach,
			asked: 1,
			elsewhere: 0,
		});
		expect(slept).toEqual([]);
	});

	it.each([1, 2, 3, 4])(
		'that contradicts itself is asked for again, %i times at most',
		async (bad) => {
			const pages = [...Array.from({ length: bad }, () => page(6, 330)), page(330, 330)];
			expect(await look(pages, 0)).toEqual({ reach: 330, asked: bad + 1, elsewhere: 0 });
			expect(slept).toEqual([500, 1000, 2000, 4000].slice(0, bad));
		},
	);

	it('that contradicts itself for ever is an error that tells both lengths', async () => {
		const { error, asked } = await look([page(6, 330)], 0);
		expect(error).toBeInstanceOf(UnexpectedResponseError);
		expect(error).toMatchObject({
			message: 'The list ended after 6 of at least 330 entries',
			advice: expect.stringContaining('The page was requested several times') as string,
		});
		expect(asked).toBe(5);
		expect(slept).toEqual([500, 1000, 2000, 4000]);
	});

	it('that tells a larger length than an earlier answer is asked for until it reaches that', async () => {
		const pages = [page(200, 330), page(330, 330)];
		expect(await look(pages, 200, [200])).toEqual({ reach: 330, asked: 2, elsewhere: 0 });
		expect(slept).toEqual([500]);
	});

	it('that may be thin is asked for once more, and believed then', async () => {
		const thin = page(40, 51, { mayBeThin: true });
		expect(await look([thin, thin], 0)).toEqual({ reach: 40, asked: 2, elsewhere: 0 });
		expect(slept).toEqual([500]);
	});

	it('is believed when another answer says that the list is that short by now', async () => {
		expect(await look([page(200)], 330, [200])).toEqual({ reach: 200, asked: 2, elsewhere: 1 });
		expect(slept).toEqual([]);
	});

	it('is not believed when another answer says that the list is as long as before', async () => {
		const { error, asked, elsewhere } = await look([page(200)], 330, [330]);
		expect(error).toMatchObject({
			message: expect.stringMatching(/after 200 of at least 330 /) as string,
		});
		expect([asked, elsewhere]).toEqual([5, 4]);
		expect(slept).toEqual([1000, 2000, 4000]);
	});

	it('is not believed where the other answer tells no length', async () => {
		const { error } = await look([page(200)], 330, [undefined]);
		expect(error).toMatchObject({ message: expect.stringContaining('330') as string });
	});

	it('that tells its end where nobody else can be asked is believed the second time', async () => {
		expect(await look([page(200, 200)], 330)).toEqual({ reach: 200, asked: 2, elsewhere: 0 });
		expect(slept).toEqual([]);
	});

	it('of a list that moves may be off by as much as the list has moved meanwhile', async () => {
		// The list goes from 210 to 205 between two looks; the page says 200 by now.
		const lengths = [210, 205];
		expect(await look([page(200)], 330, lengths)).toEqual({ reach: 200, asked: 3, elsewhere: 2 });
		expect(slept).toEqual([1000]);
		const { error } = await look([page(199)], 330, lengths);
		expect(error).toBeInstanceOf(UnexpectedResponseError);
	});

	it('may be off by the largest move so far, also where the list rests again', async () => {
		const pages = [page(100), page(100), page(203)];
		expect(await look(pages, 330, [220, 210, 212])).toMatchObject({ reach: 203, asked: 3 });
		expect(await look([page(100), page(100), page(100), page(198)], 330, [220, 208, 210])).toEqual({
			reach: 198,
			asked: 4,
			elsewhere: 3,
		});
	});
});

describe('a length', () => {
	it.each([
		[0, 0],
		[330, 330],
		['330', 330],
		[' 5 ', 5],
		[-1, undefined],
		['', undefined],
		[null, undefined],
		[undefined, undefined],
		['many', undefined],
		[NaN, undefined],
		[Infinity, undefined],
		[{}, undefined],
	])('told as %o is %o', (written, length) => {
		expect(readTotal(written)).toBe(length);
	});
});

describe('what the marketplace has just named', () => {
	const gone = (status = 404) => new ResponseError(answer(status), 'gone', '/orders/7');

	/** Fails so often, and is there then. */
	function thing(failures: number, error: Error = gone()) {
		let asked = 0;
		const read = async () => {
			if (asked++ < failures) throw error;
			return 'here';
		};
		return { read, asked: () => asked };
	}

	it.each([0, 1, 2, 3])('is found after it was unknown %i times', async (failures) => {
		const { read, asked } = thing(failures);
		expect(await retryUntilFound(read)).toBe('here');
		expect(asked()).toBe(failures + 1);
		expect(slept).toEqual([500, 1000, 2000].slice(0, failures));
	});

	it('is unknown after four times', async () => {
		const error = gone(410);
		const { read, asked } = thing(4, error);
		expect(await failureOf(retryUntilFound(read))).toBe(error);
		expect(asked()).toBe(4);
		expect(slept).toEqual([500, 1000, 2000]);
	});

	it.each([
		new ResponseError(answer(403), 'denied', '/orders/7'),
		new ResponseError(answer(404), 'invalid', '/orders/7'),
		new Error('gone'),
	])('is asked for once where anything else is wrong: %s', async (error) => {
		const { read, asked } = thing(1, error);
		expect(await failureOf(retryUntilFound(read))).toBe(error);
		expect(asked()).toBe(1);
		expect(slept).toEqual([]);
	});
});
