import { credentialReference, nodeOf } from '../marketplaces';
import { MANUAL, workflowOf, type NodeSketch, type Workflow } from '../n8n/workflow';
import { FORMS, type CredentialForm } from './forms';

type Item = Record<string, unknown>;

/** Reads rows of the sandbox, which the pictures then show. */
export const READER = workflowOf(
	'rows',
	[MANUAL],
	[nodeOf('allegro', { resource: 'order', operation: 'getAll', limit: 10, output: 'row' })],
);

/** The panel of an action. */
export const ORDER_PANEL = workflowOf('order-panel', [
	nodeOf('allegro', { resource: 'order', operation: 'getAll' }),
]);

export const NEW_ORDERS = 'New orders';
export const ONCE = 'Only What Is New';

export const TRIGGER: NodeSketch = {
	name: 'New Order',
	type: 'n8n-nodes-marketplaces.allegroTrigger',
	parameters: {
		pollTimes: { item: [{ mode: 'everyX', value: 5, unit: 'minutes' }] },
		events: ['orderCreated'],
		output: 'row',
	},
	credentials: credentialReference('allegro'),
};

/** Credentials of other services; nobody is asked with them. */
export const ELSEWHERE = ['googleSheetsOAuth2Api', 'slackApi'].map((type) => ({
	...{ id: `elsewhere-${type}`, name: type, type },
	data: { accessToken: 'of nobody', clientId: 'nobody', clientSecret: 'of nobody' },
}));

const elsewhere = (type: string) => ({ [type]: { id: `elsewhere-${type}`, name: type } });

/** The picture of the first page: what is ordered becomes a row of a sheet and a message, once. */
export function newOrders(rows: readonly Item[]): Workflow & { pinData: unknown } {
	const once: NodeSketch = {
		name: ONCE,
		type: 'n8n-nodes-base.removeDuplicates',
		typeVersion: 2,
		parameters: {
			operation: 'removeItemsSeenInPreviousExecutions',
			dedupeValue: '={{ $json.eventKey }}:{{ $json.lineKey }}',
		},
	};
	const sheet: NodeSketch = {
		name: 'Google Sheets',
		type: 'n8n-nodes-base.googleSheets',
		typeVersion: 4.7,
		parameters: {
			operation: 'append',
			documentId: { __rl: true, mode: 'name', value: 'Orders' },
			sheetName: { __rl: true, mode: 'name', value: 'Sheet1' },
			columns: { mappingMode: 'autoMapInputData', value: {} },
		},
		credentials: elsewhere('googleSheetsOAuth2Api'),
	};
	const perOrder: NodeSketch = {
		name: 'One Message per Order',
		type: once.type,
		typeVersion: 2,
		parameters: {
			operation: 'removeDuplicateInputItems',
			compare: 'selectedFields',
			fieldsToCompare: 'eventKey',
		},
	};
	const message: NodeSketch = {
		name: 'Slack',
		type: 'n8n-nodes-base.slack',
		typeVersion: 2.7,
		parameters: {
			select: 'channel',
			channelId: { __rl: true, mode: 'name', value: '#orders' },
			text: '={{ $json.title }}',
		},
		credentials: elsewhere('slackApi'),
	};
	const workflow = workflowOf('new-orders', [TRIGGER], [once], [sheet], [perOrder], [message]);
	// Nothing leaves this computer: what the services would have answered is pinned.
	const pinned: Array<{ json: Item }> = rows.map((row) => ({
		json: { event: 'orderCreated', ...row },
	}));
	const orders = pinned.filter(
		({ json }, at) => rows.findIndex(({ eventKey }) => eventKey === json.eventKey) === at,
	);
	const pinData = { [TRIGGER.name]: pinned, [sheet.name]: pinned, [message.name]: orders };
	return { ...workflow, name: NEW_ORDERS, pinData };
}

/** One node a credential, from which its form is opened. */
export function credentialWorkflows(): Workflow[] {
	return Object.entries(FORMS).map(([picture, form]) => workflowOf(picture, [nodeFor(form)]));
}

function nodeFor({ name }: CredentialForm): NodeSketch {
	const { credentials: _ours, ...node } = nodeOf(name, {});
	return node;
}
