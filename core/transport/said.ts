import type { Marketplace } from '../marketplace';
import type { Refused } from './trouble';

/** What a hint tells of a refusal: what the marketplace's support asks for. */
export function saidBy({ describe }: Marketplace, { response, path }: Refused): string {
	const { code, requestId } = describe(response, path);
	return [
		`status ${response.status}`,
		...(code === undefined ? [] : [`code ${code}`]),
		...(requestId === undefined ? [] : [`request ID ${requestId}`]),
	].join(', ');
}
