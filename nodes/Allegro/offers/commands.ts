import { createHash } from 'crypto';

import type { ApiResponse } from '../../../core/marketplace';
import { itemsOf } from '../../../core/lists/pages';
import type { ItemCall } from '../../../core/operations/call';
import { list, object, part, parts, text } from '../../../core/orders/read';
import { pathSegment } from '../../../core/request/address';
import { clock, HOUR_MS } from '../../../core/request/clock';
import { raise, RefusedWriteError, ResponseError } from '../../../core/request/errors';
import { ProcessMemory } from '../../../core/request/process-memory';
import type { Answer, Writer } from '../../../core/writes/operation';

const COMMANDS = '/sale/offer-bulk-modification-commands';
/** The first look at a command, and the longest time between two looks. */
const FIRST_LOOK_MS = 3000;
const LONGEST_LOOK_MS = 15_000;

/** What becomes of one offer. See BEHAVIOR.md, Offers. */
export interface Modification {
	readonly offerId: string;
	readonly stock?: object;
	readonly prices?: Readonly<Record<string, object>>;
}

/** A command that was worked through, how often in this process: the same again is another one. */
const finished = new ProcessMemory<number>('commands', { lifeMs: HOUR_MS });

/** Up to 25 offers in one command, which Allegro works through by and by. */
export async function modify(
	modifications: readonly Modification[],
	writer: Writer,
): Promise<Array<Answer | undefined>> {
	const content = contentOf(modifications, writer.call);
	const commandId = uuidOf(`${content} ${finished.get(content) ?? 0}`);
	await begin(commandId, modifications, writer);
	const ids = modifications.map(({ offerId }) => offerId);
	const answers = await results(commandId, ids, writer);
	const isOver = answers.every((answer) => answer?.status !== 'accepted');
	if (isOver) finished.set(content, (finished.get(content) ?? 0) + 1);
	return answers;
}

/**
 * By its content and the run, so that the same command sent twice is carried out once. Not by the content alone: the
 * same stock may be set again tomorrow.
 */
function contentOf(modifications: readonly Modification[], { context, client }: ItemCall): string {
	const { baseUrl, account } = client.connection;
	const run = [context.getExecutionId(), context.getNode().id];
	return JSON.stringify([baseUrl, account, run, modifications]);
}

/** The form of a UUID that is made from a name. */
function uuidOf(name: string): string {
	const hex = createHash('sha256').update(name).digest('hex');
	const variant = '89ab'[parseInt(hex[16], 16) % 4];
	const digits = [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`];
	return [...digits, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

async function begin(
	commandId: string,
	modifications: readonly Modification[],
	{ send }: Writer,
): Promise<void> {
	try {
		await send({
			method: 'POST',
			path: COMMANDS,
			body: { commandId, modifications },
			idempotent: true,
		});
	} catch (error) {
		// It has arrived before.
		if (!(error instanceof ResponseError) || error.response.status !== 409) raise(error);
	}
}

/**
 * What became of each offer of a command, in the order of `offerIds`; looks ever more seldom, as long as the user
 * waits. The tasks alone say it, so a command that is through costs one look. An offer that they do not name has no answer.
 */
export async function results(
	commandId: string,
	offerIds: readonly string[],
	{ send, pause, waitUntil }: Writer,
): Promise<Array<Answer | undefined>> {
	const path = `${COMMANDS}/${pathSegment(commandId)}`;
	const handle = { type: 'command', id: commandId };
	for (let wait = FIRST_LOOK_MS; ; wait = Math.min(wait * 2, LONGEST_LOOK_MS)) {
		const left = waitUntil - clock.now();
		if (left <= 0) return offerIds.map(() => ({ status: 'accepted', handle }));
		await pause(Math.min(wait, left));
		const told = await look();
		if (offerIds.every((id) => told.has(id))) return offerIds.map((id) => told.get(id));
		const { body } = await send({ method: 'GET', path });
		if (text(object(body).completedAt) === null) continue;
		const last = await look();
		return offerIds.map((id) => last.get(id));
	}

	async function look(): Promise<Map<string, Answer>> {
		const query = { limit: 1000 };
		return answersOf(await send({ method: 'GET', path: `${path}/tasks`, query }));
	}
}

interface Task {
	subject: { offerId: string };
	status: string;
	message: string;
	errors: Array<{ code: string; message: string; userMessage: string }>;
}

/** The tasks that are over, by their offer. One that failed counts, whatever else was done for the offer. */
function answersOf(response: ApiResponse): Map<string, Answer> {
	const tasks = parts(itemsOf(response, (body) => list(object(body).tasks)) as Task[]);
	const answers = new Map<string, Answer>();
	for (const task of tasks) {
		const id = text(part(task.subject).offerId) ?? '';
		const answer = answerOf(id, task);
		if (answer && answers.get(id)?.status !== 'failed') answers.set(id, answer);
	}
	return answers;
}

function answerOf(id: string, task: Partial<Task>): Answer | undefined {
	const status = text(task.status);
	if (status === 'SUCCESS') return { status: 'done' };
	if (status !== 'FAIL') return undefined;
	const errors = parts(task.errors);
	const told = errors.flatMap(
		({ userMessage, message }) => text(userMessage) ?? text(message) ?? [],
	);
	const said = told.length > 0 ? told.join('; ') : (text(task.message) ?? undefined);
	const code = text(errors[0]?.code) ?? undefined;
	const error = new RefusedWriteError(
		`Offer '${id}' was not changed: ${said ?? 'Allegro gives no reason'}`,
		{
			said,
			code,
			advice: adviceFor(code),
		},
	);
	return { status: 'failed', error };
}

function adviceFor(code: string | undefined): string {
	if (code?.includes('QUANTITY') === true) return 'Check the quantity: Allegro takes 1 to 99,999';
	return "Correct the value, or look at the offer in Allegro's Sales Center";
}
