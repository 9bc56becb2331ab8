import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
	const server = createTlsServer(
		{ key: readFileSync(key), cert: readFileSync(cert) },
		(request, response) => void answer(hosts, request, response),
	);
	const proxy = createServer().on('connect', (request: IncomingMessage, client) => {
		const name = String(request.url).replace(/:443$/, '');
		if (!(name in hosts)) {
			unknown.push(name);
			client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
			return;
		}
		const behind = connect((server.address() as AddressInfo).port, '127.0.0.1', () => {
			client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			behind.pipe(client).pipe(behind);
		});
		for (const [one, other] of [
			[behind, client],
			[client, behind],
		]) {
			one.on('error', () => other.destroy());
		}
	});
	for (const one of [server, proxy]) {
		await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
	}
	const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
	return {
		environment: { HTTPS_PROXY: address, https_proxy: address, NODE_EXTRA_CA_CERTS: cert },
		unknown,
		close: async () => {
			for (const one of [server, proxy]) {
				const closed = new Promise((resolve) => one.close(resolve));
				one.closeAllConnections();
				await closed;
			}
			rmSync(folder, { recursive: true });
		},
	};
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
