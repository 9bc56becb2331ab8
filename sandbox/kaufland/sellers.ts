/** One account with its key pair, which is good for all its storefronts and never expires. */
export interface Seller {
	key: 'first' | 'second';
	clientKey: string;
	/** Looks like hexadecimal digits, and is used as the text that it is. */
	secretKey: string;
}

export const SELLER: Seller = {
	key: 'first',
	clientKey: '5a6e0d3c9b7f48219e4c1d2f8a0b6c57',
	secretKey: 'c41f9a2e7b30d85614ef0a9c3d72b6581f4e9d03a7c2b68590e1d4f37a82c6b5',
};

export const SECOND_SELLER: Seller = {
	key: 'second',
	clientKey: '0f9d8c7b6a5e4d3c2b1a09f8e7d6c5b4',
	secretKey: '7e2d5c8b1a4f0936d5e8c2b7a1f4093d6e5c8b2a7f1d4e0963c5b8a2f7e1d409',
};
