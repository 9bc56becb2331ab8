import { describe, expect, it } from 'vitest';
import { requireFilled, requireLine } from '../../../core/access/pasted-code';
import { InvalidInputError } from '../../../core/request/errors';

describe('a field of a credential', () => {
	it.each([
		[' value\n', 'value'],
		['value', 'value'],
		[42, '42'],
		[0, '0'],
	])('%o is %o', (written, value) => {
		expect(requireFilled(written, 'Client ID')).toBe(value);
		expect(requireLine(written, 'Client ID')).toBe(value);
	});

	it.each([undefined, null, '', ' \n\t'])('%o is empty', (written) => {
		for (const read of [requireFilled, requireLine]) {
			expect(() => read(written, 'Client ID')).toThrow(InvalidInputError);
			expect(() => read(written, 'Client ID')).toThrow("'Client ID' is empty");
		}
	});

	it.each(['a b', 'a\nb', 'a\tb', 'a\u00a0b'])('%o is not in one piece', (written) => {
		expect(() => requireLine(written, 'Token')).toThrow("'Token' contains a space or a line break");
		expect(requireFilled(written, 'Name')).toBe(written);
	});
});
