import type { ApiResponse, Marketplace, Verdict } from '../marketplace';

/** The marketplace's own verdict; what should be JSON and is not is a hiccup for all of them. */
export function verdictOf(marketplace: Marketplace, response: ApiResponse): Verdict {
	const isGood = response.status >= 200 && response.status < 300;
	return isGood && response.malformed === true ? 'transient' : marketplace.classify(response);
}
