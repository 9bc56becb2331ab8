import { randomBytes } from 'crypto';
import type { IDataObject, IHookFunctions, IPollFunctions } from 'n8n-workflow';
import type { ApiResponse } from '../../../core/marketplace';
import { list, object, text } from '../../../core/orders/read';
import { clock, HOUR_MS } from '../../../core/request/clock';
import type { Client } from '../../../core/client';
import { inFull } from '../../../core/operations/node-error';
import {
	InvalidInputError,
	ListError,
	NoResponseError,
	raise,
	ResponseError,
} from '../../../core/request/errors';
import { outsidePoll } from '../../../core/triggers/webhook';
import { serverTime } from '../../../core/request/server-clock';
import {
	closeWebhookMemory,
	openWebhookMemory,
	triggerKey,
} from '../../../core/triggers/webhook-memory';
import { ProcessMemory } from '../../../core/request/process-memory';
import { bigCommerce } from '../marketplace';
import { PROOF_HEADER } from './signature';

const PATH = '/v3/hooks';
const SCOPE = 'store/order/*';
/** BigCommerce switches hooks off by itself; so often somebody looks. See BEHAVIOR.md, Webhooks. */
const CHECK_EVERY_MS = HOUR_MS;
/** n8n starts: whoever could read an error is not there, and the polls must begin without the webhook. */
const UNATTENDED = ['init', 'leadershipChange'];

/** The webhook of one trigger, as it should be. */
export interface Hook {
	id: string | null;
	destination: string;
	secret: string;
}

interface KnownHook extends Hook {
	checkedAt: number;
	/** What their clock is ahead of ours. */
	skewMs: number;
}

/** By trigger. What n8n keeps for a webhook is out of a poll's sight. */
const known = new ProcessMemory<KnownHook>('hook');

/** What calls of this trigger's webhook are checked by, as far as this process knows it. */
export function knownHook(key: string): Readonly<KnownHook> | undefined {
	return known.get(key);
}

/** Whether the user wants a webhook beside the polls. */
function usesWebhook(context: IPollFunctions): boolean {
	return context.getNodeParameter('useWebhook', false) === true;
}

/** n8n asks before it creates: a webhook that is there already is put right. */
export async function hookExists(context: IHookFunctions): Promise<boolean> {
	const hook = hookOf(context);
	return await orWithout(context, async (client) => {
		guardDestination(hook, client);
		if (!(await adopt(hook, client))) return false;
		keep(context, hook);
		return true;
	});
}

export async function createHook(context: IHookFunctions): Promise<boolean> {
	const hook = hookOf(context);
	const former = keptHook(context);
	return await orWithout(context, async (client) => {
		guardDestination(hook, client);
		if (former?.id && former.destination !== hook.destination) await drop(former.id, client);
		await make(hook, client);
		keep(context, hook);
		return true;
	});
}

/** Whatever goes wrong here must not keep the workflow from being switched off. */
export async function deleteHook(context: IHookFunctions): Promise<boolean> {
	const hook = hookOf(context);
	const kept = context.getWorkflowStaticData('node');
	await removeHook(context, hook);
	delete kept.hook;
	return true;
}

/** Once an hour, at the end of a poll: the webhook is looked for, and switched on or made again. */
export async function maintainHook(context: IPollFunctions): Promise<void> {
	const hook = known.get(triggerKey(context));
	if (hook === undefined || context.getMode() === 'manual') return;
	if (!usesWebhook(context)) return await removeHook(context, hook);
	if (clock.now() - hook.checkedAt < CHECK_EVERY_MS) return;
	hook.checkedAt = clock.now();
	try {
		await outsidePoll(context, bigCommerce, async (client) => {
			if (!(await adopt(hook, client))) await make(hook, client);
		});
	} catch (error) {
		context.logger.warn(
			`${context.getNode().name}: the webhook could not be checked: ${inFull(error as Error)}`,
		);
	}
}

/** The hook of this trigger: as it was kept, or with a new secret. */
function hookOf(context: IHookFunctions): KnownHook {
	const key = triggerKey(context);
	const destination = context.getNodeWebhookUrl('default') ?? '';
	const former = keptHook(context);
	const isSame = former?.destination === destination;
	const hook: KnownHook = {
		id: isSame ? former.id : null,
		destination,
		secret: isSame ? former.secret : randomBytes(32).toString('base64url'),
		checkedAt: 0,
		skewMs: 0,
		...(known.get(key)?.destination === destination ? known.get(key) : {}),
	};
	known.set(key, hook);
	openWebhookMemory(key);
	return hook;
}

