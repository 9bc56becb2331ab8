import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came over the wire. */
export interface Sent {
	method: string;
	path: string;
	/** In their order; names decoded, values as written. */
	query: Array<[name: string, value: string]>;
	headers: Record<string, string>;
	body: string;
}

/** What the recorder gives back. */
export interface Answer {
	status: number;
	body: unknown;
	headers?: Record<string, string>;
}

/** A server that keeps what it was asked. */
export interface Recorder {
	url: string;
	sent: Sent[];
	close(): Promise<void>;
}

/** Token endpoints; what they want is not in these descriptions. */
const TOKEN_CALL = /^\/(external\/v1\/oauth2|auth\/o2|auth\/oauth|oauth2)\/token/;

export async function startRecorder(
	answer: (sent: Sent, target: string) => Answer | Promise<Answer>,
): Promise<Recorder> {
	const sent: Sent[] = [];
	const server = createServer((request, response) => {
		void (async () => {
			const asked = await read(request);
			if (!TOKEN_CALL.test(asked.path)) sent.push(asked);
			const { status, body, headers = {} } = await answer(asked, request.url ?? '');
			const written = Buffer.isBuffer(body) ? body : JSON.stringify(body);
			response.writeHead(status, { 'content-type': 'application/json', ...headers });
			response.end(status === 204 ? undefined : written);
		})().catch((error: unknown) => response.destroy(error as Error));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		sent,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Lets another server answer. */
export function forwardTo(url: () => string) {
	return async ({ method, headers, body }: Sent, target: string): Promise<Answer> => {
		const { host: _host, connection: _connection, ...rest } = headers;
		delete rest['content-length'];
		const response = await fetch(url() + target, {
			method,
			headers: rest,
			redirect: 'manual',
			...(body === '' ? {} : { body }),
		});
		const type = response.headers.get('content-type');
		return {
			status: response.status,
			body: Buffer.from(await response.arrayBuffer()),
			...(type === null ? {} : { headers: { 'content-type': type } }),
		};
	};
}

async function read(request: IncomingMessage): Promise<Sent> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const [path, query = ''] = (request.url ?? '').split('?');
	return {
		method: request.method ?? '',
		path,
		query: query
			.split('&')
			.filter(Boolean)
			.map((pair) => {
				const [name, ...value] = pair.split('=');
				return [decodeURIComponent(name), value.join('=')];
			}),
		headers: request.headers as Record<string, string>,
		body: Buffer.concat(chunks).toString('utf8'),
	};
}
