import type { Verdict } from '../../core/marketplace';
import { object, text } from '../../core/orders/read';
import { LIST_NAMES, ORDER_NAMES } from './orders/names';

/** What an answer says went wrong. */
interface Told {
	code: string | null;
	message: string | null;
}

type Fields = ReadonlyMap<string, unknown>;

/** Nobody has published what an error looks like; these are names of RFC 6749 and of common web APIs. */
const ERROR_NAMES = [
	...['error', 'errors', 'error_code', 'error_message', 'error_msg', 'error_description'],
	...['error_no', 'err', 'err_code', 'err_message', 'err_msg'],
	...['エラー', 'エラーコード', 'エラーメッセージ', 'エラー内容'],
];
const STATE_NAMES = ['status', 'state', 'result', 'result_status', 'status_code', 'code'];
const MESSAGE_NAMES = [
	...['error_description', 'error_message', 'error_msg', 'message', 'messages', 'msg', 'detail'],
	...['err_message', 'err_msg', 'エラーメッセージ', 'エラー内容', 'メッセージ'],
];
const CODE_NAMES = [
	...['error_code', 'err_code', 'error_no', 'エラーコード', 'error', 'err', 'code', 'status_code'],
];
/** Those that may hold an error with fields of its own, or its only words. */
const THINGS = ['errors', 'error', 'err', 'エラー'];
/** Where an error, or the orders, may be wrapped in. */
const ENVELOPES = [
	...['response', 'result', 'results', 'data', 'body', 'root', 'header', 'head', 'meta', 'status'],
];

const BAD_STATE = /^(error|err|ng|fail(ed|ure)?|unauthorized|forbidden|denied|false|[45]\d\d)$/i;
const GOOD_STATE = /^(ok|success(ful)?|true|2\d\d|0)$/i;
const NO_ERROR =
	/^(0+|-+|false|none|null|n\/?a|(no|without)([ _-]?errors?)?|ok|success(ful(ly)?)?|(エラー(は|が)?)?(なし|無し|ありません)|正常(に?終了(しました)?)?)?[.。]?$/i;

/** What makes an object an order, whatever else is in it. */
const ORDER_SIGNS: readonly string[] = [
	...[...ORDER_NAMES.id, ...ORDER_NAMES.number, ...ORDER_NAMES.placedAt, ...ORDER_NAMES.grand],
	...[...ORDER_NAMES.buyerName, ...LIST_NAMES],
];
/** An object with more fields than this is no error, but something of which we do not know the names. */
const MOST_FIELDS = 10;
const DEPTH = 3;

/** Words of an error, by what they mean for the next step; the first that fits counts. */
const MEANINGS: ReadonlyArray<[Verdict, RegExp]> = [
	['throttled', /too.?many|rate.?limit|throttl|アクセス過多|アクセス制限|\b429\b/i],
	[
		'transient',
		/unavailable|server.?error|maintenance|busy|timeout|メンテナンス|混雑|\b50[0-4]\b/i,
	],
	[
		'denied',
		/token|auth|denied|forbidden|permission|scope|credential|expired|login|invalid_(client|grant)|\b40[13]\b|認証|認可|トークン|ログイン|権限|期限/i,
	],
	['gone', /not.?found|no.?such|存在しません|見つかりません|\b404\b/i],
];

/** The error that an answer is, although its status may say that all is well. */
export function errorIn(body: unknown, depth = DEPTH): Told | undefined {
	if (depth === 0 || typeof body !== 'object' || body === null) return undefined;
	if (Array.isArray(body)) {
		const found = body.map((entry: unknown) => errorIn(entry, depth - 1));
		// Beside orders, what only has a state that is called "error" is an order in that state.
		const isAll = found.every((told) => told !== undefined);
		return found.find((told, i) => told !== undefined && (isAll || namesError(body[i])));
	}
	const fields = fieldsOf(body);
	if (isError(fields)) return wordsOf(fields);
	// The state of an order is no envelope of an answer.
	if (fields.size > MOST_FIELDS || signsIn(fields) > 0) return undefined;
	return ENVELOPES.map((name) => errorIn(fields.get(name), depth - 1)).find(
		(told) => told !== undefined,
	);
}

