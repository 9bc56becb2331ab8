import type { ApiResponse, Marketplace, Verdict } from '../marketplace';

/** The marketplace's own verdict, but for what is the same with all of them. */
export function verdictOf(marketplace: Marketplace, response: ApiResponse): Verdict {
	const { status } = response;
	if (status >= 200 && status < 300 && response.malformed === true) return 'transient';
	// A redirect that was not followed has brought nothing.
	if (status >= 300 && status < 400) {
		return marketplace.redirectsToLogin === true ? 'denied' : 'invalid';
	}
	return marketplace.classify(response);
}
