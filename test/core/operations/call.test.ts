import type { IExecuteFunctions, IPollFunctions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import {
	ItemCall,
	credentialTypeFor,
	type ReadParameter,
	TriggerCall,
	readTime,
	requireText,
} from '../../../core/operations/call';
import { keepsPartial, notice, readLimit } from '../../../core/operations/orders';
import { utcIso } from '../../../core/orders/time';
import { ListError } from '../../../core/request/errors';
import { shop, shopCredential } from '../../kit/shop';
import { aCall } from './a-call';

describe('a parameter', () => {
	it('is the one of its own item', () => {
		const { call } = aCall({ parameters: { a: 1 }, itemIndex: 5 });
		expect(call.parameter('a')).toBe(1);
		expect(call.parameter('b', 2)).toBe(2);
		expect(call.collection('options')).toEqual({});
	});

	it.each([null, undefined])('that n8n gives as %s is an empty collection', (options) => {
		expect(aCall({ parameters: { options } }).call.collection('options')).toEqual({});
	});

	it.each([
		['x', 'x'],
		[' x ', 'x'],
		[7, '7'],
		[0, '0'],
	])('that must be there may be %o', (value, written) => {
		expect(aCall({ parameters: { id: value } }).call.required('id', 'ID')).toBe(written);
	});

	it.each(['', ' ', null, undefined, true, {}, []])('that must be there is not %o', (value) => {
		expect(() => requireText(value, 'ID')).toThrow("'ID' is empty");
	});

	it('is refused where its digits are lost', () => {
		expect(() => requireText(2 ** 60, 'ID')).toThrow(
			"'ID' contains a whole number that JavaScript has rounded",
		);
		expect(requireText('12345678901234567890', 'ID')).toBe('12345678901234567890');
	});

	const json = (value: unknown) =>
		aCall({ parameters: { body: value as never } }).call.json('body', 'Body');

	it.each([
		['', undefined],
		['  ', undefined],
		[' {"a": [1]} ', { a: [1] }],
		['7', 7],
		['null', null],
		['{"id": 12345678901234567890}', { id: '12345678901234567890' }],
		[{ a: 1 }, { a: 1 }],
		[[1], [1]],
		[null, null],
	])('in JSON: %o is %o', (value, meant) => {
		expect(json(value)).toEqual(meant);
	});

	it('in JSON is refused where it is none, or its digits are lost', () => {
		expect(() => json('{a: 1}')).toThrow("'Body' is not valid JSON");
		expect(() => json({ a: [{ id: 2 ** 60 }] })).toThrow("'Body' contains a whole number");
	});

	it('that is a time is meant in the zone of the workflow', () => {
		const { call } = aCall({ timezone: 'Asia/Tokyo' });
		expect(utcIso(call.time('2026-11-21T09:00:00', 'Day'))).toBe('2026-11-21T00:00:00Z');
		expect(() => call.time('x'.repeat(60), 'Day')).toThrow(
			`'Day' is not a valid date: ${'x'.repeat(40)}`,
		);
	});

	it('that breaks in another way is no date that does not exist', () => {
		const odd = {
			toString: () => {
				throw new TypeError('odd');
			},
		};
		expect(() => readTime(odd, 'Day', 'utc')).toThrow(TypeError);
	});
});

describe('a hint', () => {
	it('is shown at the output, and logged', () => {
		const { call, hints, logged } = aCall();
		call.hint('two left out');
		expect(hints).toEqual(['outputPane: two left out']);
		expect(logged).toEqual(['info Shop: two left out']);
	});

	it('is logged alone where n8n cannot show it', () => {
		const lines: string[] = [];
		const logger = { info: (text: string) => void lines.push(text) };
		const { client } = aCall().call;
		new ItemCall({ logger } as unknown as IExecuteFunctions, 0, client).hint('x');
		expect(lines).toEqual(['Shop: x']);
	});

	it('of a trigger is a warning in the log, and its parameters have no item', () => {
		const lines: string[] = [];
		const poll = {
			logger: { warn: (text: string) => void lines.push(text) },
		} as unknown as IPollFunctions;
		const read = ((...given: unknown[]) => given) as ReadParameter;
		const call = new TriggerCall(poll, aCall().call.client, read);
		call.hint('x');
		expect(lines).toEqual(['Shop: x']);
		expect(call.parameter('event', 'all')).toEqual(['event', 'all']);
	});
});

describe('a limit', () => {
	const limit = (parameters: object) => readLimit(aCall({ parameters: { ...parameters } }).call);

	it.each([
		[{}, 50],
		[{ limit: 1 }, 1],
		[{ limit: '7' }, 7],
		[{ returnAll: false, limit: 7 }, 7],
		[{ returnAll: true, limit: 7 }, Infinity],
		[{ returnAll: true, limit: 'x' }, Infinity],
	])('of %j is %s', (parameters, expected) => {
		expect(limit(parameters)).toBe(expected);
	});

	it.each([0, -1, 1.5, 'x', '', null, NaN, Infinity, 2 ** 53])('is not %s', (given) => {
		expect(() => limit({ limit: given })).toThrow("'Limit' is not a whole number above zero");
	});
});

describe('a list that was cut short', () => {
	it.each([
		[true, true],
		[false, false],
		['true', false],
		[undefined, false],
	])('is kept where the user says so: %o', (partialResults, expected) => {
		expect(keepsPartial(aCall({ parameters: { options: { partialResults } } }).call)).toBe(
			expected,
		);
	});

	it('says why, how much there is, and where to go on', () => {
		const { call, hints } = aCall({ connection: { account: 'jan' }, secret: 'hush-hush' });
		const message = 'over, ***';
		expect(notice(call, 7, new ListError('over, hush-hush', 'Wait'), 'c')).toEqual({
			json: {
				notice: {
					complete: false,
					read: 7,
					reason: message,
					advice: 'Wait. Marketplace: Shop · Credential: My shop · Account: jan',
					cursor: 'c',
				},
			},
		});
		expect(hints).toEqual([`outputPane: The list is not complete: ${message}`]);
	});
});

describe('the credential of a node', () => {
	const types = {
		first: shopCredential({ authentication: 'oAuth2' }),
		second: shopCredential({ authentication: 'apiKey' }),
	};

	it.each([
		['oAuth2', 'first'],
		['apiKey', 'second'],
		['', 'first'],
		[undefined, 'first'],
		['else', 'first'],
	])('is by its authentication %s the %s', (chosen, type) => {
		expect(credentialTypeFor(shop({ credentials: types }), chosen)).toBe(type);
	});
});
