import type { IDataObject } from 'n8n-workflow';
import { expect } from 'vitest';

import type { Fault } from '../../sandbox/kit/faults';
import type { MarketplaceName } from './stage';

/** In which header the marketplace names a request. */
export const REQUEST_ID: Record<MarketplaceName, string> = {
	allegro: 'trace-id',
	amazon: 'x-amzn-requestid',
	assistTencho: 'x-request-id',
	bigCommerce: 'x-request-id',
	kaufland: 'x-request-id',
	naver: 'gncp-gw-trace-id',
};

/** Something that goes wrong, and what the user sets because of it. */
export interface Trouble {
	what: string;
	fault: Fault;
	options?: IDataObject;
}

/** Gone after one call: nobody has to hear of it. */
export const PASSING: Trouble[] = [
	{ what: 'status 500', fault: { kind: 'status', status: 500 } },
	{ what: 'status 502', fault: { kind: 'status', status: 502, body: '<h1>Bad Gateway</h1>' } },
	{ what: 'status 503', fault: { kind: 'status', status: 503 } },
	{ what: 'status 504', fault: { kind: 'status', status: 504 } },
	{ what: 'status 429', fault: { kind: 'status', status: 429 } },
	{
		what: 'status 429 with a hint',
		fault: { kind: 'status', status: 429, headers: { 'retry-after': '2' } },
	},
	{ what: 'a reset connection', fault: { kind: 'reset' } },
	{ what: 'no answer', fault: { kind: 'hang' }, options: { timeout: 20_000 } },
	{ what: 'half a document', fault: { kind: 'truncated' } },
	{ what: 'a page of HTML', fault: { kind: 'html' } },
	{ what: 'an empty answer', fault: { kind: 'empty' } },
];

/** Staying: an error with this `httpCode`, after no more requests than this. */
export interface Lasting extends Trouble {
	httpCode: string;
	atMost: number;
}

const TRIES = 4;
/** A refusal for too many calls did nothing, so it may be tried more often. */
const TRIES_WHEN_THROTTLED = 8;

export const LASTING: Lasting[] = [
	...['500', '502', '503', '504', '429'].map((httpCode) => ({
		what: `status ${httpCode}`,
		fault: { kind: 'status' as const, status: Number(httpCode) },
		httpCode,
		atMost: httpCode === '429' ? TRIES_WHEN_THROTTLED : TRIES,
	})),
	...['400', '403', '404', '409', '422'].map((httpCode) => ({
		what: `status ${httpCode}`,
		fault: { kind: 'status' as const, status: Number(httpCode) },
		httpCode,
		atMost: 1,
	})),
	{
		what: 'status 429 with a long hint',
		fault: { kind: 'status', status: 429, headers: { 'retry-after': '3600' } },
		httpCode: '429',
		atMost: 1,
	},
	{ what: 'a reset connection', fault: { kind: 'reset' }, httpCode: 'ECONNRESET', atMost: TRIES },
	{
		what: 'no answer',
		fault: { kind: 'hang' },
		options: { timeout: 20_000 },
		httpCode: 'ECONNABORTED',
		atMost: TRIES,
	},
	{ what: 'half a document', fault: { kind: 'truncated' }, httpCode: '200', atMost: TRIES },
	{ what: 'a page of HTML', fault: { kind: 'html' }, httpCode: '200', atMost: TRIES },
	{ what: 'an empty answer', fault: { kind: 'empty' }, httpCode: '200', atMost: TRIES },
];

/** How each marketplace is called in errors. */
export const TITLES: Record<MarketplaceName, string> = {
	allegro: 'Allegro',
	amazon: 'Amazon',
	assistTencho: 'Assist Tencho',
	bigCommerce: 'BigCommerce',
	kaufland: 'Kaufland',
	naver: 'Naver Commerce',
};

/** An error as n8n shows it. */
export interface Failure {
	name: string;
	message: string;
	description: string;
	httpCode?: string;
}

/** The error is n8n's, begins with what happened, and says in which marketplace and with which credential. */
export function expectTold(name: MarketplaceName, failure: Failure): void {
	expect(failure.name).toMatch(/^Node(Api|Operation)Error$/);
	expect(failure.message).not.toContain('credential');
	expect(failure.description).toContain(`Marketplace: ${TITLES[name]} · Credential: My account`);
}

export const STATUSES: readonly number[] = [400, 403, 404, 409, 422, 429, 500, 502, 503, 504];

const DOWN = [500, 502, 503, 504];

/** At these, the error says what happened and not what to do. */
export const UNADVISED: Record<MarketplaceName, number[]> = {
	allegro: [400, 422, ...DOWN],
	amazon: [409, 422, ...DOWN],
	assistTencho: [400, 409, 422, 429, ...DOWN],
	bigCommerce: [400, 409, 422, ...DOWN],
	kaufland: [400, 409, 422, ...DOWN],
	naver: [400, 409, 422, ...DOWN],
};
