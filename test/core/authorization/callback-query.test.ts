import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CallbackQuery } from '../../../core/authorization/callback-query';
import { CallbackError } from '../../../core/authorization/callback-error';

it('reads what a browser writes', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), (value) => {
			const query = new CallbackQuery(
				`/webhook/x?${new URLSearchParams({ a: '1', value }).toString()}`,
			);
			expect([query.get('a'), query.get('value')]).toEqual(['1', value]);
		}),
	);
});

it('keeps a value as it was written', () => {
	const query = new CallbackQuery('/x?amazon_state=a+b/c%2Bd==&next=1#hash');
	expect(query.raw('amazon_state')).toBe('a+b/c%2Bd==');
	expect(query.get('amazon_state')).toBe('a b/c+d==');
});

it('reads every plus as a blank, in names and in values', () => {
	const query = new CallbackQuery('/x?error+of+shop=access+was+denied++again');
	expect(query.get('error of shop')).toBe('access was denied  again');
});

it('tells what is not there from what is empty', () => {
	const query = new CallbackQuery('/x?start');
	expect([query.has('start'), query.has('state'), query.get('state')]).toEqual([true, false, '']);
});

it.each(['/x?state=1&state=2', '/x?a=1&%61=2', '/x?%E0%A4%A=1', `/x?a=${'b'.repeat(9000)}`])(
	'refuses %.30s',
	(address) => expect(() => new CallbackQuery(address)).toThrow(CallbackError),
);

it('refuses a value with broken encoding when it is read', () => {
	expect(() => new CallbackQuery('/x?state=%E0%A4%A').get('state')).toThrow(CallbackError);
});

it('takes an address of exactly 8,000 characters, what stands behind # not counted', () => {
	const longest = `a=${'b'.repeat(7998)}`;
	expect(new CallbackQuery(`/x?${longest}#more`).get('a')).toHaveLength(7998);
	expect(() => new CallbackQuery(`/x?${longest}b`)).toThrow(
		expect.objectContaining({ status: 400, message: 'This address cannot be read' }),
	);
});

it.each([
	['/x', 'a', false, ''],
	['/x?', 'a', false, ''],
	['/x?&&a=1&', 'a', true, '1'],
	['/x?a=1?b=2', 'a', true, '1?b=2'],
	['/x?a+b=1', 'a b', true, '1'],
	['/x?%61=1', 'a', true, '1'],
	['/x?a==', 'a', true, '='],
	['?a=1', 'a', true, '1'],
])('finds in %s of %s: %s', (address, name, isThere, value) => {
	const query = new CallbackQuery(address);
	expect([query.has(name), query.raw(name)]).toEqual([isThere, value]);
});
