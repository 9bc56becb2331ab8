import { type ProductTexts, severalOption } from '../../shared/product-properties';
import { productFilters } from './list';

const several = severalOption('products and options');

/** What Naver calls what it sells. */
export const products: ProductTexts = {
	resource: 'product',
	name: 'Product',
	one: 'a product',
	many: 'products',
	description:
		"The product, or one option of it. Its SKU is the seller's code of the product (판매자 상품코드) or of the option (옵션 관리코드). By ID means the number of the product (원상품번호), its number in the address of the shop (채널상품번호), or the ID of the option.",
	skuPlaceholder: 'e.g. MUG-BLUE',
	idPlaceholder: 'e.g. 10123456789',
	filters: productFilters,
	limitHint: 'Ordered by product number. Each option of a product is an item',
	options: [
		{
			displayName: 'Read Options',
			name: 'readOptions',
			type: 'boolean',
			displayOptions: { show: { '/operation': ['getAll'] } },
			default: true,
			description:
				'Whether to read the options of each product. Naver allows two such requests per second. Without them, a product with options is one item.',
		},
	],
	stock: {
		description:
			'Set the stock of a product or of one of its options. It replaces the present stock. 0 takes the product out of sale (품절), and new stock puts it on sale again.',
		options: [several],
	},
	price: {
		description:
			'Set the price of a product in won, before discounts. The prices of its options move with it. The price of an option is set by what it costs more than the product.',
		placeholder: 'e.g. 15900',
		hint: 'The price before discounts, in won',
		currencyPlaceholder: 'e.g. KRW',
		options: [several],
	},
};
