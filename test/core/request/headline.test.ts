import { describe, expect, it } from 'vitest';

import { describeResponse } from '../../../core/request/retry';
import { answer, shop } from '../../kit/shop';

const headline = (status: number, details: object = {}, path = '/orders') =>
	describeResponse(shop({ describe: () => details }), answer(status), path).message;

describe('the sentence about an answer that says no', () => {
	it.each([
		[302, 'Shop redirected the request'],
		[400, 'Shop rejected the request'],
		[401, 'Shop refused the access token'],
		[403, 'Shop denied access'],
		[404, 'Shop did not find /orders'],
		[418, 'Shop blocked the request'],
		[429, 'Shop received too many requests'],
		[503, 'Shop could not process the request'],
	])('begins with what happened (%i)', (status, deed) => {
		expect(headline(status)).toBe(`${deed} (status ${status})`);
		expect(headline(status, { said: 'No way' })).toBe(`${deed}: No way`);
	});

	it('is that of the marketplace where it knows better; the own words are kept beside it', () => {
		const told = describeResponse(
			shop({ describe: () => ({ message: 'The secret has expired', said: 'E7' }) }),
			answer(403),
			'/orders',
		);
		expect(told).toMatchObject({ message: 'The secret has expired', said: 'E7' });
	});

	it('of a refused token is the same where nobody can renew it', () => {
		const market = shop({ classify: () => 'denied', describe: () => ({}) });
		expect(describeResponse(market, answer(401), '/x').message).toBe(
			'Shop refused the access token (status 401)',
		);
	});

	it('says own words once', () => {
		const told = describeResponse(
			shop({ describe: () => ({ said: 'No way' }) }),
			answer(400),
			'/orders',
		);
		expect(told).not.toHaveProperty('said');
	});

	it.each([
		['/orders/7', "Order '7' was not found"],
		['/orders/7/notes', 'Shop did not find /orders/7/notes'],
	])('names the order that was not found (%s)', (path, message) => {
		const market = shop({ orderPath: /^\/orders\/(\d+)$/, describe: () => ({}) });
		expect(describeResponse(market, answer(404), path).message).toBe(`${message} (status 404)`);
	});
});
