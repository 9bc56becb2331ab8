import type {
	ApiRequest,
	ApiResponse,
	CredentialUse,
	Marketplace,
	Verdict,
} from '../../core/marketplace';

const VERDICTS: Readonly<Record<number, Verdict>> = {
	401: 'expired',
	403: 'denied',
	404: 'gone',
	418: 'blocked',
	429: 'throttled',
};

/** A marketplace that exists in no land, with the plainest rules. */
export function shop(changes: Partial<Marketplace> = {}): Marketplace {
	return {
		id: 'shop',
		displayName: 'Shop',
		credentials: { shopApi: shopCredential() },
		headers: () => ({}),
		arrayFormat: 'repeat',
		contentType: () => 'application/json',
		classify: ({ status }) => {
			if (status < 300) return 'ok';
			return VERDICTS[status] ?? (status >= 500 ? 'transient' : 'invalid');
		},
		describe: () => ({}),
		quotas: [],
		pageStyles: [],
		reservedHeaders: ['x-token'],
		requestIdHeader: 'x-request-id',
		...changes,
	};
}

export function shopCredential(changes: Partial<CredentialUse> = {}): CredentialUse {
	return {
		renewal: 'none',
		secrets: ['token'],
		connect: (fields) => ({
			baseUrl: 'https://api.shop.example/base',
			account: null,
			quotaOwner: 'me',
			token: fields.token as string | undefined,
			tokenExpiresAt: fields.expiresAt as number | undefined,
		}),
		...changes,
	};
}

export function answer(status: number, rest: Partial<ApiResponse> = {}): ApiResponse {
	return { status, headers: {}, body: {}, ...rest };
}

export const get: ApiRequest = { method: 'GET', path: '/orders' };
export const post: ApiRequest = { method: 'POST', path: '/orders', body: {} };
