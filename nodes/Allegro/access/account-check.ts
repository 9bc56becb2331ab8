import type { AccountSource } from '../../../core/accounts/check';
import type { AccountInquiry } from '../../../core/accounts/inquiry';
import type { SalesChannel, WarningCode } from '../../../core/accounts/account';
import { object, text } from '../../../core/orders/read';
import { TokenError, type ResponseError } from '../../../core/request/errors';

const PROFILE = 'allegro:api:profile:read';
const ORDERS = 'allegro:api:orders:read';

/** What the writes need, by what they change. Offers are looked at before they are changed. */
const WRITING: ReadonlyArray<readonly [string, readonly string[]]> = [
	['orders', ['allegro:api:orders:write']],
	['offers', ['allegro:api:sale:offers:read', 'allegro:api:sale:offers:write']],
];

const GRANT =
	"Tick the permission in the application at apps.developer.allegro.pl, open the credential and press 'Reconnect'";

const SITES: Readonly<Record<string, Omit<SalesChannel, 'id'>>> = {
	'allegro-pl': { name: 'Allegro Poland', countryCode: 'PL' },
	'allegro-cz': { name: 'Allegro Czechia', countryCode: 'CZ' },
	'allegro-sk': { name: 'Allegro Slovakia', countryCode: 'SK' },
	'allegro-hu': { name: 'Allegro Hungary', countryCode: 'HU' },
	'allegro-business-cz': { name: 'Allegro Business Czechia', countryCode: 'CZ' },
};

/** `GET /me`; without the permission for it, or where the token hides its scopes, also a call about orders. */
export const accounts: AccountSource = {
	renews: true,
	advice: {
		authorization:
			"Each renewal of the access token extends this by three months: run a workflow with this credential before that day. After it, open the credential and press 'Reconnect'",
	},
	reading,
	// See BEHAVIOR.md, Signing in.
	begin(inquiry) {
		inquiry.roles = [];
		inquiry.secret = {
			expiresAt: null,
			basis:
				'A client secret does not expire. Allegro deletes a key that is not used for 12 months',
		};
		inquiry.explain('The token does not contain its scopes', 'scopes', 'canWrite');
		inquiry.explain(
			'The refresh token does not contain its expiry date',
			'authorization.expiresAt',
		);
	},
	async ask(inquiry) {
		try {
			await askWho(inquiry);
		} finally {
			// Last: the tokens may have been renewed on the way.
			readTokens(inquiry);
		}
		checkReading(inquiry);
		checkWriting(inquiry);
	},
};

async function askWho(inquiry: AccountInquiry): Promise<void> {
	const answer = await inquiry.ifAllowed(
		async () => await inquiry.send({ method: 'GET', path: '/me' }),
	);
	const scopes = scopesOf(inquiry);
	const askOrders = async () => await inquiry.send({ method: 'GET', path: '/order/event-stats' });
	if (answer) {
		readProfile(inquiry, object(answer.body));
		if (scopes === null) await inquiry.needs('scopeMissing', askOrders);
		return;
	}
	inquiry.explain(
		`The application may not read the profile (${PROFILE})`,
		'account',
		'name',
		'marketplaces',
	);
	if (scopes === null || scopes.includes(ORDERS)) await askOrders();
}

function readProfile(inquiry: AccountInquiry, profile: Record<string, unknown>): void {
	const site = text(object(profile.baseMarketplace).id);
	inquiry.account = text(profile.id) ?? inquiry.account;
	inquiry.name = text(profile.login);
	// One token serves all sites; the profile names the seller's own. See BEHAVIOR.md, Signing in.
	inquiry.marketplaces =
		site === null ? null : [{ id: site, ...(SITES[site] ?? { name: null, countryCode: null }) }];
}

function scopesOf(inquiry: AccountInquiry): string[] | null {
	const written = inquiry.setting('scopes');
	return written === undefined ? null : written.split(' ');
}

function readTokens(inquiry: AccountInquiry): void {
	inquiry.scopes = scopesOf(inquiry);
	const endsAt = inquiry.setting('authorizationEndsAt');
	if (endsAt === undefined) return;
	inquiry.authorization = {
		expiresAt: endsAt,
		basis: 'Three months after the last renewal of the access token',
	};
}

function checkReading(inquiry: AccountInquiry): void {
	if (inquiry.scopes === null || inquiry.scopes.includes(ORDERS)) return;
	inquiry.found('scopeMissing', `The application may not read orders (${ORDERS})`, GRANT);
}

/** Whoever only reads orders does not need it, so it is no warning. */
function checkWriting(inquiry: AccountInquiry): void {
	if (inquiry.scopes === null) return;
	const { scopes } = inquiry;
	const missing = WRITING.flatMap(([things, needed]) => {
		const lacking = needed.filter((scope) => !scopes.includes(scope));
		return lacking.length > 0 ? [`${things} (${lacking.join(', ')})`] : [];
	});
	inquiry.canWrite = missing.length === 0;
	inquiry.explain(`The application may not change ${missing.join(' and ')}. ${GRANT}`, 'canWrite');
}

/** What the token endpoint refuses: the application, or this server. See BEHAVIOR.md, Signing in. */
function reading(error: ResponseError | TokenError): WarningCode | undefined {
	if (!(error instanceof TokenError) || error.transient) return undefined;
	const { reason = '' } = error;
	if (/^(invalid_client|unauthorized)/.test(reason)) return 'clientRefused';
	return reason === 'status 403' ? 'blocked' : undefined;
}
