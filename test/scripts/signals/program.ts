import { endOnSignal } from '../../../scripts/end-on-signal';
import { run } from '../../../scripts/n8n/run';
import { Child } from '../../../scripts/services/child';
import { temporaryFolder } from '../../../scripts/temporary';

// A program as the demo is one: a folder, a server that starts a process of its own, and a command. What it
// starts notes its pid in the file PIDS, cares about no SIGTERM, and makes the folder anew if it is gone.
const folder = temporaryFolder('program-');
const busy = `
	const { appendFileSync, mkdirSync } = require('node:fs');
	appendFileSync(process.env.PIDS, process.pid + ' ');
	process.on('SIGTERM', () => undefined);
	setInterval(() => {
		mkdirSync(process.argv[1], { recursive: true });
		appendFileSync(process.argv[1] + '/' + process.pid, 'x');
	}, 1);
`;
const starter = `
	const { spawn } = require('node:child_process');
	spawn(process.execPath, ['-e', ${JSON.stringify(busy)}, process.argv[1]], { stdio: 'inherit' });
	${busy}
`;

endOnSignal();
Child.start(process.execPath, ['-e', starter, folder], {}, () => undefined);
void run(process.execPath, ['-e', busy, folder]);
