import type { IDataObject } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { forgetProcess } from '../../core/request/process-memory';
import { NaverCommerceApi } from '../../credentials/NaverCommerceApi.credentials';
import { NaverCommerce } from '../../nodes/NaverCommerce/NaverCommerce.node';
import { productFilters } from '../../nodes/NaverCommerce/products/list';
import { nodeContext } from '../kit/node-context';
import { reset } from './bench';
import { problemsOf } from './check';
import { type Examples, readNaverTable } from './description/naver';
import { startRecorder, type Recorder, type Sent } from './recorder';
import { hasSpecs, readSpec } from './specs';

const SEARCH = 'POST /v1/products/search';
const MANY = 'PATCH /v1/products/origin-products/multi-update';
const OPTIONS = 'PUT /v1/products/origin-products/{originProductNo}/option-stock';
const STATUS = 'PUT /v1/products/origin-products/{originProductNo}/change-status';
const DETAIL = 'GET /v2/products/origin-products/{originProductNo}';
const NO = 4001;
const OPTION_IDS = [7001, 7002];

type Json = any;

describe.skipIf(!hasSpecs)('the products of Naver', () => {
	let recorder: Recorder;
	/** What the product is like. */
	let shape: { hasOptions: boolean; statusType: string; stock: number; price: number };
	const examples = hasSpecs ? readSpec<Examples>('naver/examples-2.73.0.json') : {};
	const requestOf = (operation: string): Json => examples[operation]?.request;
	const answerOf = (operation: string): Json => structuredClone(examples[operation]?.response);

	beforeAll(async () => {
		recorder = await startRecorder(({ path, body }) => {
			const token = { access_token: 'token-1', expires_in: 10_800, token_type: 'Bearer' };
			if (path.endsWith('/token')) return { status: 200, body: token };
			return { status: 200, body: answerTo(path, body === '' ? {} : JSON.parse(body)) };
		});
	});
	afterAll(async () => await recorder.close());
	beforeEach(() => {
		recorder.sent.length = 0;
		reset();
		forgetProcess('values');
		forgetProcess('options');
		shape = { hasOptions: false, statusType: 'SALE', stock: 3, price: 1000 };
	});

	/** The answers of the examples, with this product in them. */
	function answerTo(path: string, body: Json): object {
		if (path.endsWith('/search')) {
			const answer = answerOf(SEARCH);
			const [entry] = answer.contents;
			const [channel] = entry.channelProducts;
			entry.originProductNo = NO;
			Object.assign(channel, { sellerManagementCode: 'MUG', statusType: shape.statusType });
			Object.assign(channel, { salePrice: shape.price, stockQuantity: shape.stock });
			return { ...answer, page: body.page, size: body.size, totalElements: 1, totalPages: 1 };
		}
		if (path.endsWith('/multi-update')) {
			const [{ stockQuantity, productSalePrice }] = body.multiProductUpdateRequestVos;
			shape.stock = stockQuantity ?? shape.stock;
			shape.price = productSalePrice?.salePrice ?? shape.price;
			return answerOf(MANY);
		}
		if (path.endsWith('/change-status')) return answerOf(STATUS);
		const answer = path.endsWith('/option-stock') ? answerOf(OPTIONS) : answerOf(DETAIL);
		const { originProduct } = answer;
		Object.assign(originProduct, { salePrice: 1000, statusType: shape.statusType });
		const { optionInfo } = originProduct.detailAttribute;
		const [option] = optionInfo.optionCombinations;
		const sent = body.optionInfo?.optionCombinations ?? [];
		optionInfo.optionStandards = [];
		optionInfo.optionCombinations = shape.hasOptions
			? OPTION_IDS.map((id, i) => ({ ...option, id, sellerManagerCode: `MUG-${i}`, ...sent[i] }))
			: [];
		return answer;
	}

	async function run(operation: string, parameters: IDataObject): Promise<IDataObject[]> {
		const node = nodeContext({
			node: new NaverCommerce(),
			credentialType: new NaverCommerceApi(),
			credential: {
				environment: 'custom',
				apiBaseUrl: `${recorder.url}/external`,
				clientId: 'client-1',
				clientSecret: '$2a$04$abcdefghijklmnopqrstuv',
				accountType: 'SELF',
				accessToken: '',
			},
			parameters: { resource: 'product', operation, ...parameters } as never,
		});
		const output = await node.run();
		const operations = readNaverTable();
		expect(recorder.sent.flatMap((sent) => problemsOf(sent, operations))).toEqual([]);
		return output.map(({ json }) => json);
	}

	/** The bodies that went to what a pattern of the table means. */
	function bodiesTo(operation: string): Json[] {
		const [method, path] = operation.split(' ');
		const pattern = new RegExp(`^/external${path.replace(/\{\w+\}/g, '\\d+')}$`);
		const isIt = (one: Sent) => one.method === method && pattern.test(one.path);
		return recorder.sent.filter(isIt).map(({ body }) => (body === '' ? {} : JSON.parse(body)));
	}
	const sku = (value: string) => ({ product: { mode: 'sku', value } });
	const id = (value: number) => ({ product: { mode: 'id', value: String(value) } });

	it('are read as the examples show them', async () => {
		shape.hasOptions = true;
		const output = await run('getAll', { returnAll: true, output: 'product' });
		expect(output).toMatchObject([
			{ id: '4001', variantId: '7001', sku: 'MUG-0', price: '1000', quantity: 0, missing: [] },
			{ id: '4001', variantId: '7002', sku: 'MUG-1' },
		]);
		expect(bodiesTo(DETAIL)).toHaveLength(1);
	});

	it('are filtered with the words that Naver has', async () => {
		const statusOf = ({ property }: (typeof productFilters)[number]) =>
			(property.options ?? []).map((option) => (option as { value: string }).value);
		const spec = readSpec<Json>('naver/openapi-2.0.0-rc.json');
		const schema = spec.components.schemas['ExternalApiProductSaleStatusUpdateRequestVo.product'];
		const known: string[] = schema.properties.statusType.enum;
		const offered = productFilters.flatMap(statusOf);
		expect(offered.sort()).toEqual(known.filter((word) => word !== 'DELETE').sort());
		const filters = { sku: 'MUG', status: offered, updatedAfter: '2026-11-01T00:00:00Z' };
		await run('getAll', { returnAll: true, output: 'product', filters });
		const [body] = bodiesTo(SEARCH);
		expect(body).toMatchObject({ searchKeywordType: 'SELLER_CODE', fromDate: '2026-11-01' });
	});

	it.each([sku('MUG'), id(NO)])('get a stock by %j', async (product) => {
		const output = await run('updateStock', { ...product, quantity: '8' });
		expect(output).toMatchObject([{ status: 'done', quantity: 8, before: 3 }]);
		expect(bodiesTo(MANY)).toEqual([
			{
				multiProductUpdateRequestVos: [
					{ originProductNo: NO, multiUpdateTypes: ['STOCK'], stockQuantity: 8 },
				],
			},
		]);
	});

	it('get a price in the form of the example', async () => {
		const output = await run('updatePrice', { ...sku('MUG'), price: '1500' });
		expect(output).toMatchObject([{ status: 'done', price: '1500', before: '1000' }]);
		const [{ multiProductUpdateRequestVos: sent }] = bodiesTo(MANY);
		expect(sent).toEqual([
			{
				originProductNo: NO,
				multiUpdateTypes: ['SALE_PRICE'],
				productSalePrice: { salePrice: 1500 },
			},
		]);
		const [example] = requestOf(MANY).multiProductUpdateRequestVos;
		expect(Object.keys(example)).toEqual(expect.arrayContaining(Object.keys(sent[0])));
	});

	it('get the values of all options, as the example has them', async () => {
		Object.assign(shape, { hasOptions: true });
		const output = await run('updateStock', { ...sku('MUG-1'), quantity: '8' });
		expect(output).toMatchObject([{ status: 'done', id: '7002' }]);
		const [body] = bodiesTo(OPTIONS);
		const { optionCombinations, useStockManagement } = body.optionInfo;
		expect(useStockManagement).toBe(true);
		expect(optionCombinations.map((one: Json) => [one.id, one.stockQuantity])).toEqual([
			[7001, 0],
			[7002, 8],
		]);
		const [example] = requestOf(OPTIONS).optionInfo.optionCombinations;
		for (const one of optionCombinations) {
			expect(Object.keys(one).sort()).toEqual(Object.keys(example).sort());
		}
		expect(body.immediateDiscountPolicy).toEqual(
			answerOf(DETAIL).originProduct.customerBenefit.immediateDiscountPolicy,
		);
	});

	it('are put on sale again with the words that Naver has', async () => {
		Object.assign(shape, { hasOptions: true, statusType: 'OUTOFSTOCK' });
		await run('updateStock', { ...sku('MUG-1'), quantity: '8' });
		expect(bodiesTo(STATUS)).toEqual([{ statusType: 'SALE', stockQuantity: 8 }]);
	});
});
