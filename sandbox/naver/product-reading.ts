import type { Api } from './gate';
import { NO_PRODUCT } from './product-errors';
import { toProductDetail } from './product-view';

const COMMON = { method: 'GET', group: '상품', isWrapped: false } as const;

/** One product, by its own number or by the one that buyers see. */
export const PRODUCT_READS: Api[] = [
	{
		...COMMON,
		path: '/v2/products/origin-products/:originProductNo',
		run({ shop, pathParams }) {
			const product = shop.catalogue.find(Number(pathParams.originProductNo));
			if (!product) throw NO_PRODUCT;
			return toProductDetail(product, shop.app);
		},
	},
	{
		...COMMON,
		path: '/v2/products/channel-products/:channelProductNo',
		run({ shop, pathParams }) {
			const product = shop.catalogue.ofChannel(Number(pathParams.channelProductNo));
			if (!product) throw NO_PRODUCT;
			return toProductDetail(product, shop.app);
		},
	},
];
