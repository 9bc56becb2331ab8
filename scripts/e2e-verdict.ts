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

/**
 * Whether an assertion found something: an order lost or told twice, a token lost, a secret, a wrong page. That
 * must never happen, not even once in a thousand runs. All else is the stage: n8n, the browser, the machine.
 */
export function isFinal({ messages }: Failure): boolean {
	return messages.some((message) => message.startsWith('AssertionError'));
}
