import { expect, it } from 'vitest';

import { failuresOf, isFinal } from '../../scripts/e2e-verdict';

const LOST = 'AssertionError: allegro:1 was handed to n8n: expected false to be true\n  at …';
const STUMBLED = 'Error: n8n: GET /executions/26: 500 {}\n  at …';

function reportOf(name: string, fullName: string, ...failureMessages: string[]) {
	const passed = { fullName: 'another', status: 'passed', failureMessages: [] };
	const failed = { fullName, status: 'failed', failureMessages };
	return {
		testResults: [{ name, status: 'failed', message: '', assertionResults: [passed, failed] }],
	};
}

it.each([
	['an order that was lost', '/a/triggers.e2e.ts', 'lose nothing', [LOST], true],
	[
		'an order that was lost, and then a stage that stumbled',
		'/a/triggers.e2e.ts',
		'lose nothing',
		[STUMBLED, LOST],
		true,
	],
	[
		'a secret that got out, whatever the file is about',
		'/a/account.e2e.ts',
		'leave no secret in logs',
		[LOST],
		true,
	],
	['an n8n that answers with 500', '/a/triggers.e2e.ts', 'lose nothing', [STUMBLED], false],
	['a page that shows something else', '/a/connect.e2e.ts', 'connects', [LOST], true],
])('%s', (_what, file, test, messages, final) => {
	const failures = failuresOf(reportOf(file, test, ...messages));
	expect(failures).toEqual([{ file, test, messages }]);
	expect(failures.map(isFinal)).toEqual([final]);
});

it('names a file whose preparation failed', () => {
	const skipped = { fullName: 'a test', status: 'skipped', failureMessages: [] };
	const file = {
		name: '/a/triggers.e2e.ts',
		status: 'failed',
		message: 'no n8n',
		assertionResults: [skipped],
	};
	const failures = failuresOf({ testResults: [file] });
	expect(failures).toEqual([
		{ file: '/a/triggers.e2e.ts', test: '(its preparation)', messages: ['no n8n'] },
	]);
	expect(failures.map(isFinal)).toEqual([false]);
});

it('finds nothing where there is no report', () => expect(failuresOf(undefined)).toEqual([]));
