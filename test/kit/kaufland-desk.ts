import { createHmac } from 'node:crypto';

import {
	kaufland,
	type KauflandGrant,
	type KauflandBackend,
	type KauflandSettings,
} from '../../sandbox/kaufland/backend';
import { DEFAULTS } from '../../sandbox/kit/settings';
import { startServer, type MarketplaceServer } from '../../sandbox/kit/server';

/** What an API answers has no type of ours. */
type Json = any;

export interface Keys {
	clientKey: string;
	secretKey: string;
}

/** What a call has beyond its method and path; `headers` replaces what is signed. */
interface More {
	body?: unknown;
	keys?: Keys;
	headers?: Record<string, string>;
}

export const START = Date.parse('2026-11-20T12:00:00.000Z');

/** A Kaufland and somebody who calls it as its page on signing says. */
export class KauflandDesk {
	now = START;

	private constructor(
		readonly server: MarketplaceServer,
		readonly settings: KauflandSettings,
		readonly backend: KauflandBackend,
	) {}

	static async open(wanted: Partial<KauflandSettings> = {}): Promise<KauflandDesk> {
		const settings: KauflandSettings = {
			...DEFAULTS,
			...{ orders: 300, quotaScale: 1000, now: () => START },
			...wanted,
		};
		const backend = kaufland(settings);
		const desk = new KauflandDesk(await startServer(backend, settings), settings, backend);
		if (!wanted.now) settings.now = () => desk.now;
		return desk;
	}

	get grant(): KauflandGrant {
		return this.backend.grant({ expired: false }) as unknown as KauflandGrant;
	}

	/** A signed call below `/v2`. */
	async call(method: string, path: string, { body, keys, headers }: More = {}) {
		const url = `${this.server.url}/v2${path}`;
		const text = body === undefined ? '' : JSON.stringify(body);
		const signed = signedHeaders(keys ?? this.grant, method, url, text, this.settings.now());
		const response = await fetch(url, {
			method,
			headers: {
				'user-agent': 'Tests',
				...(text === '' ? {} : { 'content-type': 'application/json' }),
				...signed,
				...headers,
			},
			...(text === '' ? {} : { body: text }),
		});
		const answer = await response.text();
		const json: Json = answer === '' ? undefined : JSON.parse(answer);
		return { status: response.status, body: json, headers: response.headers };
	}

	async get(path: string, more?: More) {
		return await this.call('GET', path, more);
	}

	/** All that a list has, by offset. */
	async all(path: string, limit = 100): Promise<Json[]> {
		const found: Json[] = [];
		for (let total = 1, offset = 0; offset < total; offset += limit) {
			const sign = path.includes('?') ? '&' : '?';
			const { body } = await this.get(`${path}${sign}limit=${limit}&offset=${offset}`);
			found.push(...body.data);
			({ total } = body.pagination);
		}
		return found;
	}
}

export const BOTH = 'fulfillment_type=fulfilled_by_merchant&fulfillment_type=fulfilled_by_kaufland';

export function signedHeaders(
	{ clientKey, secretKey }: Keys,
	method: string,
	url: string,
	body: string,
	now: number,
): Record<string, string> {
	const timestamp = String(Math.floor(now / 1000));
	const text = `${method}\n${url}\n${body}\n${timestamp}`;
	return {
		'shop-client-key': clientKey,
		'shop-timestamp': timestamp,
		'shop-signature': createHmac('sha256', secretKey).update(text, 'utf8').digest('hex'),
	};
}
