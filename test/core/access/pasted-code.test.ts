import { expect, it } from 'vitest';
import {
	codeFingerprint,
	problemOfCode,
	readCode,
	withConsentLink,
} from '../../../core/access/pasted-code';

it.each([
	['abc123', 'abc123'],
	[' abc123\n', 'abc123'],
	['https://example.com/back?state=x&code=abc123&scope=y', 'abc123'],
	['?code=abc123', 'abc123'],
	['code=abc123&scope=y', 'abc123'],
	['https://example.com/back?code=abc123#', 'abc123'],
	['https://example.com/#/back?code=abc123', 'abc123'],
	['example.com/back?state=x&code=abc123', 'abc123'],
	['https://example.com/back?code=ab+c%2Bd/e==&state=x', 'ab+c+d/e=='],
	['https://example.com/back?state=x&code=abc123#/home', 'abc123'],
])('the code in %j is %j', (pasted, code) => {
	expect(readCode(pasted)).toBe(code);
});

it.each([
	['https://example.com/back?error=access_denied', /address without code.*\(access_denied\)/],
	['example.com/back?state=x&error=access_denied', /address without code.*\(access_denied\)/],
	['?error=access_denied&error_description=No', /address without code.*\(access_denied\)/],
	['error=access_denied', /address without code.*\(access_denied\)/],
	['https://example.com/back?error=<b>hostile</b>', /address without code$/],
	['example.com/back?spapi_oauth_code=abc', /address without code$/],
	['https://example.com/back?state=x', /address without code$/],
	['', /empty/],
	['abc 123', /a space or a line break/],
	['https://example.com/back?code=abc 123&state=x', /a space or a line break/],
])('%j holds none, and says so', (pasted, problem) => {
	expect(problemOfCode(readCode(pasted))).toMatch(problem);
});

it('a code may have another name', () => {
	expect(readCode('https://a.example/?code=no&spapi_oauth_code=yes', 'spapi_oauth_code')).toBe(
		'yes',
	);
	const problem = problemOfCode('https://a.example/?state=x', 'spapi_oauth_code');
	expect(problem).toBe("'Authorization Code' is an address without spapi_oauth_code");
});

it.each([undefined, null, 42])('%s is read as it is written', (pasted) => {
	expect(readCode(pasted)).toBe(pasted === 42 ? '42' : '');
});

it.each(['abc123', 'ab+c/d=='])('%s is a code', (code) => {
	expect(problemOfCode(code)).toBeUndefined();
});

it('the way to a new code stands at the end of the message', () => {
	expect(withConsentLink('It was used', 'https://a.example/x')).toMatch(
		/^It was used\. Open this link .* 'Authorization Code': https:\/\/a\.example\/x$/,
	);
});

it('a code is told apart by 16 signs', () => {
	expect(codeFingerprint('abc')).toBe('ba7816bf8f01cfea');
	expect(codeFingerprint('abd')).not.toBe(codeFingerprint('abc'));
});
