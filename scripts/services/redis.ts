import { createConnection } from 'node:net';

import { freePorts } from '../n8n/environment';
import { removeTemporary, temporaryFolder } from '../temporary';
import { Child } from './child';
import { find } from './find';
import type { Service } from './service';

const START_MS = 20_000;

/** A Redis on loopback that keeps nothing. */
export async function startRedis(): Promise<Service> {
	const program = find('redis-server');
	if (!program) throw new Error('redis-server is not installed');
	const folder = temporaryFolder('redis-');
	const [port] = await freePorts(1);
	const keepNothing = ['--save', '', '--appendonly', 'no', '--dir', folder];
	let log = '';
	const child = Child.start(
		program,
		['--port', String(port), '--bind', '127.0.0.1', ...keepNothing],
		{ cwd: folder },
		(text) => (log += text),
	);
	const stop = async () => {
		await child.stop();
		removeTemporary(folder);
	};
	try {
		await child.untilReady('Redis', START_MS, async () => await answersPing(port));
	} catch (error) {
		await stop();
		throw new Error(`${(error as Error).message}\n${log.slice(-2000)}`, { cause: error });
	}
	return { port, stop };
}

async function answersPing(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = createConnection({ host: '127.0.0.1', port }, () => socket.write('PING\r\n'));
		const settle = (answer: boolean) => {
			socket.destroy();
			resolve(answer);
		};
		socket.setTimeout(1000, () => settle(false));
		socket.once('data', (data) => settle(data.toString().startsWith('+PONG')));
		socket.once('error', () => settle(false));
	});
}