/** What the error means for the next step. */
export function verdictOfError({ code, message }: Told): Verdict {
	const words = `${code ?? ''} ${message ?? ''}`;
	return MEANINGS.find(([, sign]) => sign.test(words))?.[0] ?? 'invalid';
}

function isError(fields: Fields): boolean {
	if (fields.size > MOST_FIELDS) return false;
	if (hasOrders(fields)) return false;
	const signs = signsIn(fields);
	// An error may name the order that was asked for; an order may have a state that is called "error".
	return hasErrorName(fields) ? signs < 2 : signs === 0 && (hasFailed(fields) || isMessage(fields));
}

/** How many fields of an order it has. */
function signsIn(fields: Fields): number {
	return ORDER_SIGNS.filter((name) => holds(fields.get(name))).length;
}

function namesError(entry: unknown): boolean {
	return hasErrorName(fieldsOf(object(entry)));
}

function hasErrorName(fields: Fields): boolean {
	return ERROR_NAMES.some((name) => holds(fields.get(name)));
}

function hasFailed(fields: Fields): boolean {
	const isBad = STATE_NAMES.some((name) => BAD_STATE.test(stateOf(fields, name)));
	return isBad || ['success', 'ok'].some((name) => /^(false|0)$/i.test(stateOf(fields, name)));
}

/** Words, and nothing else. */
function isMessage(fields: Fields): boolean {
	const isGood = STATE_NAMES.some((name) => GOOD_STATE.test(stateOf(fields, name)));
	const isAll = [...fields].every(([name, value]) =>
		// What a state holds, instead of being one, is the answer.
		STATE_NAMES.includes(name) ? !isThing(value) : MESSAGE_NAMES.includes(name),
	);
	return !isGood && isAll && MESSAGE_NAMES.some((name) => text(fields.get(name)) !== null);
}

function stateOf(fields: Fields, name: string): string {
	const value = fields.get(name);
	return typeof value === 'boolean' ? String(value) : (text(value) ?? '');
}

/** Whether a field says anything: `"error": null`, `0`, `[]` and `{"code": 0}` do not. */
function holds(value: unknown): boolean {
	if (typeof value === 'object' && value !== null) return Object.values(value).some(holds);
	return value !== undefined && value !== null && !NO_ERROR.test(String(value).trim());
}

/** Whether orders came nevertheless. */
function hasOrders(fields: Fields): boolean {
	return [...fields].some(([name, value]) => {
		const isOfError = ERROR_NAMES.includes(name) || MESSAGE_NAMES.includes(name);
		return !isOfError && Array.isArray(value) && value.some(isThing);
	});
}

function isThing(value: unknown): boolean {
	return typeof value === 'object' && value !== null;
}

/** The words of an error, which may be an object or a list of such itself. */
function wordsOf(fields: Fields): Told {
	const nested = [...THINGS, ...MESSAGE_NAMES]
		.map((name) => first(fields.get(name)))
		.find((value) => typeof value === 'object' && value !== null);
	const inner = nested === undefined ? undefined : wordsOf(fieldsOf(object(nested)));
	const state = STATE_NAMES.map((name) => stateOf(fields, name)).find((it) => BAD_STATE.test(it));
	return {
		code: inner?.code ?? said(fields, CODE_NAMES) ?? state ?? null,
		message: inner?.message ?? said(fields, [...MESSAGE_NAMES, ...THINGS]),
	};
}

function said(fields: Fields, names: readonly string[]): string | null {
	return names.map((name) => text(first(fields.get(name)))).find((word) => word !== null) ?? null;
}

function first(value: unknown): unknown {
	return Array.isArray(value) ? (value as unknown[])[0] : value;
}

/** `errorCode`, `Error-Code` and `ERROR_CODE` are one name. */
function fieldsOf(body: object): Fields {
	return new Map(
		Object.entries(body).map(([name, value]) => [
			name
				.replace(/([a-z\d])([A-Z])/g, '$1_$2')
				.replace(/[\s-]+/g, '_')
				.toLowerCase(),
			value,
		]),
	);
}
