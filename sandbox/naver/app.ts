/** One own-store application: in Korea's Smart Store each belongs to exactly one store. */
export interface NaverApp {
	key: 'first' | 'second';
	clientId: string;
	/** Itself a bcrypt salt, see https://apicenter.commerce.naver.com/docs/auth */
	clientSecret: string;
	accountId: string;
	accountUid: string;
	channelNo: number;
	storeName: string;
}

export const APP: NaverApp = {
	key: 'first',
	clientId: '7dMvteboSandboxFirst01',
	clientSecret: '$2a$04$N8nSandboxSaltNo1xYz0O',
	accountId: 'sandbox-first',
	accountUid: 'ncp_1sandboxFirst0000001',
	channelNo: 500100200,
	storeName: '달빛 상점',
};

export const SECOND_APP: NaverApp = {
	key: 'second',
	clientId: '2xKqteboSandboxSecnd02',
	clientSecret: '$2a$04$N8nSandboxSaltNo2aBc1O',
	accountId: 'sandbox-second',
	accountUid: 'ncp_1sandboxSecond000002',
	channelNo: 500100201,
	storeName: '두번째 가게 "B"',
};

export const APPS: Record<NaverApp['key'], NaverApp> = { first: APP, second: SECOND_APP };
