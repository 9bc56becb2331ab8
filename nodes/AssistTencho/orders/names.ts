/**
 * Names of fields that are taken for what they say. Only `serial_order_id` is documented; the vendor has
 * published no other, so the rest are guesses in the manner of Japanese shop systems, compared without
 * case. The first that is there counts. See BEHAVIOR.md, Orders.
 */
export const ORDER_NAMES = {
	id: ['serial_order_id', 'order_id'],
	number: ['order_no', 'order_number', 'order_code'],
	placedAt: ['order_date', 'order_datetime', 'ordered_at'],
	updatedAt: ['update_date', 'update_datetime', 'updated_at'],
	statusRaw: ['order_status', 'status'],
	paymentMethod: ['payment_method', 'payment_name'],
	currency: ['currency', 'currency_code'],
	grand: ['total_amount', 'order_total', 'total_price', 'payment_total'],
	buyerName: ['customer_name', 'order_name', 'orderer_name'],
	buyerEmail: ['customer_email', 'order_email', 'orderer_email', 'email'],
	buyerPhone: ['customer_tel', 'order_tel', 'orderer_tel', 'tel'],
	note: ['customer_note', 'order_memo', 'message'],
} as const;

export const LIST_NAMES = ['order_details', 'order_items', 'details', 'items'] as const;

export const LINE_NAMES = {
	id: ['order_detail_id', 'order_item_id', 'detail_id'],
	sku: ['product_code', 'item_code', 'sku'],
	title: ['product_name', 'item_name'],
	quantity: ['quantity', 'num'],
	unitPrice: ['unit_price', 'price'],
} as const;
