import { expect, it } from 'vitest';

import { isNetworkCode, networkWords, neverLeft } from '../../../core/request/network-codes';

it.each([
	['EAI_AGAIN', 'host name not found', true],
	['ECONNABORTED', 'timeout', false],
	['ECONNREFUSED', 'connection refused', true],
	['ECONNRESET', 'connection reset', false],
	['EHOSTUNREACH', undefined, true],
	['ENETUNREACH', undefined, true],
	['ENOTFOUND', 'host name not found', true],
	['EPIPE', undefined, false],
	['EPROTO', undefined, true],
	['ETIMEDOUT', 'timeout', false],
])('%s says that nobody has answered', (code, words, left) => {
	expect([isNetworkCode(code), networkWords(code), neverLeft(code)]).toEqual([true, words, left]);
});

it.each(['ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_INVALID_CHAR'])(
	'%s is no answer, and nothing went out',
	(code) => expect([isNetworkCode(code), neverLeft(code)]).toEqual([false, true]),
);

it.each(['ERR_BAD_RESPONSE', '500', 'toString', '', undefined])('%o is none of them', (code) => {
	expect([isNetworkCode(code), neverLeft(String(code))]).toEqual([false, false]);
	expect(networkWords(String(code))).toBeUndefined();
});
