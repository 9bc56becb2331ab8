import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { fastClock } from '../kit/fast-clock';
import { Recorder, type Answer } from '../kit/recorder';
import { expectNoSecret, formsOf, secretsOf } from './canaries';
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
	naver: { accessToken: TOKEN },
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

	beforeEach(async () => {
		fastClock(200);
		[stage, server] = await Promise.all([Stage.open(name, { orders: 5 }), Recorder.start()]);
		stage.reset();
		tokenIsGood = true;
	});
	afterEach(async () => {
		await Promise.all([stage.server.close(), server.close()]);
	});

	/** Runs the node and looks at all that anybody could see of it. */
	async function expectSilence(setting: Setting, more: readonly string[] = []): Promise<void> {
		const node = stage.node(setting);
		const before = secretsOf(node.stored());
		const { logger } = node.context;
		const logs = (['debug', 'info', 'warn', 'error'] as const).map((level) =>
			vi.spyOn(logger, level),
		);
		const outcome: unknown = await node.run().catch((error: unknown) => error);
		const secrets = [...before, ...secretsOf(node.stored()), ...more];
		expect(secrets.length).toBeGreaterThan(0);
		const said = logs.flatMap(({ mock }) => mock.calls as unknown[]);
		expectNoSecret({ outcome, hints: node.context.hints, said }, secrets);
	}

	/** Answers with everything that it knows of the credential, in every form. */
	function echo({ status, wrap, contentType }: Echo): void {
		const known = secretsOf({ ...stage.credential(stage.grant()), ...CREDENTIAL[name] });
		server.answer = ({ url, headers, body }): Answer => {
			const isToken = /token/.test(url) && !/orders/.test(url);
			if (isToken && tokenIsGood) {
				const fresh = { access_token: ISSUED, refresh_token: ISSUED, expires_in: 3600 };
				return { body: JSON.stringify({ ...fresh, token_type: 'Bearer' }) };
			}
			const sent = [headers.authorization, headers['x-auth-token'], headers['x-amz-access-token']];
			const texts = [...known, ISSUED].flatMap(formsOf);
			const text = [...sent, body.toString('utf8'), ...texts].filter(Boolean).join(' ');
			return {
				status,
				headers: {
					'content-type': contentType ?? 'application/json',
					[REQUEST_ID[name]]: encodeURIComponent(TOKEN),
					...(status === 302 ? { location: `https://evil.example/?t=${TOKEN}` } : {}),
				},
				body: wrap(text),
			};
		};
	}

	function echoed(parameters?: IDataObject): Setting {
		const credential = {
			...stage.credential(stage.grant()),
			...CREDENTIAL[name],
			...(name === 'assistTencho'
				? { baseUrl: server.url }
				: { apiBaseUrl: server.url, authBaseUrl: server.url }),
		};
		return { credential, parameters };
	}

	it.each(ECHOES)('of a server that echoes it as $what', async (kind) => {
		echo(kind);
		await expectSilence(echoed(), [ISSUED]);
		const options = { fullResponse: true };
		await expectSilence(echoed(stage.request('GET', LIST_PATH[name], { options })), [ISSUED]);
		expect(server.calls.length).toBeGreaterThan(1);
	});

	it.each(ECHOES)('of an authorization server that echoes it as $what', async (kind) => {
		echo({ ...kind, status: kind.status === 200 ? 401 : kind.status });
		tokenIsGood = false;
		await expectSilence({ ...echoed(), continueOnFail: true }, []);
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
