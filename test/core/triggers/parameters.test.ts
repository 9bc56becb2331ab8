import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { parametersNow } from '../../../core/triggers/parameters';

/** As n8n: an expression is evaluated whenever it is read, a value stands as it is. */
function node(parameters: IDataObject, evaluate: () => unknown) {
	const getNodeParameter = (name: string, fallback: unknown) => {
		if (!(name in parameters)) return fallback;
		return String(parameters[name]).startsWith('=') ? evaluate() : parameters[name];
	};
	return { getNode: () => ({ parameters }), getNodeParameter } as unknown as IPollFunctions;
}

describe('the parameters of a trigger', () => {
	it('are those of the moment at which the poll began', () => {
		let now = 1;
		const read = parametersNow(node({ date: '={{ $now }}', output: 'row' }, () => now));
		now = 2;
		expect([read('date'), read('output', 'order'), read('filters', 'none')]).toEqual([
			1,
			'row',
			'none',
		]);
	});

	it('fail where they are wanted', () => {
		const read = parametersNow(
			node({ date: '={{ $x }}', output: 'row' }, () => {
				throw new Error('not defined');
			}),
		);
		expect(read('output')).toBe('row');
		expect(() => read('date')).toThrow('not defined');
	});
});
