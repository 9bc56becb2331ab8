import dns from 'node:dns';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { vi } from 'vitest';

/** What the way to the marketplace does from its `after`th matching call on. */
export interface Blockade {
	/** `refuse`: nobody listens. `unknownHost`: no such name. `repeat`: the answer before once more. */
	how: 'refuse' | 'unknownHost' | 'repeat';
	/** Which calls count, as a regular expression on the URL. */
	path: string;
	after: number;
	/** `repeat` only: how many calls it spoils. */
	times?: number;
}

interface Answer {
	status: number;
	headers: http.IncomingHttpHeaders;
	body: Buffer;
}

/** The network between n8n and a marketplace: a proxy that can be shut, forgotten by DNS or behind its time. */
export class Gate {
	private readonly last = new Map<string, Answer>();
	private blockade?: Blockade;
	private passed = 0;
	private isShut = false;
	private server = this.newServer();
	private port = 0;

	private constructor(private readonly target: string) {}

	static async open(target: string): Promise<Gate> {
		const gate = new Gate(target);
		await gate.listen();
		return gate;
	}

	/** A name and no number, so that it has to be looked up. */
	get url(): string {
		return `http://localhost:${this.port}`;
	}

	/** To be called in each test: mocks are undone behind it. */
	watchNames(): void {
		vi.spyOn(dns, 'lookup').mockImplementation(((name: string, ...rest: unknown[]) => {
			const callback = rest.at(-1) as (error: Error | null, ...found: unknown[]) => void;
			const isUnknown = this.isShut && this.blockade?.how === 'unknownHost';
			if (isUnknown) {
				const error = new Error(`getaddrinfo ENOTFOUND ${name}`);
				return callback(Object.assign(error, { code: 'ENOTFOUND', hostname: name }));
			}
			const found = { address: '127.0.0.1', family: 4 };
			const wantsAll = (rest[0] as { all?: boolean } | undefined)?.all === true;
			return wantsAll ? callback(null, [found]) : callback(null, found.address, found.family);
		}) as never);
	}

	async block(blockade: Blockade): Promise<void> {
		await this.heal();
		this.blockade = blockade;
		this.passed = 0;
		if (blockade.how !== 'repeat' && blockade.after === 0) this.shut();
	}

	/** What was answered before is not remembered. */
	forget(): void {
		this.last.clear();
	}

	/** The way is free again. */
	async heal(): Promise<void> {
		const wasRefused = this.isShut && this.blockade?.how === 'refuse';
		this.blockade = undefined;
		this.isShut = false;
		if (wasRefused) await this.listen();
	}

	async close(): Promise<void> {
		await this.heal();
		this.server.closeAllConnections();
		this.server.close();
	}

	private newServer(): http.Server {
		return http.createServer((request, response) => void this.pass(request, response));
	}

	private async listen(): Promise<void> {
		this.server = this.newServer();
		await new Promise<void>((done) => this.server.listen(this.port, '127.0.0.1', done));
		this.port = (this.server.address() as AddressInfo).port;
	}

	private shut(): void {
		if (this.isShut) return;
		this.isShut = true;
		// Whoever has been let in gets an answer still.
		if (this.blockade?.how === 'refuse') this.server.close();
	}

	private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = String(request.url);
		const key = `${request.method} ${url.split('?')[0]}`;
		const answer = this.remembered(url, key) ?? (await this.ask(request));
		this.last.set(key, answer);
		const { blockade } = this;
		if (blockade && blockade.how !== 'repeat' && this.passed >= blockade.after) this.shut();
		// No connection outlives its call, so each call has to find its way anew.
		response.writeHead(answer.status, { ...answer.headers, connection: 'close' });
		response.end(answer.body);
	}

	/** Counts the call, and gives what a cache would give in place of an answer. */
	private remembered(url: string, key: string): Answer | undefined {
		const { blockade } = this;
		if (!blockade || !new RegExp(blockade.path).test(url)) return undefined;
		const at = this.passed++;
		const isSpoilt =
			at >= blockade.after && at < blockade.after + (blockade.times ?? Number.POSITIVE_INFINITY);
		return blockade.how === 'repeat' && isSpoilt ? this.last.get(key) : undefined;
	}

	private async ask(request: IncomingMessage): Promise<Answer> {
		const body: Buffer[] = [];
		for await (const chunk of request) body.push(chunk as Buffer);
		const { method, headers } = request;
		return await new Promise<Answer>((resolve, reject) => {
			const call = http.request(this.target + request.url, { method, headers }, (answer) => {
				const chunks: Buffer[] = [];
				answer.on('data', (chunk: Buffer) => chunks.push(chunk));
				answer.on('end', () =>
					resolve({
						status: answer.statusCode ?? 0,
						headers: answer.headers,
						body: Buffer.concat(chunks),
					}),
				);
			});
			call.on('error', reject);
			call.end(Buffer.concat(body));
		});
	}
}
