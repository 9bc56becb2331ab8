import { basename } from 'node:path';

/** What is read of vitest's JSON report. */
export interface Report {
	testResults: Array<{
		name: string;
		status: string;
		/** Why the file as a whole failed. */
		message: string;
		assertionResults: Array<{ fullName: string; status: string; failureMessages?: string[] }>;
	}>;
}

/** A test that failed, or a file that did not get as far as its tests. */
export interface Failure {
	file: string;
	test: string;
	messages: string[];
}

/**
 * Files that hold what must never happen, not even once in a thousand runs: an order lost or told twice, a token
 * lost or spent, a forged call believed. What one of their assertions finds is final.
 */
export const PROMISES = [
	'authorization.e2e.ts',
	'bigcommerce-webhook.e2e.ts',
	'orders.e2e.ts',
	'queue.e2e.ts',
	'token-life.e2e.ts',
	'tokens.e2e.ts',
	'triggers.e2e.ts',
];
/** A secret in a log, a page or an execution is final wherever it is found. */
const SECRETS = /secret/i;

export function failuresOf(report: Report | undefined): Failure[] {
	return (report?.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
		const failed = assertionResults.filter((test) => test.status === 'failed');
		if (failed.length === 0 && status === 'failed') {
			return [{ file: name, test: '(its preparation)', messages: [message] }];
		}
		return failed.map(({ fullName, failureMessages = [] }) => ({
			file: name,
			test: fullName,
			messages: failureMessages,
		}));
	});
}

/** Whether the package broke its promise; otherwise the stage on which it is tested may have stumbled. */
export function isFinal({ file, test, messages }: Failure): boolean {
	if (!messages.some((message) => message.startsWith('AssertionError'))) return false;
	return SECRETS.test(test) || PROMISES.includes(basename(file));
}
