import { describe, expect, it } from 'vitest';

import { NaverCommerce } from '../../nodes/NaverCommerce/NaverCommerce.node';
import { NaverCommerceTrigger } from '../../nodes/NaverCommerce/NaverCommerceTrigger.node';

/** What workflows that are saved refer to. */
describe('a saved workflow', () => {
	const credentials = [{ name: 'naverCommerceApi', required: true }];

	it('finds the node, with one way in and one way out', () => {
		expect(new NaverCommerce().description).toMatchObject({
			...{ name: 'naverCommerce', version: [1], group: ['transform'], usableAsTool: true },
			...{ inputs: ['main'], outputs: ['main'], credentials },
		});
	});

	it('finds the trigger, which polls', () => {
		expect(new NaverCommerceTrigger().description).toMatchObject({
			...{ name: 'naverCommerceTrigger', version: [1], group: ['trigger'], polling: true },
			...{ inputs: [], outputs: ['main'], credentials },
		});
	});

	it.each([new NaverCommerce(), new NaverCommerceTrigger()])('shows its face', (node) => {
		expect(node.description.icon).toEqual({
			light: 'file:naverCommerce.svg',
			dark: 'file:naverCommerce.dark.svg',
		});
	});
});
