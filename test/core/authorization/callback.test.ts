import type { IDataObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { CallbackError } from '../../../core/authorization/callback-error';
import {
	assertAllowed,
	nextStep,
	unknownPath,
	readApp,
	alreadyUsed,
	type Callback,
} from '../../../core/authorization/callback';
import { InvalidInputError } from '../../../core/request/errors';

const visit = (options?: IDataObject) =>
	({
		parameter: (name: string, fallback: unknown) => (name === 'options' && options) || fallback,
	}) as unknown as Callback;

describe('the keys of an app', () => {
	it('are read without the blanks around them', () => {
		expect(readApp({ clientId: ' id-1\n', clientSecret: '\tsecret ', other: 1 })).toEqual({
			clientId: 'id-1',
			clientSecret: 'secret',
		});
	});

	it.each([
		[{ clientSecret: 's' }, "'Client ID' is empty"],
		[{ clientId: ' ', clientSecret: 's' }, "'Client ID' is empty"],
		[{ clientId: 'i', clientSecret: null as never }, "'Client Secret' is empty"],
		[{ clientId: 'a b', clientSecret: 's' }, "'Client ID' contains a space or a line break"],
		[{ clientId: 'i', clientSecret: 's\nt' }, "'Client Secret' contains a space or a line break"],
	])('are refused in %o', (credential, message) => {
		expect(() => readApp(credential)).toThrow(InvalidInputError);
		expect(() => readApp(credential)).toThrow(message);
	});
});

describe('an account', () => {
	it.each([
		['none are named', undefined],
		['the list is empty', { allowedAccounts: '' }],
		['the list holds nothing but commas', { allowedAccounts: ' , ,' }],
		['it is the one', { allowedAccounts: 'A1' }],
		['it is the first', { allowedAccounts: 'A1,b2' }],
		['it is the last, behind a blank', { allowedAccounts: 'b2, A1 ' }],
		['it is written otherwise', { allowedAccounts: 'a1' }],
	])('is let in where %s', (_what, options) => {
		expect(() => assertAllowed(visit(options), 'A1')).not.toThrow();
		expect(() => assertAllowed(visit(options), 'a1')).not.toThrow();
	});

	it.each(['b2', 'A11', 'b2,c3', '1'])('is turned away where %s is allowed', (allowedAccounts) => {
		const enter = () => assertAllowed(visit({ allowedAccounts }), 'A1');
		expect(enter).toThrow(CallbackError);
		expect(enter).toThrow(expect.objectContaining({ status: 403 }));
	});
});

it.each([
	['the usual', undefined, 'usual'],
	['the usual where the own one is empty', { nextStep: ' ' }, 'usual'],
	['the usual where the own one is no text', { nextStep: 7 }, 'usual'],
	['the own one, as it is written', { nextStep: ' own ' }, ' own '],
])('says what comes next: %s', (_what, options, step) => {
	expect(nextStep(visit(options), 'usual')).toBe(step);
});

it('tells an address without a service from one that has served', () => {
	expect([unknownPath().status, alreadyUsed().status]).toEqual([404, 409]);
});
