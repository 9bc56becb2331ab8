import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { clock } from '../core/request/clock';
import { writeQuery } from '../core/request/encoding';
import type { Face } from './faces';
import type { Ask, Question } from './peers/peer';

/** How n8n's helper answers. */
interface Answer {
	statusCode: number;
	headers: Record<string, string | undefined>;
	body: IDataObject;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/** Sends a peer's requests through n8n's helper with the credential of the node. */
export function asker(
	context: IAllExecuteFunctions,
	face: Face,
	credential: ICredentialDataDecryptedObject,
): Ask {
	const send = sender(context, face, credential);
	return async (question) => {
		for (let wait = FIRST_WAIT_MS; ; wait = Math.min(LONGEST_WAIT_MS, wait * 2)) {
			const { statusCode, headers, body } = await send(question);
			if (statusCode < 400) return body;
			if (statusCode !== 429) {
				throw new Error(`${question.path}: ${statusCode} ${JSON.stringify(body)}`);
			}
			const told = headers['retry-after'] ?? headers['x-retry-after'];
			await clock.sleep(told === undefined ? wait : Number(told) * 1000);
		}
	};
}

function sender(
	context: IAllExecuteFunctions,
	{ marketplace, credentialType }: Face,
	credential: ICredentialDataDecryptedObject,
): (question: Question) => Promise<Answer> {
	const use = marketplace.credentials[credentialType.name];
	const connection = use.connect(credential);
	return async ({ method = 'GET', path, query = {}, body }) => {
		const written = writeQuery(query, marketplace.arrayFormat);
		const options: IHttpRequestOptions = {
			method,
			url: `${connection.baseUrl}${path}${written === '' ? '' : `?${written}`}`,
			headers: {
				...marketplace.headers({ method, path }, clock.now()),
				...connection.headers,
				...(body && { 'content-type': marketplace.contentType(path) }),
			},
			...(body && { body }),
			json: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		};
		const { httpRequestWithAuthentication: helper } = context.helpers;
		const additional = use.oauth2 && { oauth2: use.oauth2 };
		return (await helper.call(context, credentialType.name, options, additional)) as Answer;
	};
}
