import { createServer } from 'node:net';

import type { N8nInstallation } from './install';
import { environmentOf } from './runtime';

/** The account that the harness sets up; the instance listens on loopback only and is thrown away. */
export const OWNER = {
	email: 'owner@example.com',
	firstName: 'Demo',
	lastName: 'Owner',
	password: 'Demo-password-1',
};

/** Settings of whoever starts the harness, a test runner among them, must not reach the n8n under test. */
const FOREIGN =
	/^(N8N_|DB_|EXECUTIONS_|QUEUE_|GENERIC_|CREDENTIALS_|NODES_|VITEST|(NODE_ENV|NODE_OPTIONS|TEST|MODE|DEV|PROD|SSR|BASE_URL)$)/;

const QUIET = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	NO_COLOR: '1',
};

/**
 * n8n refuses every call ("Database is not ready!") when the database answers its ping in more than five seconds,
 * as it may behind many executions at once on a slow machine.
 */
const PATIENT = {
	DB_PING_INTERVAL_SECONDS: '3600',
	DB_POSTGRESDB_CONNECTION_TIMEOUT: '120000',
};

/** What an n8n process is started with. */
export function n8nEnvironment(
	installation: N8nInstallation,
	userFolder: string,
	extra: Record<string, string>,
): NodeJS.ProcessEnv {
	const own = Object.entries(environmentOf(installation.dir));
	const loopback = [process.env.NO_PROXY, '127.0.0.1', 'localhost'].filter(Boolean).join(',');
	return {
		...Object.fromEntries(own.filter(([name]) => !FOREIGN.test(name))),
		...QUIET,
		...PATIENT,
		NO_PROXY: loopback,
		no_proxy: loopback,
		N8N_USER_FOLDER: userFolder,
		// What n8n writes elsewhere goes with the folder, too.
		TMPDIR: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_SECURE_COOKIE: 'false',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		N8N_LOG_FORMAT: 'json',
		// The default in 2.x, which calls it deprecated there.
		...(installation.version.startsWith('1.') && { N8N_RUNNERS_ENABLED: 'true' }),
		...extra,
	};
}

/**
 * A stretch of ports for each process of the harness, below those that the system gives to whoever asks for any
 * (on Linux from 32768): n8n listens half a minute after its port was chosen, which until then nobody may take.
 * Above 10080, to which browsers and `fetch` refuse to go.
 */
const STRETCH = 100;
const lowest = 11_000 + (process.pid % 200) * STRETCH;
let offset = Math.floor(Math.random() * STRETCH);

/** Ports that nobody listens on right now; all differ. */
export async function freePorts(count: number): Promise<number[]> {
	const ports: number[] = [];
	for (let tried = 0; ports.length < count; tried++) {
		if (tried === STRETCH)
			throw new Error(`No free port between ${lowest} and ${lowest + STRETCH}`);
		const port = lowest + offset;
		offset = (offset + 1) % STRETCH;
		if (await isFree(port)) ports.push(port);
	}
	return ports;
}

async function isFree(port: number): Promise<boolean> {
	const server = createServer();
	return await new Promise((resolve, reject) => {
		server.once('error', ({ code }: NodeJS.ErrnoException) =>
			code === 'EADDRINUSE' ? resolve(false) : reject(new Error(`Port ${port}: ${code}`)),
		);
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});
}
