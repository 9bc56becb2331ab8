import { describe, expect, it } from 'vitest';

import type { ApiRequest, ApiResponse } from '../../../../core/marketplace';
import type { Writer } from '../../../../core/writes/operation';
import type { Part } from '../../../../nodes/NaverCommerce/products/part';
import { updateOptions } from '../../../../nodes/NaverCommerce/products/update-options';

const part = {
	target: { id: '7', variantId: '71', sku: 'A', site: null, present: '1', statusType: 'SALE' },
	value: '5',
	currency: null,
	more: {},
} as Part;

/** Sets the stock of option 71, beside this other one. */
async function beside(other: object) {
	const asked: ApiRequest[] = [];
	const option = { id: 71, stockQuantity: 1, price: 0, usable: true };
	const optionInfo = { optionCombinations: [option, { id: 72, price: 0, ...other }] };
	const originProduct = { salePrice: 1000, detailAttribute: { optionInfo } };
	const send = async (request: ApiRequest): Promise<ApiResponse> => {
		asked.push(request);
		const body = request.method === 'GET' ? { originProduct } : {};
		return await Promise.resolve({ status: 200, headers: {}, body });
	};
	const answers = await updateOptions([part], 'quantity', { send } as unknown as Writer);
	return { answers, methods: asked.map(({ method }) => method) };
}

describe('the stock of an option', () => {
	it.each([{}, { stockQuantity: null }, { stockQuantity: '' }])(
		'is not set where that of another is not known (%j), which would become 0',
		async (other) => {
			const { answers, methods } = await beside(other);
			expect(answers).toMatchObject([{ status: 'failed' }]);
			expect(methods).toEqual(['GET']);
		},
	);

	it.each([0, '3'])('is set beside one of %j', async (stockQuantity) => {
		const { answers, methods } = await beside({ stockQuantity });
		expect(answers).toMatchObject([{ status: 'done' }]);
		expect(methods).toEqual(['GET', 'PUT']);
	});
});
