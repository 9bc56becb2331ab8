import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { INodeExecutionData } from 'n8n-workflow';
import { expect, vi } from 'vitest';

import { Stage, type MarketplaceName } from '../engine/stage';
import { expectTold, type Failure } from '../engine/troubles';
import { Gate } from './gate';
import { TimeOuts } from '../kit/time-outs';
import { disarm } from './play';
import { JumpClock, SCENES, type Scene } from './scene';
import type { Fault, Outcome } from './table';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Most tries of one call. */
const TRIES = 8;
/** The fault may strike late, and reports take some calls of their own. */
const SPARE = 25;
/** A call takes so long, so that what ends by the clock ends. */
const CALL_MS = 50;

type Grant = Record<string, string>;

/** What came of a run or a poll. */
export interface Outcomes {
	items?: INodeExecutionData[];
	failure?: Failure;
}

/** One marketplace, the way to it, and a clock that jumps over every wait. */
export class Bench {
	/** Calls of the API since the test began. */
	calls = 0;
	/** Calls of a list with which nothing is wrong. */
	healthy = 0;
	/** Calls that a fault has spoilt. */
	private spoilt = 0;
	private visitors = 0;
	private readonly timeOuts: TimeOuts;

	private constructor(
		readonly name: MarketplaceName,
		readonly time: JumpClock,
		readonly stage: Stage,
		readonly gate: Gate,
		private readonly elsewhere: Server,
	) {
		this.timeOuts = new TimeOuts((ms) => (time.now += ms));
	}

	static async open(name: MarketplaceName): Promise<Bench> {
		const time = new JumpClock();
		time.set();
		const stage = await Stage.open(name, {
			now: () => time.now + time.skew,
			...SCENES[name].settings,
		});
		const gate = await Gate.open(stage.server.url);
		const elsewhere = createServer((_request, response) => {
			bench.visitors++;
			response.end('[]');
		});
		const bench = new Bench(name, time, stage, gate, elsewhere);
		await new Promise<void>((done) => elsewhere.listen(0, '127.0.0.1', done));
		return bench;
	}

	async close(): Promise<void> {
		this.elsewhere.close();
		await Promise.all([this.stage.server.close(), this.gate.close()]);
	}

	/** To be called before each test: everything is as it was in the beginning, and all quotas are full. */
	async reset(): Promise<void> {
		vi.restoreAllMocks();
		this.time.set();
		this.timeOuts.set();
		this.gate.watchNames();
		await disarm(this);
		this.gate.forget();
		this.stage.reset();
		this.time.now += 2 * HOUR;
		this.calls = 0;
		this.spoilt = 0;
		const { faults } = this.stage.server;
		this.timeOuts.watch(faults);
		const next = faults.next.bind(faults);
		vi.spyOn(faults, 'next').mockImplementation((url) => {
			if (!/oauth|\/auth\//.test(url)) this.calls++;
			this.time.now += CALL_MS;
			const fault = next(url);
			if (fault) this.spoilt++;
			return fault;
		});
	}

	get scene(): Scene {
		return SCENES[this.name];
	}

	/** A host that nobody of us has to know. */
	get foreign(): string {
		return `http://127.0.0.1:${(this.elsewhere.address() as AddressInfo).port}/orders`;
	}

	/** Whether the fault is met before anything is read: where a token has to be renewed, or a request signed. */
	isDue({ play }: Fault): boolean {
		const renews = !['assistTencho', 'bigCommerce'].includes(this.name);
		return play.by === 'clock' && (this.name === 'kaufland' || (play.renewing && renews));
	}

	/** Sets the clocks as the fault wants them, and gives what consent gives. */
	grantFor(fault: Fault): Grant {
		if (fault.play.by === 'clock') this.time.skew = fault.play.minutes * MINUTE;
		return this.stage.grant({ expired: this.isDue(fault) });
	}

	/** Where the fault needs it, the way leads through the gate. */
	wayFor({ play }: Fault, grant: Grant): object {
		if (play.by !== 'network' && play.by !== 'cache') return { grant };
		const { stage, gate } = this;
		const fields = JSON.stringify(stage.credential(grant)).replaceAll(stage.server.url, gate.url);
		return { grant, credential: JSON.parse(fields) as object };
	}

	/** No error may show a secret, wherever it keeps its words. */
	async attempt(work: Promise<INodeExecutionData[]>, grant: Grant): Promise<Outcomes> {
		try {
			return { items: await work };
		} catch (error) {
			const { message, stack } = error as Error;
			const told = [message, stack, JSON.stringify(error)].join('\n');
			for (const field of ['accessToken', 'refreshToken', 'clientSecret', 'secretKey']) {
				if (grant[field]) expect(told).not.toContain(grant[field]);
			}
			return { failure: error as Failure };
		}
	}

	expectFailure({ failure }: Outcomes, outcome: Outcome & { kind: 'error' }): void {
		if (!failure) throw new Error(`There was no error "${outcome.says}"`);
		expectTold(this.name, failure);
		expect(`${failure.message}. ${failure.description}`).toContain(outcome.says);
		expect(failure.httpCode ?? undefined).toBe(outcome.httpCode);
	}

	/** No more calls than it takes, no more tokens, no shorter wait, and nobody elsewhere. */
	async expectUsage(fault: Fault, outcome: Outcome, began: number): Promise<void> {
		const { tokenCalls } = await this.stage.stats();
		const first = this.isDue(fault) ? 0 : (this.scene.tokens ?? 0);
		expect(this.calls).toBeLessThanOrEqual(this.healthy + this.scene.parallel * TRIES + SPARE);
		expect(tokenCalls).toBeLessThanOrEqual(first + 1);
		expect(this.visitors).toBe(0);
		if (
			outcome.kind === 'error' &&
			outcome.tries !== undefined &&
			fault.play.by === 'marketplace'
		) {
			expect(this.spoilt).toBeGreaterThanOrEqual(outcome.tries);
			expect(this.spoilt).toBeLessThanOrEqual(
				(outcome.most ?? outcome.tries) * this.scene.parallel,
			);
		}
		if (outcome.kind !== 'complete') return;
		expect(tokenCalls).toBe(first + (outcome.renewals ?? 0));
		expect(this.time.now - began).toBeGreaterThanOrEqual((outcome.waits ?? 0) * 1000);
	}
}

/** The items of a run that must not have failed. */
export function itemsOf({ items, failure }: Outcomes): INodeExecutionData[] {
	if (failure) throw failure as unknown as Error;
	return items ?? [];
}
