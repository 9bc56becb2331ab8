import type { Marketplace } from '../marketplace';

/** The credential type that the node's `authentication` asks for; without a choice, the first. */
export function credentialTypeFor({ credentials }: Marketplace, chosen: unknown): string {
	const types = Object.entries(credentials);
	const [type] = types.find(([, { authentication }]) => authentication === chosen) ?? types[0];
	return type;
}
