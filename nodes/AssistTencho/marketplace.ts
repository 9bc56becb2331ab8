import type { ApiResponse, Marketplace, ErrorDetails, Verdict } from '../../core/marketplace';
import { object, text } from '../../core/orders/read';
import { connectByApp, connectByToken } from './access/connection';
import { errorIn, verdictOfError } from './answers';

export const assistTencho: Marketplace = {
	id: 'assistTencho',
	displayName: 'Assist Tencho',
	// `serial_order_id` counts within one shop.
	idsPerAccount: true,
	credentials: {
		assistTenchoApi: {
			authentication: 'accessToken',
			// Only to exchange a pasted code: there is no refresh.
			renewal: 'preAuthentication',
			tokenField: 'exchangedToken',
			secrets: ['accessToken', 'exchangedToken', 'clientSecret', 'authorizationCode'],
			connect: connectByToken,
		},
		assistTenchoOAuth2Api: {
			authentication: 'oAuth2',
			renewal: 'none',
			// Whatever `token_type` the vendor writes: the token belongs into the header.
			oauth2: { tokenType: 'Bearer', skipTokenRefresh: true },
			secrets: ['clientSecret', 'oauthTokenData.access_token'],
			connect: connectByApp,
		},
	},
	headers: () => ({ accept: 'application/json' }),
	contentType: () => 'application/json',
	writeBody: asciiJson,
	arrayFormat: 'repeat',
	// What is EUC-JP reads as Shift_JIS, too, but hardly the other way round.
	charsets: ['euc-jp', 'shift_jis', 'iso-2022-jp'],
	reservedHeaders: [],
	requestIdHeader: 'x-request-id',
	classify,
	describe,
	redirectsToLogin: true,
	blockedAdvice: 'Check 環境設定 > 外部アプリ連携, and whether the IP address is allowed (IP制限)',
	// The rule of the sister products; nothing is published for this one. See BEHAVIOR.md, Requests and limits.
	quotas: [{ name: 'requests', perSecond: 1, burst: 1, serial: true }],
	pageStyles: [],
};

/** JSON in which every character beyond ASCII is written as \uNNNN, as the vendor demands. */
function asciiJson(json: string): string {
	return json.replace(
		/[\u007f-\uffff]/g,
		(char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}

function classify({ status, body }: ApiResponse): Verdict {
	if (status < 400) {
		const told = errorIn(body);
		return told === undefined ? 'ok' : verdictOfError(told);
	}
	if (status === 401 || status === 403) return 'denied';
	if (status === 404) return 'gone';
	if (status === 429) return 'throttled';
	return status >= 500 ? 'transient' : 'invalid';
}

/** Nobody has published what an error looks like; common names are tried, and a text is shown as it is. */
function describe({ status, body, headers }: ApiResponse): ErrorDetails {
	const told = errorIn(body);
	const said =
		told?.message ?? told?.code ?? text(object(body).message) ?? text(body)?.slice(0, 200);
	const isRedirect = status >= 300 && status < 400;
	const isDenied = status < 400 && told !== undefined && verdictOfError(told) === 'denied';
	return {
		message: isRedirect
			? `Assist Tencho redirected to ${hostOf(headers.location)}, probably to the login page`
			: undefined,
		said: isRedirect ? undefined : said,
		advice:
			isRedirect || isDenied || status === 401 || status === 403
				? 'The access has ended, or the IP address is not allowed (IP制限): authorize again, and check 環境設定 > 外部アプリ連携'
				: status === 404
					? "Check 'Base URL': it usually has a path, e.g. https://asp001.assist-tencho.com/shop"
					: undefined,
		code: told?.code ?? undefined,
	};
}

function hostOf(location: string | undefined): string {
	return location !== undefined && URL.canParse(location) ? new URL(location).host : 'another page';
}
