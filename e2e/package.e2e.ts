import { describe, expect, inject, it } from 'vitest';

import { CONNECTIONS, MARKETPLACES } from '../scripts/marketplaces';
import { N8n } from '../scripts/n8n/n8n';
import { warningsIn } from '../scripts/n8n/log';

describe.each(inject('installations'))('the packed package in n8n $version', (installation) => {
	it('loads its nodes and credentials without a warning', async () => {
		const n8n = N8n.create(installation);
		try {
			// The same both times, so that what n8n says of itself comes both times.
			await typesOf(n8n);
			const own = new Set(warningsIn(n8n.log));
			n8n.log = '';

			await n8n.installPackage(inject('tarball'));
			const { nodes, credentials } = await typesOf(n8n);

			expect(warningsIn(n8n.log).filter((warning) => !own.has(warning))).toEqual([]);
			const wanted = MARKETPLACES.map((name) => `n8n-nodes-marketplaces.${CONNECTIONS[name].node}`);
			expect(nodes.map(({ name }) => name)).toEqual(expect.arrayContaining(wanted));
			expect(credentials.map(({ name }) => name)).toEqual(expect.arrayContaining(CREDENTIALS));
		} finally {
			await n8n.dispose();
		}
	});
});

/** What n8n knows when it runs; it is started for that and stopped. */
async function typesOf(n8n: N8n) {
	await n8n.start();
	const nodes = await n8n.file<{ name: string }>('/types/nodes.json');
	const credentials = await n8n.file<{ name: string }>('/types/credentials.json');
	await n8n.stop();
	return { nodes, credentials };
}

const CREDENTIALS = [
	'allegroOAuth2Api',
	'amazonSellingPartnerApi',
	'assistTenchoApi',
	'assistTenchoOAuth2Api',
	'bigCommerceApi',
	'bigCommerceOAuth2Api',
	'kauflandApi',
	'naverCommerceApi',
];
