import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';

/** An answer as n8n's helper gives it with `returnFullResponse`. */
export interface RawAnswer {
	statusCode: number;
	headers?: Record<string, string>;
	body?: unknown;
}

type Answer = (options: IHttpRequestOptions, token: string) => RawAnswer | Promise<RawAnswer>;

/**
 * As much of n8n as the transport touches: a stored credential, and the two helpers. `renew` plays the
 * authorization server; what it gives is stored, as n8n does.
 */
export class FakeContext {
	readonly sent: Array<{ options: IHttpRequestOptions; token: string }> = [];
	renewals = 0;
	/** What goes wrong on the way, by throwing. */
	beforeAnswer: () => void = () => undefined;
	/** Given to the context, so that a test can press Stop. */
	readonly stop = new AbortController();

	constructor(
		public stored: ICredentialDataDecryptedObject,
		private readonly answer: Answer,
		/** What the authorization server does; a test may put itself in between. */
		public onRenewal: () => Promise<ICredentialDataDecryptedObject> = async () => ({}),
	) {}

	/** One context a caller, all with the same credential. */
	context(id = 'credential-1'): IExecuteFunctions {
		const node = { name: 'Shop', credentials: { shopApi: { id, name: 'My shop' } } };
		const refresh = async () => await this.store();
		const send = async (
			_type: string,
			options: IHttpRequestOptions,
			additional?: { credentialsDecrypted?: ICredentialsDecrypted },
		) => {
			const fields = additional?.credentialsDecrypted?.data ?? { ...this.stored };
			if (additional?.credentialsDecrypted && fields.token === '') {
				Object.assign(fields, await this.store());
			}
			const token = String(fields.token);
			this.sent.push({ options, token });
			this.beforeAnswer();
			const { body, headers = {}, statusCode } = await this.answer(options, token);
			return { statusCode, headers, body: Buffer.from(JSON.stringify(body ?? {})) };
		};
		return {
			getNode: () => node,
			getCredentials: async () => ({ ...this.stored }),
			getExecutionCancelSignal: () => this.stop.signal,
			helpers: { httpRequestWithAuthentication: send, refreshOAuth2Token: refresh },
		} as unknown as IExecuteFunctions;
	}

	private async store(): Promise<ICredentialDataDecryptedObject> {
		this.renewals++;
		const fresh = await this.onRenewal();
		this.stored = { ...this.stored, ...fresh };
		return fresh;
	}
}
