import { join } from 'node:path';
import type { ICredentialType, INodeType } from 'n8n-workflow';

import { AllegroOAuth2Api } from '../credentials/AllegroOAuth2Api.credentials';
import { AmazonSellingPartnerApi } from '../credentials/AmazonSellingPartnerApi.credentials';
import { AssistTenchoOAuth2Api } from '../credentials/AssistTenchoOAuth2Api.credentials';
import { BigCommerceApi } from '../credentials/BigCommerceApi.credentials';
import { KauflandApi } from '../credentials/KauflandApi.credentials';
import { NaverCommerceApi } from '../credentials/NaverCommerceApi.credentials';
import type { Marketplace } from '../core/marketplace';
import { allegro } from '../nodes/Allegro/marketplace';
import { amazon } from '../nodes/AmazonSellingPartner/marketplace';
import { assistTencho } from '../nodes/AssistTencho/marketplace';
import { bigCommerce } from '../nodes/BigCommerce/marketplace';
import { kaufland } from '../nodes/Kaufland/marketplace';
import { naver } from '../nodes/NaverCommerce/marketplace';
import type { MarketplaceName } from '../sandbox';

/** What n8n shows of a marketplace, and what the package knows of it. */
export interface Face {
	marketplace: Marketplace;
	credentialType: ICredentialType;
	node: INodeType;
	trigger: INodeType;
}

const KNOWN: Record<MarketplaceName, [Marketplace, ICredentialType, folder: string]> = {
	allegro: [allegro, new AllegroOAuth2Api(), 'Allegro'],
	amazon: [amazon, new AmazonSellingPartnerApi(), 'AmazonSellingPartner'],
	assistTencho: [assistTencho, new AssistTenchoOAuth2Api(), 'AssistTencho'],
	bigCommerce: [bigCommerce, new BigCommerceApi(), 'BigCommerce'],
	kaufland: [kaufland, new KauflandApi(), 'Kaufland'],
	naver: [naver, new NaverCommerceApi(), 'NaverCommerce'],
};

export async function faceOf(name: MarketplaceName): Promise<Face> {
	const [marketplace, credentialType, folder] = KNOWN[name];
	const [node, trigger] = [await load(folder, folder), await load(folder, `${folder}Trigger`)];
	return { marketplace, credentialType, node, trigger };
}

/** With its ending: without it, `X.node` is the codex file beside it. */
async function load(folder: string, name: string): Promise<INodeType> {
	const file = join(__dirname, '../nodes', folder, `${name}.node.ts`);
	const classes = (await import(file)) as Record<string, new () => INodeType>;
	return new classes[name]();
}
