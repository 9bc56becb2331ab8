import { describe, expect, it } from 'vitest';
import type { ApiResponse, Verdict } from '../../../core/marketplace';
import { assistTencho } from '../../../nodes/AssistTencho/marketplace';

const answer = (body: unknown, status = 200, headers = {}): ApiResponse => ({
	...{ status, headers, body },
});
const verdict = (body: unknown) => assistTencho.classify(answer(body));
const told = (body: unknown, status = 200, headers = {}) =>
	assistTencho.describe(answer(body, status, headers), '/api/v1/orders.php');

/** A field that nobody knows, so that what stands beside it is no message alone. */
const OTHER = { 番号: '1' };
const fields = (count: number) =>
	Object.fromEntries(Array.from({ length: count }, (_unused, i) => [`field_${i}`, 'x']));

describe('a name of an error', () => {
	it.each([
		...['error', 'errors', 'error_code', 'error_message', 'error_msg', 'error_description'],
		...['error_no', 'err', 'err_code', 'err_message', 'err_msg'],
		...['エラー', 'エラーコード', 'エラーメッセージ', 'エラー内容'],
		...['errorCode', 'ErrorMessage', 'Error Code', 'ERROR-NO', 'error  msg'],
	])('is %s', (name) => expect(verdict({ [name]: 'E9', ...OTHER })).toBe('invalid'));

	it.each(['error_count', 'warning', 'terror', 'エラー件数'])('is not %s', (name) =>
		expect(verdict({ [name]: 'E9', ...OTHER })).toBe('ok'),
	);

	it.each([
		...['', ' ', '0', '00', '-', '--', 'false', 'FALSE', 'none', 'None', 'null', 'n/a', 'na'],
		...['no', 'no error', 'No errors', 'no_error', 'no-error', 'noerror', 'without errors'],
		...['ok', 'OK.', 'success', 'successful', 'successfully', ' success '],
		...['なし', '無し', 'ありません', 'エラーなし', 'エラーはありません。', 'エラーがありません'],
		...['正常', '正常終了', '正常に終了', '正常に終了しました', '正常終了しました。'],
		...[null, undefined, 0, false, [], {}, [0, null], { code: 0, message: 'なし' }],
	])('says nothing with %j', (value) => expect(verdict({ error: value, ...OTHER })).toBe('ok'));

	it.each([
		...['1', '10', 'no coupon', 'not ok', 'ok?', 'nonesuch', 'falsehood', 'null pointer', 'x'],
		...['エラー', 'エラーは不明', '正常ではない', 'unsuccessful', '-1', 1, true, [1], { code: 1 }],
	])('says something with %j', (value) =>
		expect(verdict({ error: value, ...OTHER })).toBe('invalid'),
	);
});

describe('the name of a state', () => {
	it.each(['status', 'state', 'result', 'result_status', 'status_code', 'code', 'resultStatus'])(
		'is %s',
		(name) => {
			expect(verdict({ [name]: 'NG', ...OTHER })).toBe('invalid');
			expect(told({ [name]: 'NG', ...OTHER }).said).toBe('NG');
			// Beside a message, any other word but a good one.
			expect(verdict({ [name]: 'odd', message: 'hello' })).toBe('invalid');
			expect(verdict({ [name]: 'ok', message: 'hello' })).toBe('ok');
			expect(verdict({ [name]: { 番号: '1' }, message: 'hello' })).toBe('ok');
			expect(verdict({ [name]: 'NG', order_no: '7' })).toBe('ok');
		},
	);

	it.each(['stage', 'results', 'エラー率'])('is not %s', (name) =>
		expect(verdict({ [name]: 'NG', ...OTHER })).toBe('ok'),
	);

	it.each([
		...['error', 'ERROR', 'err', 'ng', 'fail', 'failed', 'failure', 'false', false],
		...['400', 404, '599'],
	])('has failed with %j', (state) => expect(verdict({ status: state, ...OTHER })).not.toBe('ok'));

	it.each(['unauthorized', 'forbidden', 'denied', 401, '403'])(
		'has ended the access with %j',
		(state) => expect(verdict({ status: state, ...OTHER })).toBe('denied'),
	);

	it.each(['errors', 'strange', 'ngo', '399', '600', '4040', '1400', 'no failure', null, 200])(
		'has not failed with %j',
		(state) => expect(verdict({ status: state, ...OTHER })).toBe('ok'),
	);

	it.each(['ok', 'OK', 'success', 'successful', 'true', true, 200, '299', 0, '0'])(
		'is good with %j, whatever the message says',
		(state) => expect(verdict({ status: state, message: 'hello' })).toBe('ok'),
	);

	it.each(['okay', 'untrue', '300', '2000', '00', 'successes', 1])(
		'is not known to be good with %j',
		(state) => expect(verdict({ status: state, message: 'hello' })).toBe('invalid'),
	);

	it.each(['success', 'ok'])('of %s is a flag', (name) => {
		for (const bad of [false, 'false', 'FALSE', 0, '0'])
			expect(verdict({ [name]: bad, ...OTHER })).toBe('invalid');
		for (const good of [true, 'true', 1, 'no', '10', 'not false', null])
			expect(verdict({ [name]: good, ...OTHER })).toBe('ok');
	});
});

