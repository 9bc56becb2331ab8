import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { fastClock } from '../kit/fast-clock';
import { Recorder, type Answer } from '../kit/recorder';
import { TimeOuts } from '../kit/time-outs';
import { expectNoSecret, formsOf, secretsOf, SELDOM, WRITTEN } from './canaries';
import { LIST_PATH, MARKETPLACES, Stage, type MarketplaceName, type Setting } from './stage';
import { LASTING, REQUEST_ID } from './troubles';

/** With all that JSON, URLs and HTML write in another way. */
const ODD_SECRET = 'cAnArY+/="\\&%<é>-0123456789';
const TOKEN = 'tOkEnCaNaRy+/=.0123456789abcdef';
const ISSUED = 'iSsUeDcAnArY+/=.0123456789abcdef';

/** Fields that are secrets here, beside the consent's own. */
const CREDENTIAL: Record<MarketplaceName, Partial<ICredentialDataDecryptedObject>> = {
	allegro: {
		clientSecret: ODD_SECRET,
		oauthTokenData: { access_token: TOKEN, refresh_token: `refresh-${TOKEN}` },
	},
	amazon: { clientSecret: ODD_SECRET.replace('é', ''), refreshToken: `Atzr|${TOKEN}` },
	assistTencho: { clientSecret: ODD_SECRET, oauthTokenData: { access_token: TOKEN } },
	bigCommerce: { clientSecret: ODD_SECRET, accessToken: TOKEN },
	kaufland: { secretKey: ODD_SECRET },
	naver: { accessToken: TOKEN },
};

const isToken = ({ url }: { url: string }) => /token/.test(url);
const GOOD_TOKEN: Answer = {
	body: JSON.stringify({ access_token: ISSUED, expires_in: 3600, token_type: 'Bearer' }),
};

interface Echo {
	what: string;
	status: number;
	wrap: (secret: string) => string;
	contentType?: string;
}

const asJson = (text: string) =>
	JSON.stringify({
		...everywhere(text),
		errors: [everywhere(text)],
		invalidInputs: [everywhere(text)],
		data: [everywhere(text)],
		checkoutForms: [everywhere(text)],
		orders: [everywhere(text)],
		lastChangeStatuses: [everywhere(text)],
		totalCount: 1,
	});

function everywhere(text: string): IDataObject {
	const names =
		'id orderId code error error_description message userMessage details title path name traceId';
	return Object.fromEntries(names.split(' ').map((name) => [name, text]));
}

const ECHOES: Echo[] = [
	...[200, 400, 401, 403, 404, 429, 500].map((status) => ({
		what: `JSON with status ${status}`,
		status,
		wrap: asJson,
	})),
	...[200, 403, 503].map((status) => ({
		what: `HTML with status ${status}`,
		status,
		wrap: (text: string) => `<h1>Denied</h1><pre>${text}</pre>`,
		contentType: 'text/html',
	})),
	{ what: 'half of JSON', status: 200, wrap: (text) => asJson(text).slice(0, -3) },
	{ what: 'a redirect', status: 302, wrap: asJson },
];

