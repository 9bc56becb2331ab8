import { parseArgs } from 'node:util';

import { stayOpen } from './demo/editor';
import { exampleWorkflow } from './demo/example';
import { deliveryOf, isWell, tableOf, verdictOf, type Delivery } from './demo/report';
import { summaryOf } from './demo/summary';
import { endOnSignal } from './end-on-signal';
import { openLab, type Lab, type Sizes } from './lab';
import { CONNECTIONS, MARKETPLACES } from './marketplaces';
import type { Execution } from './n8n/execution';
import {
	announcement,
	INSTALL_STEPS,
	installN8n,
	isInstalled,
	N8N_VERSIONS,
	type N8nVersion,
} from './n8n/install';
import type { Workflow } from './n8n/workflow';
import { packThisPackage } from './pack';
import { Progress, type Report, type Step } from './progress';

const USAGE = `npm run demo -- [options]

Reads every order of six marketplaces in a real n8n. The marketplaces run on this
computer and are made up; nothing is sent anywhere else.

  --open           leave n8n running afterwards, to look at the orders in the editor
  --json           show the example orders as JSON, with every field
  --n8n <version>  ${N8N_VERSIONS.join(' or ')} (default: ${N8N_VERSIONS[0]})
  --package <tgz>  use this tarball instead of building one
  --help           show this`;

/** What a few seconds allow: Amazon's quota gives twenty pages at once, Naver's two a second. */
const SIZES: Sizes = {
	allegro: 2000,
	amazon: 500,
	assistTencho: 300,
	bigCommerce: 2000,
	naver: 500,
	kaufland: 1000,
};

const OPTIONS = {
	open: { type: 'boolean', default: false },
	json: { type: 'boolean', default: false },
	n8n: { type: 'string', default: N8N_VERSIONS[0] },
	package: { type: 'string' },
	help: { type: 'boolean', default: false },
} as const;

/** What `demo` was asked for. */
interface Wishes {
	open: boolean;
	json: boolean;
	n8n: N8nVersion;
	package?: string;
}

/** What takes time, in order. */
function stepsOf(wishes: Wishes): Step[] {
	const orders = Object.values(SIZES).reduce((sum, size) => sum + size, 0);
	return [
		...(wishes.package ? [] : [{ title: 'Building the package', seconds: 10 }]),
		...(isInstalled(wishes.n8n) ? [] : INSTALL_STEPS),
		{ title: 'Preparing n8n', seconds: 20 },
		{ title: 'Starting n8n', seconds: 15 },
		{ title: `Reading ${orders.toLocaleString('en')} orders`, seconds: 20 },
	];
}

/** Runs the example against the sandboxes. */
async function read(lab: Lab, workflow: Workflow, progress: Progress): Promise<Execution> {
	await lab.n8n.importWorkflows([workflow]);
	progress.begin();
	await lab.n8n.start();
	const timer = setInterval(reportReading, 1000, lab, progress.begin());
	try {
		return await lab.n8n.execute(workflow.id);
	} finally {
		clearInterval(timer);
	}
}

/** One marketplace is read after the other. */
function reportReading({ servers }: Lab, report: Report): void {
	const asked = Object.values(servers).filter((server) => server.stats().requests > 0);
	report((asked.length - 1) / MARKETPLACES.length);
}

function show(deliveries: readonly Delivery[], { json, open }: Wishes): void {
	const examples = deliveries.map(
		({ cells: [title], example }) =>
			example &&
			(json ? `${title}:\n${JSON.stringify(example, null, 2)}` : summaryOf(title, example)),
	);
	const next = isWell(deliveries) && !open ? ' Now see it in n8n: npm run demo -- --open' : '';
	const verdict = `${verdictOf(deliveries)}${next}`;
	console.log(
		[
			'An order of each marketplace, as n8n gets it:',
			...examples.filter(Boolean),
			tableOf(deliveries),
			verdict,
		].join('\n\n'),
	);
}

async function demo(wishes: Wishes): Promise<void> {
	const progress = new Progress(stepsOf(wishes));
	if (!isInstalled(wishes.n8n)) console.log(announcement(wishes.n8n));
	if (!wishes.package) progress.begin();
	const tarball = wishes.package ?? (await packThisPackage());
	const installation = await installN8n(wishes.n8n, progress);
	progress.begin();
	const lab = await openLab({ installation, tarball, sizes: SIZES });
	try {
		const workflow = exampleWorkflow();
		const execution = await read(lab, workflow, progress);
		progress.end();
		const deliveries = MARKETPLACES.map((name) =>
			deliveryOf(execution, CONNECTIONS[name].title, lab.servers[name]),
		);
		show(deliveries, wishes);
		process.exitCode = isWell(deliveries) ? 0 : 1;
		if (wishes.open) await stayOpen(lab, workflow.id, execution);
	} catch (error) {
		console.error(lab.n8n.log.slice(-3000));
		throw error;
	} finally {
		await lab.dispose();
	}
}

/** What was asked for; nothing, if the answer is the usage. */
function wishesOf(args: string[]): Wishes | undefined {
	const { values } = parseArgs({ args, options: OPTIONS });
	const n8n = N8N_VERSIONS.find((version) => version === values.n8n);
	if (n8n && !values.help) return { ...values, n8n };
	console.log(USAGE);
	process.exitCode = values.help ? 0 : 2;
	return undefined;
}

async function main(): Promise<void> {
	const wishes = wishesOf(process.argv.slice(2));
	if (wishes) await demo(wishes);
}

endOnSignal();
main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
