import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Listening } from './listening';

/** What a host answers: the status, and a body that is sent as JSON. */
export type Answer = [status: number, body: unknown];

/** A service on the internet, as far as the examples use it. */
export type Host = (request: IncomingMessage, body: string) => Answer;

export interface Hosts {
	/** Makes n8n reach the hosts; it reaches no other. */
	environment: Record<string, string>;
	/** Hosts that were asked for and are not there. */
	readonly unknown: string[];
	close(): Promise<void>;
}

/**
 * Stands in for hosts on the internet, under their own names: a proxy such as companies have one, behind which a
 * server answers for each of them with a certificate that n8n is told to trust.
 */
export async function startHosts(hosts: Record<string, Host>): Promise<Hosts> {
	const folder = mkdtempSync(join(tmpdir(), 'stand-ins-'));
	const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
	certify(Object.keys(hosts), key, cert);
	const unknown: string[] = [];
	const behind = await Listening.start(
		createTlsServer(
			{ key: readFileSync(key), cert: readFileSync(cert) },
			(request, response) => void answer(hosts, request, response),
		),
	);
	const proxy = await Listening.start(
		createServer().on('connect', (request: IncomingMessage, client: Socket) => {
			const name = String(request.url).replace(/:443$/, '');
			if (name in hosts) return tunnel(client, behind.port);
			unknown.push(name);
			client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
		}),
	);
	const address = `http://127.0.0.1:${proxy.port}`;
	return {
		environment: { HTTPS_PROXY: address, https_proxy: address, NODE_EXTRA_CA_CERTS: cert },
		unknown,
		close: async () => {
			for (const one of [proxy, behind]) await one.close();
			rmSync(folder, { recursive: true });
		},
	};
}

function tunnel(client: Socket, port: number): void {
	const server = connect(port, '127.0.0.1', () => {
		client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		server.pipe(client).pipe(server);
	});
	server.on('error', () => client.destroy());
	client.on('error', () => server.destroy());
}

function certify(names: string[], key: string, cert: string): void {
	const alternatives = names.map((name) => `DNS:${name}`).join();
	const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
	const subject = ['-subj', '/CN=stand-ins', '-addext', `subjectAltName=${alternatives}`];
	const files = ['-keyout', key, '-out', cert];
	execFileSync('openssl', ['req', '-x509', '-days', '2', ...curve, ...subject, ...files], {
		stdio: 'pipe',
	});
}

async function answer(
	hosts: Record<string, Host>,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	let sent = '';
	for await (const part of request) sent += String(part);
	const [status, body] = hosts[String(request.headers.host)](request, sent);
	response.writeHead(status, { 'Content-Type': 'application/json' });
	response.end(JSON.stringify(body));
}
