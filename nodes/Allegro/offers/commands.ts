import { createHash } from 'crypto';

import type { ApiResponse } from '../../../core/marketplace';
import { itemsOf } from '../../../core/lists/pages';
import type { ItemCall } from '../../../core/operations/call';
import { list, object, part, parts, text } from '../../../core/orders/read';
import { pathSegment } from '../../../core/request/address';
import { clock, HOUR_MS, MINUTE_MS } from '../../../core/request/clock';
import { raise, RefusedWriteError, ResponseError } from '../../../core/request/errors';
import { ProcessMemory } from '../../../core/request/process-memory';
import type { Answer, Writer } from '../../../core/writes/operation';

const COMMANDS = '/sale/offer-bulk-modification-commands';
/** The first look at a command, and the longest time between two looks. */
const FIRST_LOOK_MS = 3000;
const LONGEST_LOOK_MS = 15_000;

/** How long commands take just now, so that the next ones are not looked at in vain. */
const durations = new ProcessMemory<number>('durations', { lifeMs: 10 * MINUTE_MS });

/** What becomes of one offer. See BEHAVIOR.md, Offers. */
export interface Modification {
	readonly offerId: string;
	readonly stock?: object;
	readonly prices?: Readonly<Record<string, object>>;
}

/** How often a command was carried out in this process, and since when it is tried again: the same again is another one. */
interface Turn {
	readonly count: number;
	readonly since?: number;
}

const turns = new ProcessMemory<Turn>('commands', { lifeMs: HOUR_MS });

/** So much the clocks of this server and of Allegro may differ. */
const CLOCKS_MS = 60_000;

/** Up to 25 offers in one command, which Allegro works through by and by; `closed` where it takes none from this application. */
export async function modify(
	modifications: readonly Modification[],
	writer: Writer,
): Promise<Array<Answer | undefined> | 'closed'> {
	const content = contentOf(modifications, writer.call);
	const { count: before = 0, since = clock.now() } = turns.get(content) ?? {};
	for (let count = before; ; count++) {
		turns.set(content, { count, since });
		const commandId = uuidOf(`${content} ${count}`);
		const begun = await begin({ commandId, modifications }, since, writer);
		if (begun === 'closed') return begun;
		if (begun === 'used') continue;
		const ids = modifications.map(({ offerId }) => [offerId]);
		const key = writer.call.client.connection.baseUrl;
		const began = clock.now();
		const answers = await results(commandId, ids, writer, durations.get(key) ?? FIRST_LOOK_MS);
		durations.set(key, Math.min(clock.now() - began, LONGEST_LOOK_MS));
		turns.set(content, { count: count + 1 });
		return answers;
	}
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

interface Command {
	readonly commandId: string;
	readonly modifications: readonly Modification[];
}

async function begin(
	command: Command,
	since: number,
	writer: Writer,
): Promise<'begun' | 'used' | 'closed'> {
	try {
		await writer.send({ method: 'POST', path: COMMANDS, body: command, idempotent: true });
		return 'begun';
	} catch (error) {
		if (isClosed(error)) return 'closed';
		if (!(error instanceof ResponseError) || error.response.status !== 409) return raise(error);
		return (await isOlder(command, since, writer)) ? 'used' : 'begun';
	}
}

/** The commands are a beta, which Allegro may close to an application. */
function isClosed(error: unknown): boolean {
	if (!(error instanceof ResponseError) || error.verdict === 'blocked') return false;
	return [403, 404, 406].includes(error.response.status);
}

/**
 * Whether a command with this ID was there before this try, from an earlier turn of a workflow that runs for hours, on
 * a server that was started since. Otherwise, it is the one that was just sent: it has arrived, its answer has not.
 */
async function isOlder({ commandId }: Command, since: number, { send }: Writer): Promise<boolean> {
	const { body } = await send({ method: 'GET', path: `${COMMANDS}/${pathSegment(commandId)}` });
	return Date.parse(text(object(body).createdAt) ?? '') < since - CLOCKS_MS;
}

/**
 * What became of offers of a command, in the order of `wanted`; several of one entry have one answer. Looks ever more
 * seldom, as long as the user waits. The tasks alone say it, so a command that is through costs one look. An offer that
 * they do not name has no answer.
 */
export async function results(
	commandId: string,
	wanted: ReadonlyArray<readonly string[]>,
	{ send, pause, waitUntil }: Writer,
	firstLookMs = 0,
): Promise<Array<Answer | undefined>> {
	const path = `${COMMANDS}/${pathSegment(commandId)}`;
	const handle = { type: 'command', id: commandId };
	const offerIds = wanted.flat();
	let wait = firstLookMs;
	for (let looks = 1; ; looks++) {
		const left = waitUntil - clock.now();
		// Who only asks gets one answer, however short the wait.
		const mayLook = left > 0 || wait === 0;
		if (!mayLook) return wanted.map(() => ({ status: 'accepted', handle }));
		await pause(Math.max(0, Math.min(wait, left)));
		wait = Math.min(Math.max(wait * 2, FIRST_LOOK_MS), LONGEST_LOOK_MS);
		const tasks = await look();
		if (offerIds.every((id) => tasks.answers.has(id))) return given(tasks.answers);
		// A command that has just begun may have no tasks yet. Later, one without them may be through.
		if (looks < 3 || offerIds.every((id) => tasks.named.has(id))) continue;
		const { body } = await send({ method: 'GET', path });
		if (text(object(body).completedAt) !== null) return given((await look()).answers);
	}

	async function look(): Promise<Tasks> {
		const query = { limit: 1000 };
		return tasksOf(await send({ method: 'GET', path: `${path}/tasks`, query }));
	}

	function given(answers: ReadonlyMap<string, Answer>): Array<Answer | undefined> {
		return wanted.map((ids) => together(ids.flatMap((id) => answers.get(id) ?? [])));
	}
}

/** One that failed counts, whatever else was done. */
function together(answers: readonly Answer[]): Answer | undefined {
	return answers.find(({ status }) => status === 'failed') ?? answers[0];
}

interface Task {
	subject: { offerId: string };
	status: string;
	message: string;
	errors: Array<{ code: string; message: string; userMessage: string }>;
}

interface Tasks {
	/** Of the tasks that are over, by their offer. */
	readonly answers: ReadonlyMap<string, Answer>;
	/** Offers that the command works on. */
	readonly named: ReadonlySet<string>;
}

function tasksOf(response: ApiResponse): Tasks {
	const tasks = parts(itemsOf(response, (body) => list(object(body).tasks)) as Task[]);
	const answers = new Map<string, Answer>();
	const named = new Set<string>();
	for (const task of tasks) {
		const id = text(part(task.subject).offerId) ?? '';
		named.add(id);
		const answer = answerOf(id, task);
		const known = answers.get(id);
		if (answer) answers.set(id, together(known ? [known, answer] : [answer]) as Answer);
	}
	return { answers, named };
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
