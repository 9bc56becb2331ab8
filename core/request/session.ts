import { createHash } from 'crypto';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import type { Connection, CredentialUse } from '../marketplace';
import { text } from '../orders/read';
import { clock, inTime, Timers } from './clock';
import { Secrets } from './secrets';
import { NotSentError } from './errors';

/** The contexts in which n8n runs our code; all of them can send. */
export type Context =
	IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions | IPollFunctions | IWebhookFunctions;

/** n8n reads it from its database. */
const READING_MS = 30_000;

/** A credential in use: what it says, which token it holds, what must not be seen of it. */
export class Session {
	private known?: { count: number; secrets: Secrets };
	/** Every secret that this session has had in hand; a renewed token does not make the old one public. */
	private readonly seen = new Set<unknown>();
	/** For whatever must not take longer than it may. */
	readonly timers = new Timers(async (ms) => await clock.limit(ms));

	private constructor(
		readonly context: Context,
		readonly type: string,
		readonly use: CredentialUse,
		private fields: ICredentialDataDecryptedObject,
		private current: Connection,
		private readonly itemIndex: number,
	) {}

	static async open(
		context: Context,
		type: string,
		use: CredentialUse,
		itemIndex: number,
	): Promise<Session> {
		const fields = await read(context, type, itemIndex);
		return new Session(context, type, use, fields, connectionOf(use, fields), itemIndex);
	}

	get connection(): Connection {
		return this.current;
	}

	/** Two sessions with the same key share one token. */
	get key(): string {
		const id = this.context.getNode().credentials?.[this.type]?.id ?? '';
		return `${this.type}|${id}|${this.current.quotaOwner}|${this.current.baseUrl}`;
	}

	get secrets(): Secrets {
		for (const path of this.use.secrets) this.seen.add(at(this.fields, path));
		if (this.known?.count !== this.seen.size) {
			this.known = { count: this.seen.size, secrets: new Secrets([...this.seen]) };
		}
		return this.known.secrets;
	}

	/** Adds a token that the stored credential does not hold (yet). */
	keepSecret(token: unknown): void {
		this.seen.add(token);
	}

	/** Changes whenever somebody edits the credential or its token is renewed. */
	get fingerprint(): string {
		return createHash('sha256').update(JSON.stringify(this.fields)).digest('hex');
	}

	/** Reads the stored credential again: somebody else may have renewed its token. */
	async reload(): Promise<void> {
		this.fields = await read(this.context, this.type, this.itemIndex);
		this.current = connectionOf(this.use, this.fields);
	}

	/** The credential in the form that replaces the stored one for a call. An empty `token` forces a renewal. */
	decrypted(token?: string): ICredentialsDecrypted {
		const field = this.use.tokenField;
		const stored = this.context.getNode().credentials?.[this.type];
		const data =
			token === undefined || field === undefined ? this.fields : { ...this.fields, [field]: token };
		return { id: stored?.id ?? '', name: stored?.name ?? '', type: this.type, data };
	}
}

/** Every credential type has an optional name for its account. */
function connectionOf(use: CredentialUse, fields: ICredentialDataDecryptedObject): Connection {
	return { ...use.connect(fields), label: text(fields.accountLabel) ?? undefined };
}

/** An n8n that hangs here must not keep others waiting for a token for ever. */
async function read(
	context: Context,
	type: string,
	itemIndex: number,
): Promise<ICredentialDataDecryptedObject> {
	const reading = (context as IExecuteFunctions).getCredentials(type, itemIndex);
	return await inTime(
		reading,
		READING_MS,
		() => new NotSentError('it could not read the credential in time'),
	);
}

function at(fields: unknown, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>(
			(value, name) =>
				typeof value === 'object' && value !== null
					? (value as Record<string, unknown>)[name]
					: undefined,
			fields,
		);
}
