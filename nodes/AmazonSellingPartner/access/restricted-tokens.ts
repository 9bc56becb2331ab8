import type { Call } from '../../../core/operations/call';
import type { ApiRequest, ApiResponse, Send } from '../../../core/marketplace';
import { list, object, text } from '../../../core/orders/read';
import { clock } from '../../../core/request/clock';
import { ListError, ResponseError } from '../../../core/request/errors';
import { ProcessMemory } from '../../../core/request/process-memory';

/** A restricted data token lives an hour. See BEHAVIOR.md, Requests. */
const KEPT_MS = 50 * 60_000;
const RDT_PATH = '/tokens/2021-03-01/restrictedDataToken';

const cache = new ProcessMemory<{ token: string; until: number }>('restricted', {
	lifeMs: KEPT_MS,
});

/** One list or order of v0 with its personal data, as far as the roles of the app open it. */
export class PersonalData {
	/** What Amazon has refused; not asked for again during this run. */
	private readonly refused = new Set<string>();
	/** Paths with which Amazon refuses the token that it has granted for them. */
	private readonly useless = new Set<string>();
	private readonly fetching = new Map<string, Promise<string>>();

	constructor(
		private readonly call: Call,
		private readonly elements: readonly string[],
		private readonly plain: Send = call.client.send,
	) {}

	/** Sends with a restricted token for `resource`, a path with `{orderId}`; plainly where there is none. */
	async send(
		request: ApiRequest,
		resource: string,
		supported: readonly string[],
	): Promise<ApiResponse> {
		const token = this.useless.has(resource) ? undefined : await this.token(resource, supported);
		if (token === undefined) return await this.plain(request);
		const answer = await this.plain({ ...request, token }).catch(refusalOf);
		if (!(answer instanceof ResponseError)) return answer;
		if (answer.verdict === 'denied') return await this.goOnPlainly(request, resource);
		if (answer.verdict !== 'expired') throw answer;
		const key = this.key(resource, supported);
		// Another reader may have replaced it already.
		if (cache.get(key)?.token === token) cache.delete(key);
		const fresh = await this.token(resource, supported);
		if (fresh === undefined) return await this.plain(request);
		const again = await this.plain({ ...request, token: fresh }).catch(refusalOf);
		if (!(again instanceof ResponseError)) return again;
		const isOfToken = again.verdict === 'denied' || again.verdict === 'expired';
		if (!isOfToken) throw again;
		return await this.goOnPlainly(request, resource);
	}

	/** Amazon grants tokens that it refuses where they are used: docs#3579. Without one, the order comes all the same. */
	private async goOnPlainly(request: ApiRequest, resource: string): Promise<ApiResponse> {
		const answer = await this.plain(request);
		if (!this.useless.has(resource)) {
			this.useless.add(resource);
			this.call.hint(
				`Orders come without some personal data: Amazon granted a restricted data token for ${resource}, and refused it there`,
			);
		}
		return answer;
	}

	private wanted(supported: readonly string[]): string[] {
		return this.elements.filter((name) => supported.includes(name) && !this.refused.has(name));
	}

	private key(resource: string, supported: readonly string[]): string {
		const { baseUrl, quotaOwner } = this.call.client.connection;
		return [baseUrl, quotaOwner, resource, ...this.wanted(supported)].join('|');
	}

	private async token(resource: string, supported: readonly string[]): Promise<string | undefined> {
		for (;;) {
			const wanted = this.wanted(supported);
			if (wanted.length === 0) return undefined;
			const key = this.key(resource, supported);
			const kept = cache.get(key);
			if (kept && kept.until > clock.now()) return kept.token;
			const token = await this.fetchOnce(key, resource, wanted).catch(refusalOf);
			if (typeof token === 'string') return token;
			const lacking = lackingElements(token, wanted);
			if (lacking === undefined) throw token;
			this.giveUp(lacking);
		}
	}

	/** Orders are read side by side, and share what the first of them fetches. */
	private async fetchOnce(key: string, resource: string, wanted: string[]): Promise<string> {
		const underWay = this.fetching.get(key) ?? this.fetch(resource, wanted);
		this.fetching.set(key, underWay);
		try {
			const token = await underWay;
			cache.set(key, { token, until: clock.now() + KEPT_MS });
			return token;
		} finally {
			this.fetching.delete(key);
		}
	}

	private async fetch(path: string, dataElements: string[]): Promise<string> {
		const { body } = await this.plain({
			method: 'POST',
			path: RDT_PATH,
			body: { restrictedResources: [{ method: 'GET', path, dataElements }] },
			asksForToken: true,
			idempotent: true,
		});
		const answer = object(body);
		const token =
			text(answer.restrictedDataToken) ?? text(object(answer.payload).restrictedDataToken);
		if (token !== null) return token;
		throw new ListError('Amazon gave no restricted data token', 'Try again later');
	}

	private giveUp(lacking: readonly string[]): void {
		if (lacking.every((name) => this.refused.has(name))) return;
		lacking.forEach((name) => this.refused.add(name));
		this.call.hint(
			`Orders come without ${lacking.join(', ')}: the app has no restricted role that opens this personal data`,
		);
	}
}

/** An answer that refuses, to look into; every other failure goes on its way. */
function refusalOf(error: unknown): ResponseError {
	if (error instanceof ResponseError) return error;
	throw error;
}

/** What the app may not see, as Amazon names it, or all; `undefined` for any other error. */
function lackingElements(refusal: ResponseError, asked: readonly string[]): string[] | undefined {
	const { response, verdict } = refusal;
	if (response.status >= 500) return undefined;
	const said = list(object(response.body).errors)
		.flatMap(({ message, details }) => [text(message), text(details)])
		.join(' ');
	const isRole = /\bdo(es)? not have access\b/i.test(said);
	// A refusal without a word is a missing role, too.
	if (!isRole && verdict !== 'denied') return undefined;
	const named = (/\[([^\]]+)\]/.exec(said)?.[1] ?? '').split(',').map((name) => name.trim());
	const lacking = asked.filter((name) => named.includes(name));
	return lacking.length > 0 ? lacking : [...asked];
}