describe('the name of a message', () => {
	const NAMES = [
		...['error_description', 'error_message', 'error_msg', 'message', 'messages', 'msg', 'detail'],
		...['err_message', 'err_msg', 'エラーメッセージ', 'エラー内容', 'メッセージ'],
	];

	it.each(NAMES)('is %s', (name) => {
		expect(verdict({ [name]: 'hello' })).toBe('invalid');
		expect(told({ [name]: 'hello' }).said).toBe('hello');
		expect(told({ error_code: 'E9', [name]: 'hello' })).toMatchObject({
			...{ said: 'hello', code: 'E9' },
		});
		expect(told({ error_code: 'E9', [name]: ['hello', 'more'] }).said).toBe('hello');
		expect(told({ error_code: 'E8', [name]: [{ code: 'E9', msg: 'hello' }] })).toMatchObject({
			...{ said: 'hello', code: 'E9' },
		});
		// A list of objects beside an error is no list of orders.
		expect(verdict({ error: 'E9', [name]: [{ msg: 'hello' }] })).toBe('invalid');
	});

	it.each(NAMES.slice(3, 7).concat('メッセージ'))(
		'%s beside fields that nobody knows is none of an error',
		(name) => expect(verdict({ [name]: 'hello', ...OTHER })).toBe('ok'),
	);

	it.each([
		{ status: 'odd' },
		{ message: null },
		{ message: '' },
		{ status: 'odd', message: null },
	])('says nothing: %j', (body) => expect(verdict(body)).toBe('ok'));

	it('counts before the word of the error itself', () => {
		expect(told({ error: 'E9', error_description: 'first', message: 'second' })).toMatchObject({
			...{ said: 'first', code: 'E9' },
		});
	});
});

describe('the name of a code', () => {
	it.each([
		...['error_code', 'err_code', 'error_no', 'エラーコード', 'error', 'err', 'code'],
		'status_code',
	])('is %s', (name) => {
		expect(told({ [name]: 'E9', message: 'hello' })).toMatchObject({
			...{ code: 'E9', said: 'hello' },
		});
	});

	it('counts in this order: one for codes, the word of the error, one for anything', () => {
		const all = { code: 'c', error: 'b', error_code: 'a', status: 'NG', message: 'hello' };
		expect(told(all).code).toBe('a');
		expect(told({ ...all, error_code: null }).code).toBe('b');
		expect(told({ ...all, error_code: null, error: null }).code).toBe('c');
		expect(told({ status: 'NG', message: 'hello' }).code).toBe('NG');
		expect(told({ message: 'hello' }).code).toBeUndefined();
	});

	it.each(['errors', 'error', 'err', 'エラー'])('may be inside of %s', (name) => {
		for (const value of [{ code: 'E9', message: 'hello' }, [{ code: 'E9', message: 'hello' }]]) {
			expect(told({ [name]: value })).toMatchObject({ code: 'E9', said: 'hello' });
		}
		expect(told({ [name]: 'hello' }).said).toBe('hello');
		expect(told({ [name]: ['hello', 'more'] }).said).toBe('hello');
	});
});

