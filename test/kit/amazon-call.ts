/** What Amazon demands of every request, beside the token. */
export const AMAZON_HEADERS = {
	accept: 'application/json',
	'user-agent': 'Test/1.0 (Language=TypeScript/5; Platform=Linux)',
	'x-amz-date': '20261120T120000Z',
};

/** A request to the Selling Partner API of the sandbox, and its answer, read as JSON where there is any. */
export async function callAmazon(url: string, token: string, init: RequestInit = {}) {
	const headers = { ...AMAZON_HEADERS, 'x-amz-access-token': token, ...init.headers };
	const response = await fetch(url, { ...init, headers });
	const text = await response.text();
	const { status, headers: told } = response;
	// What an API answers has no type of ours.
	return { status, headers: told, body: (text === '' ? undefined : JSON.parse(text)) as any };
}
