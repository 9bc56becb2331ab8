import type { ILoadOptionsFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { vi } from 'vitest';

import { forgetProcess } from '../../core/request/process-memory';
import { clock } from '../../core/request/clock';
import { startMarketplace } from '../../sandbox';
import type { MarketplaceServer } from '../../sandbox/kit/server';
import { CONNECTIONS } from '../../scripts/marketplaces';
import { nodeContext } from '../kit/node-context';
import type { Case } from './cases';
import { problemsOf } from './check';
import { forwardTo, startRecorder, type Recorder, type Sent } from './recorder';
import { NOW } from './samples';

/** What a run of the node sent, and what became of it. */
export interface Outcome {
	sent: Sent[];
	problems: string[];
	items: number;
	failure?: Error;
}

/** One node before a sandbox, with a recorder between them. */
export class Bench {
	private constructor(
		readonly subject: Case,
		private readonly server: MarketplaceServer,
		private readonly recorder: Recorder,
		private readonly operations = subject.operations(),
	) {}

	static async start(subject: Case): Promise<Bench> {
		const own = { quotaScale: 1000, now: () => clock.now(), ...subject.settings };
		const settings = { orders: subject.orders, ...own };
		stopTheClock();
		const server = await startMarketplace(subject.name, settings);
		const recorder = await startRecorder(forwardTo(() => server.url));
		// Kaufland's signature is of the address that the node calls.
		Object.assign(server.settings, { origin: recorder.url });
		return new Bench(subject, server, recorder);
	}

	async close(): Promise<void> {
		await this.recorder.close();
		await this.server.close();
	}

	/** Ids of orders that are there. */
	get held(): string[] {
		return this.server.backend.held().map(({ id }) => id);
	}

	/** Ids of the lines of an order. */
	lines(orderId: string): string[] {
		return this.server.backend.held().find(({ id }) => id === orderId)?.lineIds ?? [];
	}

	/** Runs the node with these parameters beside those of the resource `order`; `wish` is the grant's. */
	async run(parameters: Record<string, unknown>, wish: object = {}): Promise<Outcome> {
		reset();
		this.recorder.sent.length = 0;
		const outcome = { items: 0, failure: undefined as Error | undefined };
		try {
			outcome.items = (await this.node(parameters, wish).run()).length;
		} catch (error) {
			outcome.failure = error as Error;
		}
		return { ...outcome, ...this.judge() };
	}

	/** The values of a drop-down list that the marketplace fills. */
	async options({ typeOptions }: INodeProperties): Promise<Outcome & { values: unknown[] }> {
		reset();
		this.recorder.sent.length = 0;
		const [[, parameters]] = this.subject.variants;
		const context = Object.create(this.node(parameters).context, {
			getCurrentNodeParameter: { value: (name: string) => parameters[name] },
		}) as ILoadOptionsFunctions;
		const load = this.subject.node().methods?.loadOptions?.[typeOptions?.loadOptionsMethod ?? ''];
		const entries = (await load?.call(context)) as INodePropertyOptions[];
		return { items: entries.length, values: entries.map(({ value }) => value), ...this.judge() };
	}

	private node(parameters: Record<string, unknown>, wish: object = {}) {
		const asked = { expired: false, ...wish };
		const grant = this.server.backend.grant(asked) as Record<string, string>;
		const { name, fields = CONNECTIONS[name].fields } = this.subject;
		const sites = grant.marketplaceIds as unknown as string[] | undefined;
		return nodeContext({
			node: this.subject.node(),
			credentialType: this.subject.credentialType(),
			credential: fields(this.recorder.url, grant, true) as never,
			parameters: {
				resource: 'order',
				...(sites ? { marketplaceIds: sites } : {}),
				...parameters,
			} as never,
		});
	}

	private judge(): Pick<Outcome, 'sent' | 'problems'> {
		const sent = [...this.recorder.sent];
		const problems = sent.flatMap((request) => [
			...problemsOf(request, this.operations),
			...headerProblems(request, this.subject.headers),
		]);
		return { sent, problems };
	}
}

function headerProblems({ headers }: Sent, wanted: Record<string, RegExp>): string[] {
	return Object.entries(wanted)
		.filter(([name, pattern]) => !pattern.test(headers[name] ?? ''))
		.map(([name]) => `the header ${name} is ${headers[name]}`);
}

/** Time stands still, but for the waits, which take none. */
function stopTheClock(): void {
	let now = NOW;
	vi.spyOn(clock, 'now').mockImplementation(() => now);
	vi.spyOn(clock, 'sleep').mockImplementation(async (ms) => void (now += ms));
}

/** Nothing of an earlier run is left. */
export function reset(): void {
	stopTheClock();
	forgetProcess('quota');
	forgetProcess('token');
	forgetProcess('restricted');
}
