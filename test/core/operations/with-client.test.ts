import type { IExecuteFunctions } from 'n8n-workflow';
import { describe, expect, it, vi } from 'vitest';

import { withClient } from '../../../core/operations/with-client';
import { failureOf } from '../../kit/failure';
import { FakeContext } from '../../kit/fake-context';
import { shop } from '../../kit/shop';

const LIMITS = { maxWaitMs: 1000, timeoutMs: 1000 };

function contextOf(): { context: IExecuteFunctions; read: unknown[][] } {
	const fake = new FakeContext({ token: 'a-token-1' }, () => ({ statusCode: 200 }));
	const read: unknown[][] = [];
	const getCredentials = async (...args: unknown[]) => {
		read.push(args);
		return { token: 'a-token-1' };
	};
	return { context: Object.assign(fake.context(), { getCredentials }) as IExecuteFunctions, read };
}

const opening = (itemIndex?: number) => ({
	authentication: () => '',
	limits: () => LIMITS,
	itemIndex,
});

describe('a client for one piece of work', () => {
	it('is opened with the credential of the item', async () => {
		const { context, read } = contextOf();
		await withClient(context, shop(), opening(3), async () => 'done');
		expect(read).toEqual([['shopApi', 3]]);
	});

	it('is ended with the work, also where that fails', async () => {
		const { context } = contextOf();
		const signals: AbortSignal[] = [];
		const keep = (signal: AbortSignal) => {
			signals.push(signal);
			expect(signal.aborted).toBe(false);
		};
		await withClient(context, shop(), opening(), async ({ signal }) => keep(signal));
		const failing = withClient(context, shop(), opening(), async ({ signal }) => {
			keep(signal);
			throw new Error('broken');
		});
		expect(((await failureOf(failing)) as Error).message).toBe('broken');
		expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
	});

	it('is bound by what stands around the whole, its opening included', async () => {
		const { context } = contextOf();
		Object.assign(context, { getCredentials: async () => await new Promise(() => undefined) });
		// As a race does it: what comes after its end is heard by nobody.
		const within = vi.fn(async (all: Promise<string>) => {
			all.catch(() => undefined);
			return 'given up';
		});
		const work = async () => 'never';
		expect(await withClient(context, shop(), opening(), work, { within })).toBe('given up');
	});

	it('leaves it to the caller what becomes of an error, and says where it happened', async () => {
		const { context } = contextOf();
		const failed = vi.fn(() => 'instead');
		const broken = new Error('broken');
		const work = async (): Promise<string> => await Promise.reject(broken);
		expect(await withClient(context, shop(), opening(2), work, { failed })).toBe('instead');
		expect(failed).toHaveBeenCalledWith(
			broken,
			expect.objectContaining({ credentialType: 'shopApi', account: null, itemIndex: 2 }),
		);
	});

	it('knows an account that nobody names by its label', async () => {
		const { context } = contextOf();
		const stored = await context.getCredentials('shopApi');
		const labelled = { ...stored, accountLabel: 'My Shop' };
		Object.assign(context, { getCredentials: async () => await Promise.resolve(labelled) });
		const failed = vi.fn(() => 'instead');
		const work = async (): Promise<string> => await Promise.reject(new Error('broken'));
		await withClient(context, shop(), opening(), work, { failed });
		expect(failed).toHaveBeenCalledWith(
			expect.anything(),
			expect.objectContaining({ account: 'My Shop' }),
		);
	});

	it('fails as n8n shows it where the choice itself cannot be read', async () => {
		const { context } = contextOf();
		const authentication = () => {
			throw new Error('no such expression');
		};
		const work = async () => 'never';
		const failing = withClient(context, shop(), { ...opening(), authentication }, work);
		expect(((await failureOf(failing)) as Error).message).toContain('no such expression');
	});
});
