/** What `work` fails with; a test that expects a failure must not pass without one. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
	return await work.then(
		() => {
			throw new Error('It did not fail');
		},
		(error: unknown) => error,
	);
}
