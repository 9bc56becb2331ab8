import { expect, it } from 'vitest';

import { refusal, saidIn } from '../../../../nodes/AmazonSellingPartner/listings/issues';

it("says all of Amazon's reasons in one error, with the first code", () => {
	const issues = [{ code: '90220', message: "'size' is required." }, { message: 'Too cheap.' }];
	expect(refusal('A', issues)).toMatchObject({
		message: "SKU 'A' was not changed: 'size' is required.; Too cheap.",
		details: { code: '90220' },
	});
});

it('says that Amazon gives no reason', () => {
	expect(refusal('A', []).message).toBe("SKU 'A' was not changed: Amazon gives no reason");
	expect(saidIn([{ code: '1' }])).toEqual([]);
});