describe('an error in an envelope', () => {
	it.each([
		...['response', 'result', 'results', 'data', 'body', 'root', 'header', 'head', 'meta'],
		'status',
	])('is found in %s', (name) => {
		expect(verdict({ [name]: { error: 'invalid_token' }, ...OTHER })).toBe('denied');
		expect(verdict({ [name]: [{ error: 'invalid_token' }], ...OTHER })).toBe('denied');
	});

	it('is found in two of them, and not in three', () => {
		const inner = { error: 'invalid_token' };
		expect(verdict({ response: { result: inner } })).toBe('denied');
		expect(verdict([{ response: inner }])).toBe('denied');
		expect(verdict({ response: { result: { data: inner } } })).toBe('ok');
		expect(verdict({ payload: inner })).toBe('ok');
	});

	it('is no error of an order, nor of an object with more fields than an answer has', () => {
		const data = { error: 'invalid_token' };
		expect(verdict({ data, ...fields(9) })).toBe('denied');
		expect(verdict({ data, ...fields(10) })).toBe('ok');
		expect(verdict({ data, order_no: '7' })).toBe('ok');
		expect(verdict({ error: 'E9', ...fields(9) })).toBe('invalid');
		expect(verdict({ error: 'E9', ...fields(10) })).toBe('ok');
	});
});

describe('a field of an order', () => {
	it.each([
		...['serial_order_id', 'order_id', 'order_no', 'order_number', 'order_code'],
		...['order_date', 'order_datetime', 'ordered_at'],
		...['total_amount', 'order_total', 'total_price', 'payment_total'],
		...['customer_name', 'order_name', 'orderer_name'],
		...['order_details', 'order_items', 'details', 'items', 'orderNo', 'ORDER_DATE'],
	])('is %s: a bad state is that of the order', (name) => {
		expect(verdict({ [name]: 'x1', status: 'error' })).toBe('ok');
		expect(verdict({ [name]: 'x1', message: 'hello' })).toBe('ok');
		// An error may name what was asked for; with one more it is an order.
		expect(verdict({ [name]: 'x1', error: 'E9' })).toBe('invalid');
		expect(verdict({ [name]: 'x1', error: 'E9', total_amount: 5, order_no: 7 })).toBe('ok');
		expect(verdict({ [name]: '', status: 'error' })).toBe('invalid');
	});
});

describe('a list', () => {
	it('is an error where each entry is one, or one names itself so', () => {
		expect(verdict([{ status: 'error' }])).toBe('invalid');
		expect(verdict([{ status: 'error' }, { status: 'ok' }])).toBe('ok');
		expect(verdict([{ status: 'error' }, { status: 'error' }, 'text'])).toBe('ok');
		expect(verdict([{ 番号: '1' }, { error: 'invalid_token' }])).toBe('denied');
		expect(verdict([null, 7])).toBe('ok');
	});

	it('beside an error is of orders if it holds objects', () => {
		expect(verdict({ error: 'E9', entries: [{ 番号: '1' }] })).toBe('ok');
		expect(verdict({ error: 'E9', entries: ['a', { 番号: '1' }] })).toBe('ok');
		expect(verdict({ error: 'E9', entries: ['a'] })).toBe('invalid');
		expect(verdict({ error: 'E9', errors: [{ field: 'x' }] })).toBe('invalid');
	});
});

