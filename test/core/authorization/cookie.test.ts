import { expect, it } from 'vitest';
import { bindingCookie, readCookie } from '../../../core/authorization/oauth-state';

const NONCE = 'abcdefghijklMNOP';
const bound = (isSecure: boolean, lifeMs = 60_000) =>
	bindingCookie(NONCE, 's3cret', { lifeMs, isSecure });

it('is for this browser, this site and this visit alone', () => {
	expect(bound(true)).toBe(
		'marketplace_authorization_abcdefghijkl=s3cret; Max-Age=60; Path=/; HttpOnly; SameSite=Lax; Secure',
	);
	expect(bound(false)).toBe(bound(true).replace('; Secure', ''));
});

it('lives as long as its state, in whole seconds', () => {
	expect(bound(true, 60_001)).toContain('Max-Age=61;');
});

it.each([
	['alone', 'marketplace_authorization_abcdefghijkl=s3cret', 's3cret'],
	['as the first', 'marketplace_authorization_abcdefghijkl=s3cret; b=2', 's3cret'],
	['as the last, behind a blank', 'a=1; marketplace_authorization_abcdefghijkl=s3cret', 's3cret'],
	['with a sign of equality in it', 'marketplace_authorization_abcdefghijkl=a=b==', 'a=b=='],
	[
		'behind one of another visit',
		'marketplace_authorization_x=1; marketplace_authorization_abcdefghijkl=2',
		'2',
	],
	['not where another only ends so', 'xmarketplace_authorization_abcdefghijkl=2', undefined],
	['not where another only begins so', 'marketplace_authorization_abcdefghijklM=2', undefined],
	['not where there are none', '', undefined],
	['not without a header', undefined, undefined],
])('is found %s', (_where, header, secret) => {
	expect(readCookie(header, NONCE)).toBe(secret);
});
