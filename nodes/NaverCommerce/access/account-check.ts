import type { SalesChannel, WarningCode } from '../../../core/accounts/account';
import type { AccountSource } from '../../../core/accounts/check';
import type { AccountInquiry } from '../../../core/accounts/inquiry';
import { list, object, text } from '../../../core/orders/read';
import { clock } from '../../../core/request/clock';
import { raise, ResponseError, TokenError } from '../../../core/request/errors';
import { kst } from '../orders/time';

const FEED = '/v1/pay-order/seller/product-orders/last-changed-statuses';
const RECENT_MS = 60_000;

/** The account, its channels, the order API and the product API: applications have API groups, which nothing lists. */
export const accounts: AccountSource = {
	renews: true,
	advice: {},
	// A signature must not be from the future, nor older than five minutes.
	// See https://github.com/commerce-api-naver/commerce-api/discussions/357.
	clockTolerance: { ahead: 3, behind: 240 },
	reading,
	begin(inquiry) {
		inquiry.roles = [];
		inquiry.explain('Naver does not return the API groups of an application', 'scopes');
		inquiry.explain(
			'Naver does not return the API groups of an application. Writes to orders need 주문 판매자, stock and prices need 상품',
			'canWrite',
		);
		inquiry.secret = { expiresAt: null, basis: 'Naver names no end of an application secret' };
		inquiry.authorization = {
			expiresAt: null,
			basis: 'There is none: whoever has the application secret has access',
		};
	},
	async ask(inquiry) {
		const isAccepted = await askAccount(inquiry);
		await askChannels(inquiry);
		await checkOrders(inquiry, isAccepted);
		if (isAccepted) await checkProducts(inquiry);
	},
};

/** What a call of an API group that was not chosen gets is not documented. */
function lacksGroup(error: unknown): boolean {
	if (!(error instanceof ResponseError) || error.verdict === 'blocked') return false;
	return [401, 403, 404].includes(error.response.status);
}

/** Whether the token was accepted. */
async function askAccount(inquiry: AccountInquiry): Promise<boolean> {
	const path = '/v1/seller/account';
	const read = async () => await inquiry.send({ method: 'GET', path });
	const answer = await inquiry.ifAllowed(read, lacksGroup);
	const { accountId, accountUid } = object(answer?.body);
	inquiry.account = text(accountId) ?? text(accountUid) ?? inquiry.account;
	inquiry.explain('The application lacks the API group 판매자정보', 'account');
	return answer !== undefined;
}

async function askChannels(inquiry: AccountInquiry): Promise<void> {
	const path = '/v1/seller/channels';
	const read = async () => await inquiry.send({ method: 'GET', path });
	const answer = await inquiry.ifAllowed(read, lacksGroup);
	inquiry.explain('The application lacks the API group 판매자정보', 'name', 'marketplaces');
	if (!answer) return;
	// Documented as one object, in truth a list. See BEHAVIOR.md, Access.
	const channels = Array.isArray(answer.body) ? list(answer.body) : [object(answer.body)];
	inquiry.marketplaces = channels.map(object).map(toPlace);
	inquiry.name = inquiry.marketplaces[0]?.name ?? null;
}

function toPlace({ channelNo, name }: Record<string, unknown>): SalesChannel {
	return { id: text(channelNo) ?? '', name: text(name), countryCode: 'KR' };
}

/** A token that was accepted a moment ago has not ended. */
async function checkOrders(inquiry: AccountInquiry, isAccepted: boolean): Promise<void> {
	try {
		await inquiry.needs('scopeMissing', async () => await askOrders(inquiry));
	} catch (error) {
		if (!isAccepted || !lacksGroup(error)) return raise(error);
		inquiry.found(
			'scopeMissing',
			'The application may not read orders (주문 판매자)',
			'Add the API group 주문 판매자 to the application in the Commerce API Center (커머스API센터)',
		);
	}
}

/** Orders can be read without products, so it is no warning. */
async function checkProducts(inquiry: AccountInquiry): Promise<void> {
	const body = { page: 1, size: 1 };
	const read = async () =>
		await inquiry.send({ method: 'POST', path: '/v1/products/search', body, idempotent: true });
	if (await inquiry.ifAllowed(read, lacksGroup)) return;
	inquiry.canWrite = false;
	inquiry.explain(
		'The application lacks the API group 상품, which stock and prices need. Add it in the Commerce API Center (커머스API센터)',
		'canWrite',
	);
}

async function askOrders({ send }: AccountInquiry): Promise<void> {
	const query = { lastChangedFrom: kst(clock.now() - RECENT_MS), limitCount: 1 };
	await send({ method: 'GET', path: FEED, query });
}

function reading(error: ResponseError | TokenError): WarningCode | null | undefined {
	if (error instanceof TokenError) {
		if (error.transient) return null;
		if (error.reason === 'GW.IP_NOT_ALLOWED') return 'ipNotAllowed';
		if (error.blocked || error.reason === 'GW.QUOTA_LIMIT') return 'blocked';
		return /clock of this server/.test(error.description) ? 'clockSkew' : 'clientRefused';
	}
	const code = text(object(error.response.body).code);
	if (code === 'GW.IP_NOT_ALLOWED') return 'ipNotAllowed';
	// Maintenance passes by itself.
	return code === 'GW.BLOCK.02' ? null : undefined;
}
