import type { ApiResponse, Marketplace, Trouble, Verdict } from '../marketplace';

/** Request Timeout and Too Early: nothing is wrong with the request. */
const TOO_SOON = [408, 425];

/** The marketplace's own verdict, but for what is the same with all of them. */
export function verdictOf(marketplace: Marketplace, response: ApiResponse): Verdict {
	const { status } = response;
	if (status >= 200 && status < 300 && response.malformed === true) return 'transient';
	// A redirect that was not followed has brought nothing.
	if (status >= 300 && status < 400) {
		return marketplace.redirectsToLogin === true ? 'denied' : 'invalid';
	}
	if (TOO_SOON.includes(status)) return 'transient';
	return isBarrier(response) ? 'blocked' : marketplace.classify(response);
}

/** An answer as the marketplace's own words tell it; a page that stands in front of it has none. */
export function toldBy(marketplace: Marketplace, response: ApiResponse, path: string): Trouble {
	const isForeign = isBarrier(response) && marketplace.classify(response) !== 'blocked';
	return isForeign ? barrier(marketplace) : marketplace.describe(response, path);
}

/** What stands between this server and a marketplace that has not seen the call. */
export function barrier({ displayName, barredAdvice }: Marketplace): Trouble {
	const usual = `Wait, and send less at once. If that lasts, ask ${displayName} whether it blocks the IP address of this n8n, and look for a proxy on the way that blocks it`;
	return {
		message: `A firewall or a bot protection in front of ${displayName} blocks this server`,
		advice: barredAdvice === undefined ? usual : `${usual}. ${barredAdvice}`,
	};
}

/** A web page that says no: an API refuses in JSON. */
function isBarrier({ status, body }: ApiResponse): boolean {
	return status === 403 && typeof body === 'string' && /<(!doctype\s+html|html)\b/i.test(body);
}
