import { expect, it } from 'vitest';

import {
	NoResponseError,
	reasonOf,
	ResponseError,
	describeRefusal,
} from '../../../core/request/errors';
import { answer, shop } from '../../kit/shop';

const refusal = new ResponseError(answer(404), 'gone', '/orders/7');

it.each([
	[{}, 'status 404'],
	[{ code: 'NOT_FOUND' }, 'status 404, code NOT_FOUND'],
	[{ requestId: 'R1' }, 'status 404, request ID R1'],
	[{ code: 'NOT_FOUND', requestId: 'R1' }, 'status 404, code NOT_FOUND, request ID R1'],
])("a hint tells what the marketplace's support asks for: %o", (told, said) => {
	const market = shop({ describe: () => ({ message: 'No', ...told }) });
	expect(describeRefusal(market, refusal)).toBe(said);
	expect(reasonOf(market, refusal)).toBe(`Answered with ${said}`);
});

it('the code is that of the API that was called', () => {
	const market = shop({ describe: (_response, path) => ({ message: 'No', code: `at ${path}` }) });
	expect(describeRefusal(market, refusal)).toBe('status 404, code at /orders/7');
});

it('what got no answer is told in its own words', () => {
	expect(reasonOf(shop(), new NoResponseError('ECONNRESET'))).toBe('No answer (ECONNRESET)');
});
