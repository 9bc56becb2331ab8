import type { INode } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { toNodeError } from '../../../core/node/errors';
import { Stopped } from '../../../core/transport/clock';
import { Secrets } from '../../../core/transport/secrets';
import {
	BadInput,
	ListTrouble,
	NoAnswer,
	NotSent,
	QuotaTrouble,
	Redirected,
	Refused,
	TokenTrouble,
} from '../../../core/transport/trouble';
import { answer, shop } from '../../kit/shop';

const node = {
	name: 'Shop',
	type: 'shop',
	credentials: { shopApi: { id: '1', name: 'My shop' } },
} as unknown as INode;

const SECRET = 'hush-hush-hush';

function tell(error: unknown) {
	return toNodeError(error, {
		node,
		marketplace: shop({
			describe: () => ({ message: `No ${SECRET}`, advice: 'Do it', code: 'E7' }),
		}),
		credentialType: 'shopApi',
		account: 'jan',
		secrets: new Secrets([SECRET]),
		itemIndex: 3,
	});
}

const refused = (status: number, rest = {}) =>
	new Refused(
		answer(status, { headers: { 'x-request-id': 'r-1' }, ...rest }),
		'invalid',
		'/orders',
	);

describe('an error', () => {
	it.each([
		['input', new BadInput('bad', 'advice'), 'NodeOperationError', undefined],
		['a list', new ListTrouble('bad', 'advice'), 'NodeOperationError', undefined],
		['a refusal', refused(400), 'NodeApiError', '400'],
		['a missing order', refused(404), 'NodeApiError', '404'],
		['a server', refused(500), 'NodeApiError', '500'],
		['a token', new TokenTrouble('over', 'Reconnect'), 'NodeApiError', '401'],
		['a token for now', new TokenTrouble('down', 'Wait', 'x', true), 'NodeApiError', '503'],
		['a quota', new QuotaTrouble('requests', 61_000), 'NodeApiError', '429'],
		['a redirect', new Redirected('evil.example'), 'NodeOperationError', undefined],
		['n8n', new NotSent('not allowed'), 'NodeOperationError', undefined],
		['Stop', new Stopped(), 'NodeOperationError', undefined],
		['anything', new Error('oops'), 'NodeOperationError', undefined],
		['no error at all', 'oops', 'NodeOperationError', undefined],
	])('of %s says where it happened', (_name, error, name, httpCode) => {
		const told = tell(error);
		expect(told.name).toBe(name);
		expect(told.message).toMatch(/^Shop \(credential 'My shop', account jan\): /);
		expect(told.context.itemIndex).toBe(3);
		if (httpCode !== undefined) expect(told).toMatchObject({ httpCode });
	});

	it.each(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND'])(
		'of the network says where it happened (%s)',
		(code) => {
			expect(tell(new NoAnswer(code)).message).toMatch(
				/^Shop \(credential 'My shop', account jan\): /,
			);
		},
	);

	it('of half an answer says in words that it broke off', () => {
		expect(tell(new NoAnswer('ERR_BAD_RESPONSE')).message).toContain('the answer broke off');
	});

	it('of a refusal gives the own words of the marketplace, code and request id, without secrets', () => {
		const { message, description } = tell(refused(400));
		expect(message).toBe("Shop (credential 'My shop', account jan): No ***");
		expect(description).toBe('Do it. Status 400 for /orders · Code: E7 · Request ID: r-1');
	});

	it('of an answer that is no JSON says so', () => {
		expect(tell(refused(200, { malformed: true })).message).toContain('The answer is not JSON');
	});

	it('of an answer that is a file says how to get it', () => {
		const headers = { 'content-type': 'application/pdf' };
		const { message, description } = tell(refused(200, { malformed: true, headers }));
		expect(message).toContain('The answer is not JSON');
		expect(description).toContain("It is a file (application/pdf): turn on 'Response as File'");
		const page = { 'content-type': 'text/html; charset=utf-8' };
		const told = tell(refused(200, { malformed: true, headers: page }));
		expect(told.description).not.toContain('It is a file');
	});

	it('of a quota says for how long to wait', () => {
		const { message, description } = tell(new QuotaTrouble('requests', 60_001));
		expect(message).toContain("'requests' is used up for 61 s");
		const asked = tell(new QuotaTrouble(undefined, 3_600_000));
		expect(asked.message).toContain('The marketplace asks to wait for 3600 s');
		expect(description).toContain('at least 61 seconds');
	});

	it('never shows a secret, whatever it was thrown with', () => {
		for (const error of [new Error(SECRET), new NotSent(SECRET), new BadInput(SECRET, SECRET)]) {
			const { message, description } = tell(error);
			expect(`${message} ${description}`).not.toContain(SECRET);
		}
	});

	it('that is one of n8n already is passed on', () => {
		const told = tell(new BadInput('bad'));
		expect(tell(told)).toBe(told);
	});
});
