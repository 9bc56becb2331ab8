import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface Recorded {
	method: string;
	/** Path and query, not decoded. */
	url: string;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

export interface Answer {
	status?: number;
	headers?: Record<string, string>;
	body?: string | Buffer;
}

/** A server that notes what arrives, and answers whatever a test wants. */
export class Recorder {
	readonly calls: Recorded[] = [];
	answer: (call: Recorded) => Answer = () => ({ body: '{}' });
	url = '';

	private readonly server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { method = '', url = '', headers } = request;
			const call = { method, url, headers, body: Buffer.concat(chunks) };
			this.calls.push(call);
			const { status = 200, headers: own, body = '' } = this.answer(call);
			response.writeHead(status, { 'content-type': 'application/json', ...own });
			response.end(body);
		});
	});

	static async start(): Promise<Recorder> {
		const recorder = new Recorder();
		await new Promise<void>((resolve) => recorder.server.listen(0, '127.0.0.1', resolve));
		recorder.url = `http://127.0.0.1:${(recorder.server.address() as AddressInfo).port}`;
		return recorder;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}
