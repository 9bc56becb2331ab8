import { EditorBrowser } from '../e2e/browser/browser';
import { prepareEditor } from './demo/editor';
import { endOnSignal } from './end-on-signal';
import { openLab, type Lab, type Sizes } from './lab';
import { itemsOf } from './n8n/execution';
import { installN8n, N8N_VERSIONS } from './n8n/install';
import { packThisPackage } from './pack';
import { PICTURES, type Ids } from './screenshots/pictures';
import {
	credentialWorkflows,
	ELSEWHERE,
	newOrders,
	ORDER_PANEL,
	READER,
} from './screenshots/workflows';

const SIZES: Sizes = {
	allegro: 40,
	amazon: 5,
	assistTencho: 5,
	bigCommerce: 5,
	naver: 5,
	kaufland: 5,
};

/** Saves all that is to be shown, and gives the ids of the workflows by their names. */
async function prepare(lab: Lab): Promise<Ids> {
	const { n8n } = lab;
	await n8n.importCredentials(ELSEWHERE);
	await n8n.importWorkflows([READER]);
	await n8n.start();
	await prepareEditor(lab);
	const rows = itemsOf(await n8n.execute(READER.id), 'Allegro');
	const ids: Ids = {};
	for (const { id: _ours, ...workflow } of [
		newOrders(rows),
		ORDER_PANEL,
		...credentialWorkflows(),
	]) {
		ids[workflow.name] = (await n8n.call<{ id: string }>('POST', '/workflows', workflow)).id;
	}
	return ids;
}

async function main(): Promise<void> {
	const tarball = await packThisPackage();
	const installation = await installN8n(N8N_VERSIONS[0]);
	const lab = await openLab({ installation, tarball, sizes: SIZES });
	try {
		const ids = await prepare(lab);
		const browser = await EditorBrowser.open(lab.n8n);
		try {
			for (const take of PICTURES) await take(browser, ids);
		} finally {
			await browser.close();
		}
	} finally {
		await lab.dispose();
	}
}

endOnSignal();
main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