describe('the words of an error', () => {
	it.each<[Verdict, string[]]>([
		[
			'throttled',
			[
				...['too many requests', 'too_many_requests', 'TooManyCalls', 'rate limit', 'rate_limit'],
				...['ratelimit exceeded', 'throttled', 'アクセス過多です', 'アクセス制限中', 'HTTP 429'],
				...['token rate limit', '429 server error'],
			],
		],
		[
			'transient',
			[
				...['Service Unavailable', 'server error', 'Server_Error', 'maintenance', 'busy'],
				...['timeout', 'メンテナンス中', '混雑しています', '500', 'HTTP 501', '502', '503', '504'],
				...['auth server error', 'login timeout'],
			],
		],
		[
			'denied',
			[
				...['bad token', 'unauthorized', 'access denied', 'forbidden', 'no permission', 'scope'],
				...['credentials', 'expired', 'login required', 'invalid_client', 'invalid_grant'],
				...[
					'HTTP 401',
					'403',
					'認証エラー',
					'未認可',
					'トークンが無効',
					'ログインして',
					'権限なし',
					'期限切れ',
				],
				'token not found',
			],
		],
		[
			'gone',
			[
				...['not found', 'not_found', 'NotFound', 'no such order', 'nosuch', '存在しません'],
				...['見つかりません', 'HTTP 404'],
			],
		],
		['invalid', ['invalid_request', 'E9', '4040', '505', '1429', '4011', '不正な値']],
	])('%s: %j', (expected, words) => {
		for (const word of words) {
			expect(verdict({ error: word, ...OTHER }), word).toBe(expected);
			expect(verdict({ error: 'E9', message: word }), word).toBe(expected);
		}
	});
});

describe('an answer that is refused by its status', () => {
	it.each<[number, Verdict]>([
		...[200, 201, 204].map((status): [number, Verdict] => [status, 'ok']),
		...[401, 403].map((status): [number, Verdict] => [status, 'denied']),
		[404, 'gone'],
		[429, 'throttled'],
		...[400, 402, 405, 409, 410, 422, 428, 499].map((status): [number, Verdict] => [
			...([status, 'invalid'] as const),
		]),
		...[500, 502, 503, 504, 599].map((status): [number, Verdict] => [status, 'transient']),
	])('%i is %s, whatever it says', (status, expected) => {
		expect(assistTencho.classify(answer('', status))).toBe(expected);
		const body = { error: 'too many requests' };
		const isFine = status < 400;
		expect(assistTencho.classify(answer(body, status))).toBe(isFine ? 'throttled' : expected);
	});

	const ENDED =
		'The access has ended, or the IP address is not allowed (IP制限): authorize again, and check 環境設定 > 外部アプリ連携';
	const WRONG_PAGE =
		"Check 'Base URL': it usually has a path, e.g. https://asp001.assist-tencho.com/shop";

	it.each([
		[401, ENDED],
		[403, ENDED],
		[404, WRONG_PAGE],
		[300, ENDED],
		[302, ENDED],
		[399, ENDED],
		[400, undefined],
		[429, undefined],
		[500, undefined],
	])('%i advises what helps', (status, advice) => {
		expect(told({ message: 'hello', ...OTHER }, status)).toMatchObject({ advice });
	});

	it('with status 200 advises to authorize again where the words speak of the access', () => {
		expect(told({ error: 'invalid_token' }).advice).toBe(ENDED);
		expect(told({ error: 'not_found' }).advice).toBeUndefined();
		expect(told({ error: 'invalid_token' }, 400).advice).toBeUndefined();
	});

	it.each([
		[{ location: 'https://asp001.example:8443/shop/login.php?next=1' }, 'asp001.example:8443'],
		[{ location: '/login.php' }, 'another page'],
		[{}, 'another page'],
	])('that leads away says where to: %j', (headers, host) => {
		expect(told('', 302, headers).message).toBe(
			`Assist Tencho redirected to ${host}, probably to the login page`,
		);
	});

	it.each<[unknown, number, string | undefined]>([
		['', 500, undefined],
		[{}, 400, undefined],
		[OTHER, 400, undefined],
		['  Fatal error: x  ', 500, 'Fatal error: x'],
		['x'.repeat(300), 500, 'x'.repeat(200)],
		[{ message: 'hello', ...OTHER }, 400, 'hello'],
		[{ error: 'E9' }, 400, 'E9'],
		[{ status: 'NG', ...OTHER }, 400, 'NG'],
	])('%j shows its own words', (body, status, said) => {
		expect(told(body, status).said).toBe(said);
	});
});
