import type { INodeProperties } from 'n8n-workflow';
import { SELLER_CENTRALS } from '../AmazonSellingPartner/access/authorization';

/** Where the consent page is. */
export const sellerCentral: INodeProperties = {
	displayName: 'Seller Central',
	name: 'sellerCentral',
	type: 'options',
	displayOptions: { show: { marketplace: ['amazon'] } },
	options: SELLER_CENTRALS,
	default: '',
	description: 'Where sellers who start here allow access',
};
