import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

import { openLab, type Lab } from '../scripts/lab';
import { CONNECTIONS, MARKETPLACES, nodeOf } from '../scripts/marketplaces';
import type { Execution, NodeRun } from '../scripts/n8n/execution';
import { items, MANUAL, workflowOf, type NodeSketch } from '../scripts/n8n/workflow';
import { describeAtOnce } from './at-once';

const SIZES = {
	allegro: 10,
	amazon: 10,
	assistTencho: 5,
	bigCommerce: 10,
	naver: 10,
	kaufland: 10,
};
/** What the marketplaces answer to calls that only this test makes. */
const GOOD = '/e2e/good';
const BAD = '/e2e/bad';
const DRIP = '/e2e/drip';
const MODES = ['continueErrorOutput', 'continueRegularOutput', undefined] as const;
/** How an error begins, and how it ends. */
const DEED = /^\S.* rejected the request/;
const WHERE = /Status 400 for \/e2e\/bad.* · Marketplace: .+ · Credential: .+/;
/** Which of three items fails. */
const PLACES = [0, 1, 2];

type Mode = (typeof MODES)[number];

/** `E` for error output, `R` for regular output, `S` for Stop: ids of workflows have to be short. */
const letterOf = (mode: Mode) => mode?.charAt('continue'.length) ?? 'S';

/** Three calls, of which one is refused. */
const callsWithBad = (place: number) =>
	[0, 1, 2].map((number) => ({ number, path: number === place ? BAD : GOOD }));

describe.each(inject('installations'))('what fails in n8n $version', (installation) => {
	let lab: Lab;

	beforeAll(async () => {
		lab = await openLab({ installation, tarball: inject('tarball'), sizes: SIZES, stored: true });
		for (const { settings, faults } of Object.values(lab.servers)) {
			settings.quotaScale = 1000;
			faults.set([
				{ kind: 'status', status: 201, body: '{"made":true}', path: GOOD },
				{ kind: 'status', status: 400, path: BAD },
				{ kind: 'drip', path: DRIP },
			]);
		}
		const workflows = MARKETPLACES.flatMap((name, index) => [
			...PLACES.flatMap((place) =>
				MODES.map((mode) => {
					const call = post(name, mode);
					const id = `post-${index}-${place}-${letterOf(mode)}`;
					return workflowOf(id, [MANUAL], [items(callsWithBad(place))], [call]);
				}),
			),
			workflowOf(`drip-${index}`, [MANUAL], [dripping(name)]),
		]);
		await lab.n8n.importWorkflows(workflows);
		await lab.n8n.start();
	});

	afterAll(async () => await lab?.dispose());

	/** A call that may not be sent twice, in a node that n8n runs up to three times. */
	function post(name: (typeof MARKETPLACES)[number], onError: Mode): NodeSketch {
		return {
			...nodeOf(name, {
				resource: 'apiRequest',
				operation: 'request',
				method: 'POST',
				path: '={{ $json.path }}',
				body: '={{ { number: $json.number } }}',
			}),
			...(onError && { onError }),
			retryOnFail: true,
			maxTries: 3,
			waitBetweenTries: 100,
		};
	}

	function dripping(name: (typeof MARKETPLACES)[number]): NodeSketch {
		return nodeOf(name, {
			resource: 'apiRequest',
			operation: 'request',
			path: DRIP,
			options: { timeout: 1000, maxWait: 10 },
		});
	}

	function runOf(execution: Execution, name: (typeof MARKETPLACES)[number]): NodeRun {
		const runs = execution.nodes[CONNECTIONS[name].title] ?? [];
		expect(runs).toHaveLength(1);
		return runs[0];
	}

	const named = MARKETPLACES.map((name, index) => ({ name, index }));
	describeAtOnce(named, '$name', ({ name, index }) => {
		describe.each(PLACES)('the item that is refused in place %i', (place) => {
			async function run(mode: Mode): Promise<{ execution: Execution; sent: number }> {
				lab.servers[name].resetStats();
				const execution = await lab.n8n.execute(`post-${index}-${place}-${letterOf(mode)}`);
				return { execution, sent: lab.servers[name].stats().statuses[201] ?? 0 };
			}

			it('leaves by the error output with its input, the others by the first one', async () => {
				const { execution, sent } = await run('continueErrorOutput');
				const [good, failed] = runOf(execution, name).outputs;
				expect(good).toEqual([{ made: true }, { made: true }]);
				expect(failed).toHaveLength(1);
				expect(failed[0]).toMatchObject({ number: place, path: BAD });
				expect(failed[0].error).toMatch(DEED);
				expect(failed[0].message).toMatch(WHERE);
				expect(sent).toBe(2);
			});

			it('is an error item in its place with Continue', async () => {
				const { execution, sent } = await run('continueRegularOutput');
				const { items: given } = runOf(execution, name);
				expect(given).toHaveLength(3);
				expect(given.map((item) => 'error' in item)).toEqual(PLACES.map((at) => at === place));
				expect(given[place]).toMatchObject({ httpCode: '400' });
				expect(given[place].error).toMatch(DEED);
				expect(given[place].description).toMatch(WHERE);
				expect(sent).toBe(2);
			});

			it('ends the workflow with Stop, and nothing before it is written twice', async () => {
				const { execution, sent } = await run(undefined);
				expect(execution.status).toBe('error');
				expect(execution.error?.node).toBe(CONNECTIONS[name].title);
				expect(sent).toBe(place);
			});
		});

		it('an answer that never ends is given up', async () => {
			const started = Date.now();
			const execution = await lab.n8n.execute(`drip-${index}`, 120_000);
			expect(execution.status).toBe('error');
			expect(execution.error?.node).toBe(CONNECTIONS[name].title);
			expect(Date.now() - started).toBeLessThan(90_000);
		});
	});
});
