import type { IDataObject, INodePropertyCollection } from 'n8n-workflow';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApiRequest, ApiResponse, Verdict } from '../../../core/marketplace';
import type { Call } from '../../../core/operations/call';
import { AccountInquiry } from '../../../core/accounts/inquiry';
import { clock } from '../../../core/request/clock';
import {
	InvalidInputError,
	ListError,
	ResponseError,
	TokenError,
} from '../../../core/request/errors';
import { accounts, WARN_DAYS } from '../../../nodes/AssistTencho/access/account-check';
import { orderFilters, orders } from '../../../nodes/AssistTencho/orders/list';
import { searchParameters } from '../../../nodes/AssistTencho/orders/search-parameters';
import { failureOf } from '../../kit/failure';
import { rowsOf } from '../../kit/form';
import { ScriptedCall } from '../feeds/scripted-call';

const PATH = '/api/v1/orders.php';
const ACCOUNT = 'asp001.assist-tencho.com/shop';

/** A shop that gives one answer, and what the node says beside it. */
function shop(body: unknown, parameters: IDataObject = {}, status = 200) {
	const asked: ApiRequest[] = [];
	const hints: string[] = [];
	const call = {
		client: {
			send: async (request: ApiRequest): Promise<ApiResponse> => {
				asked.push(request);
				return { status, headers: {}, body };
			},
			connection: { account: ACCOUNT },
		},
		parameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		collection: (name: string) => parameters[name] ?? {},
		hint: (message: string) => void hints.push(message),
	} as unknown as Call;
	const list = async () => {
		const found = [];
		for await (const page of orders.list(call, Infinity)) found.push(page);
		return found;
	};
	return { call, asked, hints, list };
}

describe('a search', () => {
	it('asks once, and gives what came in its order', async () => {
		const { asked, hints, list } = shop([{ serial_order_id: 7 }, { serial_order_id: 5 }]);
		const [found, ...more] = await list();
		expect(more).toEqual([]);
		expect(found.map((raw) => orders.asSent(raw))).toEqual([
			...[[{ serial_order_id: 7 }], [{ serial_order_id: 5 }]],
		]);
		expect(found.map((raw) => orders.id(raw))).toEqual(['0', '1']);
		expect(asked).toEqual([{ method: 'GET', path: PATH, query: {} }]);
		expect(hints).toEqual([]);
	});

	it('sends the parameters as they are, and the number of an order last', async () => {
		const parameter = [
			{ name: ' date_from ', value: ' 2026/01/01 ' },
			{ name: 'shop', value: 3 },
			{ name: 'empty' },
			{ name: 'serial_order_id', value: '9' },
		];
		const { asked, list } = shop([], {
			parameters: { parameter },
			filters: { serialOrderId: ' 5 ' },
		});
		await list();
		expect(asked[0].query).toEqual({
			...{ date_from: ' 2026/01/01 ', shop: '3', empty: '', serial_order_id: '5' },
		});
	});

	it('needs a name for each parameter', async () => {
		const { asked, list } = shop([], { parameters: { parameter: [{ name: ' ', value: 'x' }] } });
		const failure = await failureOf(list());
		expect(failure).toBeInstanceOf(InvalidInputError);
		expect((failure as Error).message).toContain("'Name'");
		expect(asked).toEqual([]);
	});

	it.each<[string, unknown, IDataObject, number[]]>([
		['a list', [{ n: 1 }, { n: 2 }], {}, [1, 2]],
		['an empty list', [], {}, []],
		['an object', { n: 1 }, {}, [1]],
		['a list with gaps', { 0: { n: 1 }, 2: { n: 2 } }, {}, [1, 2]],
		['a list with other things in it', [{ n: 1 }, null, 'x', 7, { n: 2 }], {}, [1, 2]],
		['a list in a field', { found: [{ n: 1 }] }, { splitProperty: 'found' }, [1]],
		['an empty list in a field', { found: [] }, { splitProperty: ' found ' }, []],
		['a list with gaps in a field', { found: { 1: { n: 1 } } }, { splitProperty: 'found' }, [1]],
	])('reads %s', async (_name, body, parameters, expected) => {
		const [found] = await shop(body, parameters).list();
		expect(found.map(({ sent }) => (sent as { n: number }).n)).toEqual(expected);
	});

	it('finds nothing where the vendor answers with nothing', async () => {
		expect(await shop('', {}, 204).list()).toEqual([[]]);
	});

	it.each<[unknown, IDataObject, string]>([
		['text', {}, 'neither a list nor an object'],
		['', {}, 'neither a list nor an object'],
		[null, {}, 'neither a list nor an object'],
		[7, {}, 'neither a list nor an object'],
		[{ found: { a: 1 } }, { splitProperty: 'found' }, "no list 'found'"],
		[{ found: 'x' }, { splitProperty: 'found' }, "no list 'found'"],
		[{ other: [] }, { splitProperty: 'found' }, "no list 'found'"],
		[[{ n: 1 }], { splitProperty: 'found' }, "no list 'found'"],
	])('is refused with %j and %j', async (body, parameters, told) => {
		const failure = await failureOf(shop(body, parameters).list());
		expect(failure).toBeInstanceOf(ListError);
		expect((failure as Error).message).toContain(told);
	});

	it.each([
		[0, 0],
		[1, 0],
		[499, 0],
		[500, 1],
		[501, 0],
		[999, 0],
		[1000, 1],
	])('of %i orders warns %i times of a list that was cut', async (count, times) => {
		const { hints, list } = shop(Array.from({ length: count }, (_unused, n) => ({ n })));
		const [found] = await list();
		expect(found).toHaveLength(count);
		expect(hints).toHaveLength(times);
		for (const hint of hints) expect(hint).toContain(`Exactly ${count} entries`);
	});

	it('gives each order with the shop that it is of', async () => {
		const { call, list } = shop([{ serial_order_id: 7 }]);
		const [[raw]] = await list();
		expect(orders.toOrder(raw, call)).toMatchObject({ id: '7', account: ACCOUNT });
	});
});

