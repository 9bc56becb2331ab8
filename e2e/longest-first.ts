import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take more than a minute, the longest first. */
const LONG = [
	'examples',
	'triggers',
	'queue',
	'products',
	'bigcommerce-webhook',
	'writes',
	'failures',
	'orders',
	'credential-test',
	'token-life',
];

/** What starts last must not be long: nothing else would run beside it. */
export class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const rank = ({ moduleId }: TestSpecification) => {
			const at = LONG.indexOf(basename(moduleId, '.e2e.ts'));
			return at < 0 ? LONG.length : at;
		};
		return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
	}
}
