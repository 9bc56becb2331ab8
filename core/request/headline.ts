import type { ApiResponse, ErrorDetails, Marketplace, Verdict } from '../marketplace';

/** An answer that says no, in words for a person. */
export interface Refusal extends ErrorDetails {
	/** What happened, in one sentence. */
	message: string;
}

/** What the marketplace did. Its name stands in front. */
const DEEDS: Readonly<Record<Verdict, string>> = {
	ok: 'answered',
	expired: 'refused the access token',
	denied: 'denied access',
	throttled: 'received too many requests',
	transient: 'could not process the request',
	gone: 'did not find',
	invalid: 'rejected the request',
	blocked: 'blocked the request',
};

/** Begins with what happened; the marketplace's own words follow, or the status where it has none. */
export function withHeadline(
	marketplace: Marketplace,
	verdict: Verdict,
	{ status }: ApiResponse,
	path: string,
	details: ErrorDetails,
): Refusal {
	// Own words beside a sentence of ours are shown further down.
	if (details.message !== undefined) return { ...details, message: details.message };
	const { said, ...rest } = details;
	const deed = deedOf(marketplace, verdict, status, path);
	return {
		...rest,
		message: said === undefined ? `${deed} (status ${status})` : `${deed}: ${said}`,
	};
}

function deedOf(
	{ displayName, orderPath }: Marketplace,
	verdict: Verdict,
	status: number,
	path: string,
): string {
	if (status >= 300 && status < 400) return `${displayName} redirected the request`;
	if (status === 401) return `${displayName} ${DEEDS.expired}`;
	if (verdict !== 'gone') return `${displayName} ${DEEDS[verdict]}`;
	const orderId = orderPath?.exec(path)?.[1];
	return orderId === undefined
		? `${displayName} ${DEEDS.gone} ${path}`
		: `Order '${orderId}' was not found`;
}
