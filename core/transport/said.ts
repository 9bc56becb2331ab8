import type { Marketplace } from '../marketplace';
import { Refused } from './trouble';

/** What a hint tells of a refusal: what the marketplace's support asks for. */
export function saidBy({ describe }: Marketplace, { response, path }: Refused): string {
	const { code, requestId } = describe(response, path);
	return [
		`status ${response.status}`,
		...(code === undefined ? [] : [`code ${code}`]),
		...(requestId === undefined ? [] : [`request ID ${requestId}`]),
	].join(', ');
}

/** Why a step of the way was left to a later one; secrets are still in it. */
export function reasonOf(marketplace: Marketplace, error: unknown): string {
	return error instanceof Refused
		? `Answered with ${saidBy(marketplace, error)}`
		: (error as Error).message;
}
