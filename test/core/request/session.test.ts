import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CredentialUse } from '../../../core/marketplace';
import { Session } from '../../../core/request/session';
import { NotSentError } from '../../../core/request/errors';
import { failureOf } from '../../kit/failure';
import { FakeClock } from '../../kit/fake-clock';
import { FakeContext } from '../../kit/fake-context';
import { shopCredential } from '../../kit/shop';

let time: FakeClock;

beforeEach(() => {
	time = new FakeClock();
});

async function open(
	stored: ICredentialDataDecryptedObject,
	use: Partial<CredentialUse> = {},
	id = 'credential-1',
) {
	const fake = new FakeContext(stored, () => ({ statusCode: 200 }));
	const credential = shopCredential(use);
	const session = await Session.open(fake.context(id), 'shopApi', credential, 0);
	return { fake, session };
}

describe('a credential in use', () => {
	it.each([
		['the credential', {}, 'credential-2'],
		['the owner', { quotaOwner: 'other' }, 'credential-1'],
		['the address', { baseUrl: 'https://sandbox.shop.example' }, 'credential-1'],
	])('shares its token with no other that differs in %s', async (_what, change, id) => {
		const connectTo = (more: object) => ({
			connect: () => ({ baseUrl: 'https://a.example', account: null, quotaOwner: 'me', ...more }),
		});
		const { session } = await open({}, connectTo({}));
		const { session: same } = await open({ token: 'renewed' }, connectTo({}));
		const { session: other } = await open({}, connectTo(change), id);
		expect(same.key).toBe(session.key);
		expect(other.key).not.toBe(session.key);
	});

	it('has the label that the user gave it, and shares its token with the same one unlabelled', async () => {
		const { session } = await open({ accountLabel: ' My Shop ' });
		const { session: same } = await open({ accountLabel: '' });
		expect(session.connection.label).toBe('My Shop');
		expect(same.connection.label).toBeUndefined();
		expect(same.key).toBe(session.key);
	});

	it('has another fingerprint as soon as any of its fields is another', async () => {
		const { session } = await open({ token: 'a', nested: { deep: 1 } });
		const { session: same } = await open({ token: 'a', nested: { deep: 1 } });
		const { session: other } = await open({ token: 'a', nested: { deep: 2 } });
		expect(same.fingerprint).toBe(session.fingerprint);
		expect(other.fingerprint).not.toBe(session.fingerprint);
		expect(session.fingerprint).not.toContain('a"');
	});

	it('sees what somebody else has stored, once it looks again', async () => {
		const { fake, session } = await open({ token: 'first-token-1', expiresAt: 1 });
		fake.stored = { token: 'other-token-2', expiresAt: 2 };
		expect(session.connection.token).toBe('first-token-1');
		await session.reload();
		expect(session.connection).toMatchObject({ token: 'other-token-2', tokenExpiresAt: 2 });
		expect(session.decrypted().data?.token).toBe('other-token-2');
	});

	it('lends n8n its fields with another token, and keeps its own', async () => {
		const stored = { token: 'first-token-1', shop: 'x' };
		const { session } = await open(stored, { tokenField: 'token' });
		expect(session.decrypted('')).toEqual({
			id: 'credential-1',
			name: 'My shop',
			type: 'shopApi',
			data: { token: '', shop: 'x' },
		});
		expect(session.decrypted().data).toEqual(stored);
		expect(session.decrypted().data).toEqual(stored);
	});

	it('without a field for tokens lends its fields as they are', async () => {
		const { session } = await open({ token: 'first-token-1' });
		expect(session.decrypted('restricted').data).toEqual({ token: 'first-token-1' });
	});

	it('is given up when n8n does not give it within half a minute', async () => {
		const fake = new FakeContext({}, () => ({ statusCode: 200 }));
		const context = fake.context();
		context.getCredentials = async () => await new Promise(() => undefined);
		const start = time.now;
		const failure = failureOf(Session.open(context, 'shopApi', shopCredential(), 0));
		expect(await time.run(failure)).toBeInstanceOf(NotSentError);
		expect(time.now - start).toBe(30_000);
	});

	it('is read for the item that it is for', async () => {
		const fake = new FakeContext({}, () => ({ statusCode: 200 }));
		const context = fake.context();
		const asked: unknown[] = [];
		context.getCredentials = async (...all: unknown[]) => {
			asked.push(all);
			return await Promise.resolve({} as never);
		};
		const session = await Session.open(context, 'shopApi', shopCredential(), 3);
		await session.reload();
		expect(asked).toEqual([
			['shopApi', 3],
			['shopApi', 3],
		]);
	});
});

describe('what must not be seen of a credential', () => {
	const PATHS = ['token', 'oauthTokenData.access_token', 'none.at.all'];

	it('is every secret that it has had in hand', async () => {
		const stored = { token: 'first-token-1', oauthTokenData: { access_token: 'deep-token-1' } };
		const { fake, session } = await open(stored, { secrets: PATHS });
		expect(session.secrets.mask('first-token-1 deep-token-1')).toBe('*** ***');
		fake.stored = { token: 'other-token-2', oauthTokenData: 'none' };
		await session.reload();
		session.keepSecret('lent-token-3');
		expect(session.secrets.mask('first-token-1 deep-token-1 other-token-2 lent-token-3')).toBe(
			'*** *** *** ***',
		);
	});

	it('is not looked up anew where nothing has changed', async () => {
		const { session } = await open({ token: 'first-token-1' }, { secrets: PATHS });
		expect(session.secrets).toBe(session.secrets);
	});
});
