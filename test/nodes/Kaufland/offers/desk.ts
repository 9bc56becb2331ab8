import type { ApiRequest, ApiResponse } from '../../../../core/marketplace';
import { ResponseError } from '../../../../core/request/errors';
import { verdictOf } from '../../../../core/request/retry';
import type { Call } from '../../../../core/operations/call';
import type { Writer } from '../../../../core/writes/operation';
import { kaufland } from '../../../../nodes/Kaufland/marketplace';

/** Answers calls as a test says: by method, path and storefront, e.g. `GET /units de`. */
export class OfferDesk {
	readonly sent: ApiRequest[] = [];

	constructor(
		private readonly answer: (call: string, request: ApiRequest) => Partial<ApiResponse>,
	) {}

	get calls(): string[] {
		return this.sent.map(callOf);
	}

	/** As far as looks and writes need it. */
	get call(): Pick<Call, 'client'> & Pick<Writer, 'send'> {
		const send = async (request: ApiRequest) => await Promise.resolve(this.respond(request));
		return { client: { send } as unknown as Call['client'], send };
	}

	private respond(request: ApiRequest): ApiResponse {
		this.sent.push(request);
		const given = this.answer(callOf(request), request);
		const response = { status: 200, headers: {}, body: {}, ...given };
		const verdict = verdictOf(kaufland, response);
		if (verdict !== 'ok') throw new ResponseError(response, verdict, request.path);
		return response;
	}
}

function callOf({ method, path, query }: ApiRequest): string {
	return [method, path, query?.storefront].filter((word) => word !== undefined).join(' ');
}
