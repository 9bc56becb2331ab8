import { parseArgs } from 'node:util';

import { exampleWorkflow } from './demo/example';
import { deliveryOf, tableOf } from './demo/report';
import { openLab, type Lab, type Sizes } from './lab';
import { CONNECTIONS, MARKETPLACES } from './marketplaces';
import { OWNER } from './n8n/environment';
import { installN8n, N8N_VERSIONS, type N8nVersion } from './n8n/install';
import { packThisPackage } from './pack';

const USAGE = `npm run demo -- [options]
  --open           leave the editor running afterwards
  --n8n <version>  ${N8N_VERSIONS.join(' or ')} (default: the first)
  --package <tgz>  use this tarball instead of building one`;

/** What a few minutes allow: Amazon's quota gives twenty pages at once, Naver's two a second. */
const SIZES: Sizes = {
	allegro: 2000,
	amazon: 500,
	assistTencho: 300,
	bigCommerce: 2000,
	naver: 500,
};

/** Runs the example against the five sandboxes; true if each delivered exactly what it holds. */
async function demo(lab: Lab): Promise<boolean> {
	const workflow = exampleWorkflow();
	await lab.n8n.importWorkflows([workflow]);
	console.log('Starting n8n …');
	await lab.n8n.start();
	console.log(`Running '${workflow.name}' …\n`);
	const execution = await lab.n8n.execute(workflow.id);
	const deliveries = MARKETPLACES.map((name) =>
		deliveryOf(execution, CONNECTIONS[name].title, lab.servers[name]),
	);
	for (const { cells, first } of deliveries) {
		console.log(`First order of ${cells[0]}:\n${JSON.stringify(first, null, 2)}\n`);
	}
	console.log(tableOf(deliveries));
	return deliveries.every(({ complaints }) => complaints.length === 0);
}

async function stayOpen(lab: Lab): Promise<void> {
	const { email, password } = OWNER;
	console.log(`\nEditor: ${lab.n8n.url}\nLogin:  ${email} / ${password}\nCtrl+C ends all.`);
	await new Promise(() => undefined);
}

/** Nothing stays behind, whenever the user has had enough. */
function endOnSignal(lab: Lab): void {
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			console.log('\nEnding …');
			void lab.dispose().finally(() => process.exit());
		});
	}
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			open: { type: 'boolean', default: false },
			n8n: { type: 'string', default: N8N_VERSIONS[0] },
			package: { type: 'string' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help || !N8N_VERSIONS.includes(values.n8n as N8nVersion)) {
		console.log(USAGE);
		process.exitCode = values.help ? 0 : 2;
		return;
	}
	const tarball = values.package ?? (await packThisPackage());
	const installation = await installN8n(values.n8n as N8nVersion);
	const lab = await openLab({ installation, tarball, sizes: SIZES });
	endOnSignal(lab);
	try {
		process.exitCode = (await demo(lab)) ? 0 : 1;
		if (values.open) await stayOpen(lab);
	} catch (error) {
		console.error(lab.n8n.log.slice(-3000));
		throw error;
	} finally {
		await lab.dispose();
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