describe('one order', () => {
	it('is searched for by its number', async () => {
		const { call, asked } = shop([{ serial_order_id: 5 }, { serial_order_id: 6 }]);
		const found = await orders.get(call, '5');
		expect(orders.asSent(found)).toEqual([{ serial_order_id: 5 }]);
		expect(orders.id(found)).toBe('0');
		expect(asked).toEqual([{ method: 'GET', path: PATH, query: { serial_order_id: '5' } }]);
	});

	it.each([
		[[], 200],
		['', 204],
	])('that is not there is told so: %j %i', async (body, status) => {
		const failure = await failureOf(orders.get(shop(body, {}, status).call, '5'));
		expect(failure).toBeInstanceOf(InvalidInputError);
		expect((failure as Error).message).toBe("Order '5' was not found");
	});
});

it('offers one filter, and any parameter beside it', () => {
	expect(rowsOf(orderFilters.map(({ property }) => property))).toEqual([
		['serialOrderId', 'string', ''],
	]);
	expect(rowsOf(searchParameters)).toEqual([
		['parameters', 'fixedCollection', {}, 'multipleValues'],
		['splitProperty', 'string', ''],
	]);
	const [{ name, values }] = searchParameters[0].options as INodePropertyCollection[];
	expect(name).toBe('parameter');
	expect(rowsOf(values)).toEqual([
		['name', 'string', ''],
		['value', 'string', ''],
	]);
});

describe('the check of an account', () => {
	const NOW = Date.parse('2026-03-01T08:00:00Z');
	beforeEach(() => void vi.spyOn(clock, 'now').mockReturnValue(NOW));

	function begun(settings: Record<string, string> = {}) {
		const scripted = new ScriptedCall(() => [], NOW);
		const inquiry = new AccountInquiry(scripted.call, () => undefined);
		inquiry.setting = (name) => settings[name];
		accounts.begin(inquiry);
		return { inquiry, scripted };
	}

	it('knows without asking that the vendor tells next to nothing', () => {
		const { inquiry, scripted } = begun();
		expect(inquiry).toMatchObject({
			...{ roles: [], name: null, scopes: null, marketplaces: null, tokenBasis: null },
			secret: { expiresAt: null, basis: 'The vendor names no end' },
			authorization: { expiresAt: null, basis: null },
		});
		const fields = [
			...['name', 'marketplaces', 'scopes', 'token.expiresAt', 'authorization.expiresAt'],
			'other',
		];
		expect(inquiry.unknown(fields).map(({ reason }) => reason)).toEqual([
			'The vendor has no API call for this',
			'The vendor has no API call for this',
			'The vendor sends an empty scope',
			'The vendor names no end',
			"Enter 'Authorized At' in the credential: the vendor does not provide it",
			'The marketplace does not provide it',
		]);
		expect(scripted.asked).toEqual([]);
	});

	it('expects the authorization to end thirty days after the day that was entered', () => {
		const { authorization } = begun({ authorizedAt: '2026-02-10T00:00:00Z' }).inquiry;
		expect(authorization.expiresAt).toBe('2026-03-12T00:00:00.000Z');
		expect(authorization.basis).toContain('once a month');
		expect(() => begun({ authorizedAt: '2026-03-02T00:00:00Z' })).toThrow("'Authorized At'");
	});

	it('warns a week ahead, of what the user has to do by hand', () => {
		expect(WARN_DAYS).toBe(7);
		expect(accounts).toMatchObject({ warnDays: 7, renews: false });
		expect(accounts.advice.authorization).toContain('Connect the credential again');
	});

	it('asks for one order at most', async () => {
		const { inquiry, scripted } = begun();
		await accounts.ask(inquiry);
		expect(scripted.asked).toEqual([{ method: 'GET', path: PATH, query: { serial_order_id: 1 } }]);
	});

	const refused = (verdict: Verdict, status: number, body: unknown = {}) =>
		new ResponseError({ status, headers: {}, body }, verdict, PATH);

	it.each([
		[refused('gone', 200), true],
		[refused('gone', 399), true],
		// Another page than that of the API.
		[refused('gone', 400), false],
		[refused('gone', 404), false],
		[refused('denied', 200), false],
		[refused('invalid', 200), false],
		[new TokenError('x', 'y'), false],
	])('%# takes "no such order" for a good sign, and nothing else', async (error, isGood) => {
		const send = async () => await Promise.reject(error);
		const asked = accounts.ask({ send } as unknown as AccountInquiry);
		if (isGood) await expect(asked).resolves.toBeUndefined();
		else expect(await failureOf(asked)).toBe(error);
	});

	it.each([
		[200, '<html><body>Login</body></html>', 'accessEnded'],
		[200, '<!DOCTYPE html><HTML>', 'accessEnded'],
		[200, ' <HTML lang="ja">', 'accessEnded'],
		[200, 'Fatal error', undefined],
		[200, { message: 'x' }, undefined],
		[404, '<html>Not Found</html>', undefined],
		[500, '<html>Oops</html>', undefined],
	])('takes a page in place of data for the login: %i %j', (status, body, code) => {
		expect(accounts.reading?.(refused('transient', status, body))).toBe(code);
		expect(accounts.reading?.(new TokenError('<html>', 'y'))).toBeUndefined();
	});
});
