import type { SalesChannel } from '../../../core/accounts/account';
import type { AccountSource } from '../../../core/accounts/check';
import type { AccountInquiry } from '../../../core/accounts/inquiry';
import { object, text } from '../../../core/orders/read';
import { pages, styleOf } from '../../../core/lists/pages';
import { bigCommerce } from '../marketplace';

const [WRITE, READ] = ['store_v2_orders', 'store_v2_orders_read_only'];

/** What the writes need, by what they change. */
const WRITING: ReadonlyArray<readonly [string, string]> = [
	['orders', WRITE],
	['stock', 'store_inventory'],
	['prices', 'store_v2_products'],
];

/** The store, its channels, and for a token that does not tell its scopes a count of orders. */
export const accounts: AccountSource = {
	renews: false,
	advice: {},
	// See BEHAVIOR.md, Signing in.
	begin(inquiry) {
		inquiry.roles = [];
		inquiry.tokenBasis = 'A token of BigCommerce has no end';
		inquiry.secret = { expiresAt: null, basis: 'A client secret of BigCommerce has no end' };
		inquiry.authorization = {
			expiresAt: null,
			basis: 'It ends with its API account, or when the app is removed from the store',
		};
		inquiry.scopes = inquiry.setting('scopes')?.split(' ') ?? null;
		inquiry.explain('The API does not return the scopes of a store-level token', 'scopes');
		const { scopes } = inquiry;
		const missing = WRITING.filter(([, scope]) => scopes?.includes(scope) === false);
		inquiry.canWrite = scopes && missing.length === 0;
		const named = missing.map(([things, scope]) => `${things} (${scope})`).join(' and ');
		inquiry.explain(
			scopes === null
				? "The API does not return the scopes of a store-level token. Shipping, cancelling and setting a status need 'Orders: modify', stock needs 'Store Inventory: modify', prices need 'Products: modify'"
				: `The app may not change ${named}. Add the scope to the app and to 'Permissions' of the credential, and connect again`,
			'canWrite',
		);
	},
	async ask(inquiry) {
		await askStore(inquiry);
		await askChannels(inquiry);
		await checkOrders(inquiry);
	},
};

async function askStore(inquiry: AccountInquiry): Promise<void> {
	const path = '/v2/store';
	const answer = await inquiry.ifAllowed(async () => await inquiry.send({ method: 'GET', path }));
	inquiry.name = text(object(answer?.body).name);
	inquiry.explain('The token lacks the scope store_v2_information_read_only', 'name');
}

async function askChannels(inquiry: AccountInquiry): Promise<void> {
	const request = { method: 'GET', path: '/v3/channels' } as const;
	const read = async () => {
		const found: SalesChannel[] = [];
		for await (const { items } of pages(inquiry.send, request, styleOf(bigCommerce, request.path)))
			found.push(...items.map((item) => toPlace(object(item))));
		return found;
	};
	inquiry.marketplaces = (await inquiry.ifAllowed(read)) ?? null;
	inquiry.explain('The token lacks the scope store_channel_settings_read_only', 'marketplaces');
}

function toPlace({ id, name }: Record<string, unknown>): SalesChannel {
	return { id: text(id) ?? '', name: text(name), countryCode: null };
}

async function checkOrders(inquiry: AccountInquiry): Promise<void> {
	const { scopes, send } = inquiry;
	if (scopes === null) {
		const path = '/v2/orders/count';
		await inquiry.needs('scopeMissing', async () => await send({ method: 'GET', path }));
		return;
	}
	if (scopes.includes(READ) || scopes.includes(WRITE)) return;
	inquiry.found(
		'scopeMissing',
		`The app may not read orders (${READ})`,
		"Add the scope to the app and to 'Permissions' of the credential, and connect again",
	);
}
