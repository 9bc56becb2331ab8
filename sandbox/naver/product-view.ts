import type { NaverApp } from './app';
import { discountedPrice, stockOf, type Product, type ProductOption } from './product';
import { kst } from './product-order';

/** An entry of the search, see https://apicenter.commerce.naver.com/docs/commerce-api/current/search-product */
export function toFound(product: Product) {
	const group = product.groupNo === undefined ? {} : { groupProductNo: product.groupNo };
	const channels = [
		['STOREFARM', product.channelNo] as const,
		...(product.windowNo === undefined ? [] : [['WINDOW', product.windowNo] as const]),
	];
	return {
		...group,
		originProductNo: product.no,
		channelProducts: channels.map(([channelServiceType, channelProductNo]) => ({
			...group,
			originProductNo: product.no,
			channelProductNo,
			channelServiceType,
			categoryId: '50000830',
			name: product.name,
			...(product.code === undefined ? {} : { sellerManagementCode: product.code }),
			statusType: product.status,
			channelProductDisplayStatusType: 'ON',
			salePrice: product.price,
			discountedPrice: discountedPrice(product),
			stockQuantity: stockOf(product),
			knowledgeShoppingProductRegistration: true,
			deliveryAttributeType: 'NORMAL',
			deliveryFee: 3000,
			returnFee: 3000,
			exchangeFee: 6000,
			wholeCategoryName: '생활/건강>주방용품>잔/컵',
			wholeCategoryId: '50000008>50000061>50000830',
			representativeImage: { url: imageOf(product) },
			regDate: kst(product.createdAt),
			modifiedDate: kst(product.updatedAt),
		})),
	};
}

/**
 * A product as its own call shows it,
 * see https://apicenter.commerce.naver.com/docs/commerce-api/current/read-origin-product-product
 */
export function toProductDetail(product: Product, app: NaverApp) {
	const channel = { channelProductName: product.name, channelProductDisplayStatusType: 'ON' };
	return {
		...(product.groupNo === undefined ? {} : { groupProduct: { groupProductNo: product.groupNo } }),
		originProduct: originPart(product),
		smartstoreChannelProduct: { ...channel, naverShoppingRegistration: true },
		...(product.windowNo === undefined
			? {}
			: { windowChannelProduct: { ...channel, channelNo: app.channelNo } }),
	};
}

/** What a change of options answers. */
export function toChanged(product: Product, app: NaverApp) {
	return {
		originProductNo: product.no,
		smartstoreChannelProductNo: product.channelNo,
		...(product.windowNo === undefined ? {} : { windowChannelProductNo: product.windowNo }),
		...toProductDetail(product, app),
	};
}

function originPart(product: Product) {
	const { code, discount, supplements } = product;
	return {
		statusType: product.status,
		saleType: 'NEW',
		leafCategoryId: '50000830',
		name: product.name,
		detailContent: '<p>상세 설명</p>',
		images: { representativeImage: { url: imageOf(product) } },
		salePrice: product.price,
		stockQuantity: stockOf(product),
		deliveryInfo: { deliveryType: 'DELIVERY', deliveryAttributeType: 'NORMAL' },
		detailAttribute: {
			afterServiceInfo: {
				afterServiceTelephoneNumber: '02-000-0000',
				afterServiceGuideContent: '문의',
			},
			originAreaInfo: { originAreaCode: '00' },
			...(code === undefined ? {} : { sellerCodeInfo: { sellerManagementCode: code } }),
			...optionPart(product),
			...(supplements.length === 0 ? {} : { supplementProductInfo: supplementPart(product) }),
			minorPurchasable: true,
		},
		...(discount
			? { customerBenefit: { immediateDiscountPolicy: { discountMethod: { ...discount } } } }
			: {}),
	};
}

function optionPart(product: Product) {
	const { optionType, options, simple, isStockManaged: useStockManagement } = product;
	if (simple.length > 0) {
		const optionSimple = simple.map((name, i) => ({
			id: product.no * 10 + 800 + i,
			groupName: '각인',
			name,
			usable: true,
		}));
		return { optionInfo: { simpleOptionSortType: 'CREATE', optionSimple, optionCustom: [] } };
	}
	if (optionType === 'standard') {
		const optionStandards = options.map(optionView);
		return { optionInfo: { standardOptionGroups: [], optionStandards, useStockManagement } };
	}
	if (optionType !== 'combination') return {};
	return {
		optionInfo: {
			optionCombinationSortType: 'CREATE',
			optionCombinationGroupNames: { optionGroupName1: '색상', optionGroupName2: '사이즈' },
			optionCombinations: options.map((option) => ({
				...optionView(option),
				price: option.surcharge,
			})),
			useStockManagement,
		},
	};
}

function optionView({ id, stock, usable, names, code }: ProductOption) {
	return {
		id,
		stockQuantity: stock,
		usable,
		...Object.fromEntries(names.map((name, i) => [`optionName${i + 1}`, name])),
		...(code === undefined ? {} : { sellerManagerCode: code }),
	};
}

function supplementPart({ supplements }: Product) {
	return {
		sortType: 'CREATE',
		supplementProducts: supplements.map(({ id, name, code, stock, price }) => ({
			id,
			groupName: '포장',
			name,
			price,
			stockQuantity: stock,
			...(code === undefined ? {} : { sellerManagementCode: code }),
			usable: true,
		})),
	};
}

function imageOf({ no }: Product): string {
	return `https://shop-phinf.pstatic.example/${no}.jpg`;
}
