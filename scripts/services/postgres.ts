import { chownSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { freePorts } from '../n8n/environment';
import { mustRun, run } from '../n8n/run';
import { removeTemporary, temporaryFolder } from '../temporary';
import { Child } from './child';
import { find } from './find';
import type { Service } from './service';

const START_MS = 30_000;

/** The account that owns everything; a trusted one, since the server listens on loopback only. */
export const POSTGRES_USER = 'n8n';

/** A PostgreSQL on loopback with an empty database named `postgres`. */
export async function startPostgres(): Promise<Service> {
	const program = find('initdb');
	if (!program) throw new Error('PostgreSQL is not installed');
	const folder = temporaryFolder('postgres-');
	try {
		// Its neighbours are found beside the program itself, not beside a link to it.
		return await start(dirname(realpathSync(program)), folder);
	} catch (error) {
		removeTemporary(folder);
		throw error;
	}
}

async function start(bin: string, folder: string): Promise<Service> {
	const account = await unprivileged();
	if (account) chownSync(folder, account.uid, account.gid);
	const data = join(folder, 'data');
	const sockets = join(folder, 'sockets');
	mkdirSync(sockets, { mode: 0o700 });
	if (account) chownSync(sockets, account.uid, account.gid);
	const options = { cwd: folder, ...account };
	const plain = ['--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'];
	const owner = `--username=${POSTGRES_USER}`;
	await mustRun(join(bin, 'initdb'), [`--pgdata=${data}`, owner, ...plain], options);

	const [port] = await freePorts(1);
	const settings = {
		listen_addresses: '127.0.0.1',
		port,
		unix_socket_directories: sockets,
		// What a crash of the machine would lose, this run does not need.
		fsync: 'off',
	};
	const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	let log = '';
	const write = (text: string) => (log += text);
	const child = Child.start(join(bin, 'postgres'), ['-D', data, ...flags], options, write);
	const stop = async () => {
		// "Fast shutdown": connections are cut, the data is left in order.
		await child.stop('SIGINT');
		removeTemporary(folder);
	};
	const address = ['-h', '127.0.0.1', '-p', String(port), '-d', 'postgres', '-U', POSTGRES_USER];
	const isReady = async () => (await run(join(bin, 'pg_isready'), address)).code === 0;
	try {
		await child.untilReady('PostgreSQL', START_MS, isReady);
	} catch (error) {
		await stop();
		throw new Error(`${(error as Error).message}\n${log.slice(-2000)}`, { cause: error });
	}
	return { port, stop };
}

/** PostgreSQL refuses to run as root; then it runs as the account that its package has made. */
async function unprivileged(): Promise<{ uid: number; gid: number } | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const id = async (flag: string) =>
		Number((await mustRun('id', [flag, 'postgres'])).stdout.trim());
	return { uid: await id('-u'), gid: await id('-g') };
}
