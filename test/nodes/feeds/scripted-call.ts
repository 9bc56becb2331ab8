import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import type { ApiRequest, ApiResponse } from '../../../core/marketplace';
import type { Call } from '../../../core/operations/call';
import { ResponseError } from '../../../core/request/errors';

/** What the marketplace of a test answers: a body, or a status that is an error. */
export type Answer = (request: ApiRequest) => object | number;

/** A call to a marketplace that answers as a test wants it to, at the time that it says. */
export class ScriptedCall {
	readonly asked: ApiRequest[] = [];
	readonly hints: string[] = [];
	parameters: IDataObject = {};

	constructor(
		public answer: Answer,
		public now: number,
	) {}

	/** The queries that went to a path. */
	queries(path: string): IDataObject[] {
		return this.asked
			.filter((request) => request.path === path)
			.map(({ query }) => JSON.parse(JSON.stringify(query ?? {})) as IDataObject);
	}

	get call(): Call {
		const collection = (name: string) => this.parameters[name] ?? {};
		return {
			client: { send: this.send, connection: { account: null, settings: { region: 'eu' } } },
			context: { getNode: () => ({ parameters: this.parameters }) },
			parameter: (name: string, fallback: unknown) => this.parameters[name] ?? fallback,
			collection,
			time: (value: string) => DateTime.fromISO(value, { setZone: true }),
			hint: (message: string) => void this.hints.push(message),
		} as unknown as Call;
	}

	private readonly send = async (request: ApiRequest): Promise<ApiResponse> => {
		this.asked.push(request);
		const body = this.answer(request);
		const headers = { date: new Date(this.now).toUTCString() };
		if (typeof body === 'object') return { status: 200, headers, body };
		const verdict = body === 404 ? 'gone' : 'invalid';
		throw new ResponseError({ status: body, headers, body: {} }, verdict, request.path);
	};
}
