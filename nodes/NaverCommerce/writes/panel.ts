import type { INodePropertyOptions } from 'n8n-workflow';

import type { OrderWrites } from '../../shared/write-properties';

export const DELIVERY = 'DELIVERY';

/** `deliveryMethod` of what goes to the buyer. */
export const METHODS: INodePropertyOptions[] = [
	{
		name: 'Direct Delivery',
		value: 'DIRECT_DELIVERY',
		description: 'You bring it yourself (직접 전달)',
	},
	{
		name: 'Goodsflow Label',
		value: 'GDFW_ISSUE_SVC',
		description: 'A parcel with a label of Goodsflow (굿스플로 송장 출력)',
	},
	{
		name: 'Nothing to Deliver',
		value: 'NOTHING',
		description: 'The order has no delivery (배송 없음)',
	},
	{
		name: 'Parcel',
		value: DELIVERY,
		description: 'A carrier brings it; needs carrier and tracking number (택배, 등기, 소포)',
	},
	{
		name: 'Pickup by Buyer',
		value: 'VISIT_RECEIPT',
		description: 'The buyer comes and collects it (방문 수령)',
	},
	{ name: 'Quick Service', value: 'QUICK_SVC', description: 'A courier rider (퀵서비스)' },
];

/** `cancelReason` of a request by the seller. */
export const REASONS: INodePropertyOptions[] = [
	{ name: 'Change of Mind', value: 'INTENT_CHANGED', description: '구매 의사 취소' },
	{ name: 'Color or Size Changed', value: 'COLOR_AND_SIZE', description: '색상 및 사이즈 변경' },
	{ name: 'Delayed Delivery', value: 'DELAYED_DELIVERY', description: '배송 지연' },
	{
		name: 'Incorrect Product Information',
		value: 'INCORRECT_INFO',
		description: '상품 정보 상이',
	},
	{ name: 'Service Unsatisfactory', value: 'PRODUCT_UNSATISFIED', description: '서비스 불만족' },
	{
		name: 'Sold Out',
		value: 'SOLD_OUT',
		description: '상품 품절. Naver gives the seller penalty points for it.',
	},
	{ name: 'Wrong Product Ordered', value: 'WRONG_ORDER', description: '다른 상품 잘못 주문' },
];

/** What the panel says of the writes. AI agents read the descriptions, too. */
export const orderWrites: OrderWrites = {
	ship: {
		description:
			'Mark an order or some of its lines as sent (발송처리). This cannot be undone: Naver informs the buyer, and the tracking number cannot be changed later. A line goes as a whole.',
		// Only a parcel has them.
		needsCarrier: false,
		needsTrackingNumber: false,
		carrierPlaceholder: 'e.g. CJGLS',
		linesHint: 'Line IDs are product order numbers (상품주문번호).',
		options: [
			{
				displayName: 'Delivery Method',
				name: 'deliveryMethod',
				type: 'options',
				options: METHODS,
				default: DELIVERY,
				description:
					'How the goods reach the buyer. All but Parcel and Goodsflow Label go without carrier and tracking number.',
			},
			{
				displayName: 'Shipped At',
				name: 'shippedAt',
				type: 'dateTime',
				default: '',
				description: 'When the goods were sent. Leave it empty for now.',
			},
		],
	},
	confirm: {
		description:
			'Confirm an order (발주확인): you have seen it and prepare the goods. The API cannot undo this.',
	},
	cancel: {
		description:
			'Cancel an order or some of its lines. This refunds the buyer and cannot be undone. The reason Sold Out gives the seller penalty points.',
		hasLines: true,
		reasons: REASONS,
		options: [
			{
				displayName: 'Detailed Reason',
				name: 'cancelDetailedReason',
				type: 'string',
				default: '',
				placeholder: 'e.g. 재고 부족',
				description: 'The reason in your own words, up to 500 characters',
			},
		],
	},
};