describe.each(MARKETPLACES)('%s shows no secret', (name) => {
	let stage: Stage;
	let server: Recorder;
	let tokenIsGood = true;
	let rememberOld = false;

	beforeEach(async () => {
		const timeOuts = new TimeOuts(fastClock(200));
		timeOuts.set();
		[stage, server] = await Promise.all([Stage.open(name, { orders: 5 }), Recorder.start()]);
		stage.reset();
		timeOuts.watch(stage.server.faults);
		tokenIsGood = true;
		rememberOld = false;
	});
	afterEach(async () => {
		await Promise.all([stage.server.close(), server.close()]);
	});

	/** Runs the node and looks at all that anybody could see of it. */
	async function expectSilence(setting: Setting, forms = formsOf): Promise<void> {
		const node = stage.node(setting);
		const before = secretsOf(node.stored());
		const { logger } = node.context;
		const logs = (['debug', 'info', 'warn', 'error'] as const).map((level) =>
			vi.spyOn(logger, level),
		);
		const outcome: unknown = await node.run().catch((error: unknown) => error);
		const { clientId, clientSecret } = node.stored();
		// What a Basic header holds, in base64.
		const pair = clientSecret === undefined ? [] : [`${clientId}:${clientSecret}`];
		const secrets = [...before, ...secretsOf(node.stored()), ...pair];
		expect(secrets.length).toBeGreaterThan(0);
		const said = logs.flatMap(({ mock }) => mock.calls as unknown[]);
		expectNoSecret({ outcome, hints: node.context.hints, said }, secrets, forms);
	}

	/** Answers with every secret that it knows, in these forms; with an old token only if told to. */
	function echo({ status, wrap, contentType }: Echo, secrets: string[], forms = formsOf): void {
		let known = secrets;
		server.answer = ({ url, headers, body }): Answer => {
			if (isToken({ url }) && tokenIsGood) {
				known = [...known.filter((secret) => secret !== TOKEN || rememberOld), ISSUED];
				return GOOD_TOKEN;
			}
			const sent = [headers.authorization, headers['x-auth-token'], headers['x-amz-access-token']];
			const texts = [...sent, body.toString('utf8'), ...known.flatMap(forms)];
			const token = known.at(-1) ?? '';
			return {
				status,
				headers: {
					'content-type': contentType ?? 'application/json',
					[REQUEST_ID[name]]: encodeURIComponent(token),
					...(status === 302 ? { location: `https://evil.example/?t=${token}` } : {}),
				},
				body: wrap(texts.filter(Boolean).join(' ')),
			};
		};
	}

	function credential(): ICredentialDataDecryptedObject {
		const url = name === 'assistTencho' ? 'baseUrl' : 'apiBaseUrl';
		const all = {
			...stage.credential(stage.grant()),
			...CREDENTIAL[name],
			[url]: server.url,
			...(name === 'assistTencho' || name === 'naver' ? {} : { authBaseUrl: server.url }),
		};
		return all as ICredentialDataDecryptedObject;
	}

	/** The credential after its first use, when all that it needs is stored. */
	async function used(): Promise<ICredentialDataDecryptedObject> {
		server.answer = ({ url }) => (isToken({ url }) ? GOOD_TOKEN : { body: '{}' });
		const node = stage.node({ credential: credential(), parameters: request() });
		await node.run();
		return node.stored();
	}

	/** What the marketplace says of a token that has ended. */
	const ended = (): Answer => {
		return { status: 401, body: JSON.stringify(stage.server.backend.errorBody(401)) };
	};
	const request = () => stage.request('GET', LIST_PATH[name], { options: { fullResponse: true } });
	/** In JSON, everything is escaped by itself. */
	const unescaped = (secret: string) => formsOf(secret).toSpliced(1, 1);

	it.each(ECHOES)('of a server that echoes it as $what', async (kind) => {
		const stored = await used();
		echo(kind, secretsOf(stored), kind.wrap === asJson ? unescaped : formsOf);
		await expectSilence({ credential: stored });
		await expectSilence({ credential: stored, parameters: request() });
		expect(server.calls.length).toBeGreaterThan(1);
	});

	it.each(ECHOES)('of an authorization server that echoes it as $what', async (kind) => {
		tokenIsGood = false;
		echo(kind, secretsOf(credential()));
		const answer = server.answer;
		server.answer = (call) => (isToken(call) ? answer(call) : ended());
		await expectSilence({ credential: credential(), continueOnFail: true });
		await expectSilence({ credential: credential() });
		expect(server.calls.some(isToken)).toBe(['allegro', 'amazon', 'naver'].includes(name));
	});

	it.each(Object.keys(SELDOM))('echoed %s', async (form) => {
		const stored = await used();
		const forms = (secret: string) => [SELDOM[form](secret)];
		echo(ECHOES[0], secretsOf(stored), forms);
		await expectSilence({ credential: stored, parameters: request() }, forms);
	});

	it.each(Object.keys(WRITTEN))('echoed in JSON %s', async (form) => {
		const stored = await used();
		const wrap = (text: string) => WRITTEN[form](asJson(text));
		echo({ what: form, status: 200, wrap }, secretsOf(stored), (secret) => [secret]);
		await expectSilence({ credential: stored, parameters: request() });
	});

	// The answer to the request that also fetched the token is looked through for the old one only.
	const knowsNew = name === 'amazon' ? it : it;
	knowsNew('of a token that is echoed by the request that fetched it', async () => {
		echo(ECHOES[0], secretsOf(credential()), unescaped);
		await expectSilence({ credential: credential(), parameters: request() });
	});

	// After a renewal, only the new token is known.
	const isRenewable = name === 'allegro' || name === 'naver';
	it.runIf(isRenewable)('of a token that was renewed on the way', async () => {
		rememberOld = true;
		const stored = credential();
		echo(ECHOES[0], secretsOf(stored), unescaped);
		const answer = server.answer;
		server.answer = (call) => (server.calls.length === 1 ? ended() : answer(call));
		await expectSilence({ credential: stored, parameters: request() });
	});

	it.each(LASTING)('at $what', async ({ fault, options }) => {
		stage.server.faults.set([{ ...fault, path: LIST_PATH[name] }]);
		await expectSilence({ parameters: stage.everyOrder({ options }) });
	});

	it.each([true, false])('when all tokens have ended (revoked: %s)', async (revoke) => {
		const grant = stage.grant();
		stage.server.backend.expireTokens({ revoke });
		await expectSilence({ grant });
	});
});
