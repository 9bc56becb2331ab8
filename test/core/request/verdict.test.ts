import { describe, expect, it } from 'vitest';
import { describeResponse, verdictOf } from '../../../core/request/retry';
import { answer, shop } from '../../kit/shop';

const PAGE = '<!DOCTYPE html><html><body>Attention</body></html>';

describe('what an answer means with every marketplace', () => {
	it.each([
		[200, {}, 'ok'],
		[204, {}, 'ok'],
		[200, { malformed: true }, 'transient'],
		[299, { malformed: true }, 'transient'],
		[400, { malformed: true }, 'invalid'],
		[300, {}, 'invalid'],
		[302, {}, 'invalid'],
		[399, {}, 'invalid'],
		[400, {}, 'invalid'],
		[408, {}, 'transient'],
		[425, {}, 'transient'],
		[426, {}, 'invalid'],
		[401, {}, 'expired'],
		[403, {}, 'denied'],
		[429, {}, 'throttled'],
		[500, {}, 'transient'],
	])('status %i %o is %s', (status, rest, verdict) => {
		expect(verdictOf(shop(), answer(status, rest))).toBe(verdict);
	});

	it.each([
		[300, 'denied'],
		[302, 'denied'],
		[399, 'denied'],
		[400, 'invalid'],
	])('status %i is %s where redirects lead to the login', (status, verdict) => {
		expect(verdictOf(shop({ redirectsToLogin: true }), answer(status))).toBe(verdict);
	});
});

describe('a page in front of the marketplace', () => {
	it.each([
		[403, PAGE, 'blocked'],
		[403, '<html lang="en">', 'blocked'],
		[403, '  \n<HTML><BODY>', 'blocked'],
		[403, '<!doctype\n html>', 'blocked'],
		[403, 'Forbidden', 'denied'],
		[403, '<htmlish>', 'denied'],
		[403, { page: PAGE }, 'denied'],
		[401, PAGE, 'expired'],
		[429, PAGE, 'throttled'],
	])('is one with status %i: %j is %s', (status, body, verdict) => {
		expect(verdictOf(shop(), answer(status, { body }))).toBe(verdict);
	});

	const denied = answer(403, { body: PAGE });

	it('is told as what it is, with what helps', () => {
		const told = describeResponse(shop({ displayName: 'The Shop' }), denied, '/x');
		expect(told.message).toBe(
			'A firewall or bot protection in front of The Shop blocks this server',
		);
		expect(told.advice).toMatch(/^Wait, and send fewer requests.*ask The Shop .*a proxy blocks it/);
		expect(describeResponse(shop({ blockedAdvice: 'Look there' }), denied, '/x').advice).toMatch(
			/a proxy blocks it\. Look there$/,
		);
	});

	it("is the marketplace's own where it knows such pages", () => {
		const market = shop({
			classify: () => 'blocked',
			describe: (_response, path) => ({ message: `Own words for ${path}` }),
		});
		expect(describeResponse(market, denied, '/x').message).toBe('Own words for /x');
	});

	it('is none where the marketplace answers itself', () => {
		expect(describeResponse(shop(), answer(403), '/x').message).toBe(
			'Shop denied access (status 403)',
		);
	});
});