function keptHook(context: IHookFunctions): Hook | undefined {
	return context.getWorkflowStaticData('node').hook as unknown as Hook | undefined;
}

function keep(context: IHookFunctions, { id, destination, secret }: Hook): void {
	const kept: IDataObject = { id, destination, secret };
	context.getWorkflowStaticData('node').hook = kept;
}

/** See BEHAVIOR.md, Webhooks. */
function guardDestination({ destination }: Hook, { connection }: Client): void {
	const isReal = /^https:\/\/[^/]+\.bigcommerce\.com\//.test(connection.baseUrl);
	const url = URL.canParse(destination) ? new URL(destination) : undefined;
	if (!isReal || (url?.protocol === 'https:' && url.port === '')) return;
	throw new InvalidInputError(
		'BigCommerce calls webhooks only by https on port 443, but this n8n has another address',
		"Set n8n's WEBHOOK_URL to its public https address, or turn off 'Use Webhooks'",
	);
}

/** Puts a hook right that is there already; `false`, if there is none. Others are none of our business. */
async function adopt(hook: KnownHook, client: Client): Promise<boolean> {
	const query = { scope: SCOPE, destination: hook.destination };
	const response = await client.send({ method: 'GET', path: PATH, query });
	hook.skewMs = serverTime(response) - clock.now();
	hook.checkedAt = clock.now();
	const found = list(object(response.body).data).find(
		({ scope, destination }) => scope === SCOPE && destination === hook.destination,
	);
	if (found === undefined) return false;
	hook.id = text(found.id);
	const isRight = found.is_active === true && secretOf(found) === hook.secret;
	if (!isRight) {
		const path = `${PATH}/${hook.id}`;
		await client.send({ method: 'PUT', path, body: bodyOf(hook), idempotent: true });
	}
	return true;
}

function secretOf(found: Record<string, unknown>): unknown {
	const headers = Object.entries(object(found.headers));
	return headers.find(([name]) => name.toLowerCase() === PROOF_HEADER)?.[1];
}

function bodyOf({ destination, secret }: Hook): object {
	return { scope: SCOPE, destination, is_active: true, headers: { [PROOF_HEADER]: secret } };
}

async function make(hook: KnownHook, client: Client): Promise<void> {
	let response: ApiResponse;
	try {
		response = await client.send({ method: 'POST', path: PATH, body: bodyOf(hook) });
	} catch (error) {
		// One per destination: an answer may have been lost, or somebody else was faster.
		const mayBeThere =
			error instanceof NoResponseError ||
			(error instanceof ResponseError && ['invalid', 'transient'].includes(error.verdict));
		if (!mayBeThere || !(await adopt(hook, client))) return raise(error);
		return;
	}
	const body = object(response.body);
	hook.id = text(object(body.data ?? body).id);
	if (hook.id !== null || (await adopt(hook, client))) return;
	throw new ListError('BigCommerce did not create the webhook', 'Try again later');
}

/** Only this one hook, by its id. */
async function removeHook(
	context: IHookFunctions | IPollFunctions,
	hook: KnownHook,
): Promise<void> {
	const key = triggerKey(context);
	known.delete(key);
	closeWebhookMemory(key);
	try {
		await outsidePoll(context, bigCommerce, async (client) => {
			if (hook.id === null && !(await adopt(hook, client))) return;
			await drop(hook.id ?? '', client);
		});
	} catch (error) {
		context.logger.warn(
			`${context.getNode().name}: the webhook could not be deleted, BigCommerce disables it later: ${inFull(error as Error)}`,
		);
	}
}

async function drop(id: string, client: Client): Promise<void> {
	try {
		await client.send({ method: 'DELETE', path: `${PATH}/${id}`, idempotent: true });
	} catch (error) {
		if (error instanceof ResponseError && error.verdict === 'gone') return;
		return raise(error);
	}
}

/** With somebody there to read it, a failure is one; else the polls go on alone, and look for it later. */
async function orWithout(
	context: IHookFunctions,
	work: (client: Client) => Promise<boolean>,
): Promise<boolean> {
	try {
		return await outsidePoll(context, bigCommerce, work);
	} catch (error) {
		if (!UNATTENDED.includes(context.getActivationMode())) return raise(error);
		context.logger.warn(
			`${context.getNode().name}: the trigger continues without a webhook: ${inFull(error as Error)}`,
		);
		return true;
	}
}
