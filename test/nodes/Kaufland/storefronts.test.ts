import { describe, expect, it } from 'vitest';

import type { Send } from '../../../core/marketplace';
import { storefrontsOf } from '../../../nodes/Kaufland/orders/storefront-lists';

const answering =
	(body: unknown): Send =>
	async () =>
		await Promise.resolve({ status: 200, headers: {}, body });

describe('the storefronts of an account', () => {
	it('are those that Kaufland names', async () => {
		expect(await storefrontsOf(answering({ data: ['de', 'cz'] }))).toEqual(['de', 'cz']);
	});

	it.each([[{}], [{ data: null }], [{ data: { de: true } }], ['<html>'], [undefined]])(
		'are no empty list where the answer is %j',
		async (body) => {
			await expect(storefrontsOf(answering(body))).rejects.toThrow('The answer is not a list');
		},
	);
});
