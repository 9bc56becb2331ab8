import { describe, expect, it } from 'vitest';

import { RefusedWriteError } from '../../../../core/request/errors';
import {
	answerOf,
	changeOffers,
	isRefusedFor,
	type Result,
} from '../../../../nodes/Kaufland/offers/bulk';
import { OfferDesk } from './desk';

const CHANGES = ['11', '12', '13'].map((id) => ({ id, values: { amount: 4 } }));

describe('changes of many offers', () => {
	it('are one call, and each result is that of its ID, in whatever order they come', async () => {
		const data = [
			{ id_unit: '13', status_code: 200 },
			{ id_unit: 11, status_code: 400 },
			{ id_unit: 99, status_code: 200 },
			'x',
			null,
		];
		const desk = new OfferDesk(() => ({ status: 207, body: { data } }));
		const results = await changeOffers(CHANGES, 'de', desk.call);
		expect(results).toEqual([data[1], undefined, data[0]]);
		expect(desk.sent).toEqual([
			{
				method: 'POST',
				path: '/units/bulk',
				query: { storefront: 'de' },
				body: [11, 12, 13].map((id) => ({ id_unit: id, unit_data: { amount: 4 } })),
				idempotent: true,
			},
		]);
	});

	it('have no result, where the answer is no list', async () => {
		const desk = new OfferDesk(() => ({ status: 207, body: { data: 'x' } }));
		await expect(changeOffers(CHANGES, 'de', desk.call)).rejects.toThrow('not a list');
	});
});

describe('a result', () => {
	it.each<[string, Result | undefined]>([
		['is missing', undefined],
		['says nothing', { id_unit: 11 }],
		['is an internal error', { id_unit: 11, status_code: 500, key: 'internal_error' }],
	])('leaves open what became of it, where it %s', (_what, result) => {
		expect(answerOf(result)).toBeUndefined();
	});

	it('is done', () => {
		expect(answerOf({ id_unit: 11, status_code: 200 })).toMatchObject({ status: 'done' });
	});

	const refusalOf = (result: Result): RefusedWriteError => {
		const answer = answerOf(result);
		const error = answer?.status === 'failed' ? answer.error : undefined;
		expect(error).toBeInstanceOf(RefusedWriteError);
		return error as RefusedWriteError;
	};

	it('is a refusal, in the words of Kaufland', () => {
		const { message, details } = refusalOf({
			...{ id_unit: 11, status_code: 400, message: 'Parameters are wrong.' },
			errors: [{ field: 'amount', message: 'too small' }],
		});
		const said = 'Parameters are wrong.; amount: too small';
		expect(message).toBe(`Offer '11' was not changed: ${said}`);
		expect(details).toMatchObject({ said, code: '400' });
	});

	it('is a refusal without words', () => {
		const { message, details } = refusalOf({ id_unit: 11, status_code: 404 });
		expect(message).toBe("Offer '11' was not changed: Kaufland gives no reason");
		expect(details.said).toBeUndefined();
		expect(details.advice).toContain('may have been deleted');
	});

	it('names its field', () => {
		const errors = [{ field: 'listing_price', message: 'missing' }];
		expect(isRefusedFor('listing_price', { status_code: 400, errors })).toBe(true);
		expect(isRefusedFor('amount', { status_code: 400, errors })).toBe(false);
		expect(isRefusedFor('listing_price', { status_code: 200, errors })).toBe(false);
		expect(isRefusedFor('listing_price', undefined)).toBe(false);
	});
});
