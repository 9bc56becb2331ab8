import type { IDataObject } from 'n8n-workflow';

import type { ApiRequest } from '../../../core/marketplace';
import type { Call } from '../../../core/operations/call';
import { ScriptedCall, type Answer } from './scripted-call';

/** A report as it was asked for. */
export interface Wish {
	reportType: string;
	dataStartTime: string;
	dataEndTime?: string;
	marketplaceIds: string[];
}

interface File {
	status?: number;
	contentType?: string;
	body: Uint8Array;
}

const ROOT = '/reports/2021-06-30';

/** Amazon's Reports API: `write` gives the rows of a report, or nothing where Amazon cancels it. */
export class FakeReports {
	readonly wishes: Wish[] = [];
	/** What happened, in order: `ask 1`, `look 1`, `fetch 1`. */
	readonly log: string[] = [];
	readonly script: ScriptedCall;
	region = 'eu';
	/** How often a report is not finished yet. */
	looks = 0;
	/** Answers of other paths. */
	beside: Answer = () => 404;
	serve = (id: number): File => ({ body: Buffer.from(this.files.get(id) ?? '') });
	private readonly files = new Map<number, string | undefined>();
	private readonly looked = new Map<string, number>();

	constructor(
		private readonly write: (wish: Wish, id: number) => string | undefined,
		parameters: IDataObject = {},
	) {
		this.script = new ScriptedCall((request) => this.answer(request), Date.now());
		this.script.parameters = parameters;
	}

	get call(): Call {
		const { client, ...call } = this.script.call;
		const connection = {
			...client.connection,
			baseUrl: 'https://sellingpartnerapi-eu.amazon.com',
			settings: { region: this.region },
		};
		const context = {
			getNode: () => ({ parameters: this.script.parameters }),
			helpers: {
				httpRequest: async ({ url }: { url: string }) => {
					const id = Number(url.split('/').at(-1));
					this.log.push(`fetch ${id}`);
					const { status = 200, contentType = '', body } = this.serve(id);
					const headers = { 'content-type': contentType };
					return await Promise.resolve({ statusCode: status, headers, body: [body] });
				},
			},
		};
		return { ...call, client: { ...client, connection }, context } as unknown as Call;
	}

	private answer(request: ApiRequest): object | number {
		const { method, path, body } = request;
		if (!path.startsWith(ROOT)) return this.beside(request);
		const id = path.split('/').at(-1) ?? '';
		if (method === 'POST') {
			const made = this.wishes.push(body as Wish);
			this.log.push(`ask ${made}`);
			this.files.set(made, this.write(body as Wish, made));
			return { reportId: String(made) };
		}
		if (path.includes('/documents/')) return { url: `https://files.example/${id.slice(1)}` };
		const times = (this.looked.get(id) ?? 0) + 1;
		this.looked.set(id, times);
		this.log.push(`look ${id}`);
		if (times <= this.looks) return { processingStatus: 'IN_PROGRESS' };
		return this.files.get(Number(id)) === undefined
			? { processingStatus: 'CANCELLED' }
			: { processingStatus: 'DONE', reportDocumentId: `D${id}` };
	}
}
