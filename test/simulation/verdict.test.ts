import { describe, expect, it } from 'vitest';

import type { Kind, TruthRecord } from '../../sandbox/kit/world';
import { PLANS, type Plan } from './plans';
import { verdict } from './verdict';
import type { Week } from './week';

const HOUR = 3_600_000;
const NAVER = PLANS.find(({ name }) => name === 'naver') as Plan;

const record = (orderId: string, kind: Kind, hour: number): TruthRecord => ({
	...{ orderId, kind, action: kind, at: hour * HOUR, state: '', revision: 'r' },
});

/** A week with one order that was bought, claimed and changed, polled every hour. */
function week(told: Record<string, number>, again: Record<string, number> = {}): Week {
	const held = [{ id: '1', lineIds: ['a'] }];
	const world = { revision: () => 'r' };
	const items = [{ json: { id: '1', eventKey: 'naver:1:r2' } }];
	return {
		owner: 'naver',
		told: new Map(Object.entries(told)),
		again: new Map(Object.entries(again)),
		truth: [record('1', 'created', 1), record('1', 'claimed', 9)],
		seen: Array.from({ length: 20 }, (_unused, hour) => {
			const at = (hour + 0.5) * HOUR;
			return { from: at, to: at };
		}),
		lies: {},
		stage: {
			server: { backend: { world, held: () => held } },
			everyOrder: (parameters: object) => parameters,
			node: () => ({ run: async () => items }),
		},
	} as unknown as Week;
}

describe('the verdict on a week', () => {
	const CREATED = 'naver:1:orderCreated';
	const CLAIM = 'naver:1:orderClaimed:c1';

	it.each<[string, string, Week]>([
		['orderCreated', 'once', week({ [CREATED]: 1 })],
		['orderCreated', 'again after n8n was killed', week({ [CREATED]: 2 }, { [CREATED]: 1 })],
		['orderClaimed', 'once', week({ [CLAIM]: 1 })],
		['orderUpdated', 'in each state', week({ 'naver:1:r1': 1, 'naver:1:r2': 1 })],
	])('is good where %s is told %s', async (event, _how, lived) => {
		expect(await verdict(NAVER, event, lived)).toEqual([]);
	});

	it.each<[string, string, Week]>([
		['orderCreated', 'never', week({})],
		['orderCreated', 'twice for no reason', week({ [CREATED]: 2 })],
		['orderCreated', 'three times where two would do', week({ [CREATED]: 3 }, { [CREATED]: 1 })],
		['orderCreated', 'under another key', week({ [`${CREATED}:x`]: 1 })],
		['orderCreated', 'also under another key', week({ [CREATED]: 1, [`${CREATED}:x`]: 1 })],
		['orderCreated', 'of another order', week({ [CREATED]: 1, 'naver:2:orderCreated': 1 })],
		['orderClaimed', 'of another claim', week({ [CLAIM]: 1, 'naver:1:orderClaimed:c2': 1 })],
		['orderUpdated', 'not in the last state', week({ 'naver:1:r1': 1 })],
		['orderUpdated', 'under another key', week({ 'naver:1:r2:x': 1 })],
		[
			'orderUpdated',
			'in more states than there were',
			week({ 'naver:1:r1': 1, 'naver:1:r2': 1, 'naver:1:r3': 1 }),
		],
	])('is bad where %s is told %s', async (event, _how, lived) => {
		expect(await verdict(NAVER, event, lived)).toHaveLength(1);
	});
});
