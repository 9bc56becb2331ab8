import { randomBytes } from 'node:crypto';

import { invalid, type Query } from './params';

/** A list in pages whose token goes alone: reports and feeds. */
export class Pages<T> {
	private readonly open = new Map<string, { rest: T[]; size: number }>();

	/** `types` is the parameter that a first page needs. */
	constructor(private readonly types: string) {}

	page(query: Query, list: () => T[]): { page: T[]; next: { nextToken?: string } } {
		const { rest, size } = this.startOf(query, list);
		const following = rest.slice(size);
		const next = following.length > 0 ? { nextToken: this.remember(following, size) } : {};
		return { page: rest.slice(0, size), next };
	}

	private startOf(query: Query, list: () => T[]): { rest: T[]; size: number } {
		if (query.nextToken === undefined) {
			if (!query[this.types]) throw invalid(`Either ${this.types} or nextToken is required.`);
			return { rest: list(), size: Number(query.pageSize ?? 10) };
		}
		const page = this.open.get(query.nextToken);
		const isAlone = Object.keys(query).length === 1;
		if (!page || !isAlone) throw invalid('nextToken is not valid, or not the only parameter.');
		return page;
	}

	private remember(rest: T[], size: number): string {
		const token = randomBytes(30).toString('base64');
		this.open.set(token, { rest, size });
		return token;
	}
}
