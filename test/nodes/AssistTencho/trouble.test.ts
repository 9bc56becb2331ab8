import { describe, expect, it } from 'vitest';
import type { ApiResponse } from '../../../core/marketplace';
import { assistTencho } from '../../../nodes/AssistTencho/marketplace';
import recognised from '../../fixtures/assist-tencho/recognised.json';
import unknown from '../../fixtures/assist-tencho/unknown.json';

const PATH = '/api/v1/orders.php';
const answer = (body: unknown, status = 200): ApiResponse => ({ status, headers: {}, body });
const verdict = (body: unknown) => assistTencho.classify(answer(body));

describe('an error that comes with status 200', () => {
	it.each<[string, unknown]>([
		['denied', { error: 'invalid_token' }],
		['denied', { Error: 'INVALID_TOKEN' }],
		['denied', { error: 'invalid_token', error_description: 'The access token has expired' }],
		['denied', { error_description: 'The access token expired' }],
		['denied', [{ error: 'invalid_token' }]],
		['denied', { errors: [{ code: 'E401', message: '認証に失敗しました' }] }],
		['denied', { error: { code: 401, message: 'Unauthorized' } }],
		['denied', { errors: ['access denied'] }],
		['denied', { response: { error: 'expired_token' } }],
		['denied', { result: { status: 'NG', message: 'トークンの有効期限が切れています' } }],
		['denied', { status: 'error', message: 'Unauthenticated.' }],
		['denied', { status: 401, message: 'x' }],
		['denied', { code: 403, message: 'IP' }],
		['denied', { success: false, message: 'ログインしてください' }],
		['denied', { message: 'Unauthenticated.' }],
		['denied', { error: 'invalid_token', orders: [] }],
		['denied', { error: 'access_denied', serial_order_id: '5' }],
		['denied', { header: { status: 'ERROR', message: 'token' }, data: [] }],
		['denied', { errorCode: 'E001', errorMessage: '認証エラー' }],
		['denied', { 'Error-Code': 'E001', 'Error-Message': '権限がありません' }],
		['denied', { err: 'invalid token' }],
		['denied', { エラーコード: '12', エラーメッセージ: 'ログインしてください' }],
		['denied', { resultStatus: 'NG', messages: ['認証に失敗しました'] }],
		['invalid', [{ 番号: '1' }, { errorCode: 'E001' }]],
		['invalid', [{ status: 'error' }, { status: 'error' }]],
		['throttled', { error: 'too_many_requests' }],
		['transient', { error: 'temporarily_unavailable' }],
		['transient', { status: 'error', message: 'メンテナンス中です' }],
		['gone', { error: 'not_found' }],
		['invalid', { error: 'invalid_request' }],
		['invalid', { error: true }],
		['invalid', { status: 'error' }],
		['invalid', { result: false }],
		['invalid', [recognised, { error: 'out of memory' }]],
	])('is %s: %j', (expected, body) => {
		expect(verdict(body)).toBe(expected);
		const told = assistTencho.describe(answer(body), PATH);
		expect(told.said).not.toBe('');
		if (expected === 'denied') expect(told.advice).toContain('authorize again');
	});

	it('is told in its own words, with its code', () => {
		const told = (body: unknown) => assistTencho.describe(answer(body), PATH);
		expect(told({ error: 'invalid_token', error_description: 'It has expired' })).toMatchObject({
			said: 'It has expired',
			code: 'invalid_token',
		});
		expect(told([{ Error: 'invalid_token' }])).toMatchObject({
			said: 'invalid_token',
			code: 'invalid_token',
		});
		expect(told({ errors: [{ code: 'E1', message: '認証' }] })).toMatchObject({
			said: '認証',
			code: 'E1',
		});
	});
});

describe('an answer with orders', () => {
	it.each<[string, unknown]>([
		['an order', recognised],
		['an order of which nothing is known', unknown],
		['a list', [recognised, unknown]],
		['an empty list', []],
		['an empty object', {}],
		['a list in an object', { orders: [recognised], error: null }],
		['a list with an empty error', { error: '', errors: [], orders: [] }],
		['a list with error 0', { error: 0, error_message: 'なし', data: [unknown] }],
		['a list with a warning', { error: 'one order is locked', orders: [recognised] }],
		['a state that is good', { status: 'ok', orders: [] }],
		['success', { success: true, message: 'OK', data: [] }],
		['an order in a bad state', { serial_order_id: '5', status: 'error' }],
		['a list in a result with a message', { result: [unknown], message: '取得しました' }],
		['a list deeper in a result with a message', { result: { orders: [] }, message: 'done' }],
		[
			'a list that has a bad state',
			{ status: 'NG', message: '1件は未確定です', result: [unknown] },
		],
		['an error that says there is none', { errorMessage: '正常終了', orders: [] }],
		['an error that says so in English', { error: 'No error', error_code: '-', orders: [] }],
		['an error with the number 0', { error: { code: 0, message: '' }, orders: [] }],
		[
			'an order with a bad state in parts',
			{ order_no: '7', status: { code: 'NG', message: '保留' } },
		],
		['a list of such orders', [{ order_no: '7', status: { code: 'NG', message: '保留' } }]],
		['a flag that is 0', { order_no: '7', error_flag: 0 }],
		[
			'an order with an unknown name in a bad state, beside others',
			[
				{ 番号: '1', status: 'ok' },
				{ 番号: '2', status: 'error', 合計: 5 },
			],
		],
		['an order with a remark', { ...recognised, error: 'address incomplete' }],
		['an order with a payment that failed', [{ 番号: '1', payment: { status: 'failed' } }]],
	])('is none: %s', (_name, body) => expect(verdict(body)).toBe('ok'));

	it.each([[null], [undefined], ['text'], [7], [true]])('nor is %o', (body) =>
		expect(verdict(body)).toBe('ok'),
	);
});
