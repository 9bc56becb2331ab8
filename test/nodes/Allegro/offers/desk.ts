import type { IDataObject } from 'n8n-workflow';

import type { ApiRequest, ApiResponse } from '../../../../core/marketplace';
import { NoResponseError, ResponseError } from '../../../../core/request/errors';
import { verdictOf } from '../../../../core/request/retry';
import type { Writer } from '../../../../core/writes/operation';
import { allegro } from '../../../../nodes/Allegro/marketplace';
import type { FakeClock } from '../../../kit/fake-clock';

/** What a call is answered with; nothing comes of `lost`. */
export type Given = Partial<ApiResponse> | 'lost';

const BULK = '/sale/offer-bulk-modification-commands';

/** Answers calls as a test says: the next of a kind, and the last of a kind for ever. */
export class OfferDesk {
	readonly sent: ApiRequest[] = [];

	constructor(
		private readonly clock: FakeClock,
		private readonly answers: Record<string, Given[]>,
	) {}

	/** Calls so far, in short: `POST`, `GET`, `GET tasks`, `PATCH 7`, `GET operation`. */
	get calls(): string[] {
		return this.sent.map(callOf);
	}

	writer(maxWaitMs = 60_000, executionId = '1'): Writer {
		const call = {
			context: { getExecutionId: () => executionId, getNode: () => ({ id: 'node' }) },
			client: { connection: { baseUrl: 'https://api.example', account: '7' } },
		};
		return {
			send: async (request: ApiRequest) => await this.send(request),
			waitUntil: this.clock.now + maxWaitMs,
			call: call as unknown as Writer['call'],
			pause: async (ms: number) => await this.clock.sleep(ms),
		};
	}

	private async send(request: ApiRequest): Promise<ApiResponse> {
		this.sent.push(request);
		const given = this.answers[callOf(request)] ?? [{ status: 404 }];
		const answer = given.length > 1 ? (given.shift() as Given) : given[0];
		if (answer === 'lost') throw new NoResponseError('ECONNRESET');
		const response = { status: 200, headers: {}, body: {}, ...answer };
		const verdict = verdictOf(allegro, response);
		if (verdict !== 'ok') throw new ResponseError(response, verdict, request.path);
		return await Promise.resolve(response);
	}
}

function callOf({ method, path }: ApiRequest): string {
	if (path.startsWith(BULK)) return `${method} ${path.endsWith('/tasks') ? 'tasks' : ''}`.trim();
	const [, , , id, operation] = path.split('/');
	return operation === undefined ? `${method} ${id}` : `${method} operation`;
}

export function task(offerId: string, status: string, more: IDataObject = {}): IDataObject {
	return { subject: { offerId, field: 'stock' }, status, message: '', errors: [], ...more };
}

export const tasks = (...all: IDataObject[]): Given => ({ body: { tasks: all } });
