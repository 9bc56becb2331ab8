import { faultsOf, type ListedFault } from './fault';

/** Faults of core/access. */
export const access: ListedFault[] = [
	...faultsOf('core/access/pasted-code.ts', [
		[".replaceAll('+', '%2B')", '', 'a code with a plus is read with a blank'],
		[
			'exchanged.delete(key);',
			'',
			'a code exchanged while the server was down is refused until n8n starts anew',
		],
		[
			'JSON.stringify([link, code, credentials.clientSecret])',
			'JSON.stringify([link, code])',
			'after the secret was mended, the old failure or token is given again',
		],
		[
			"String(value ?? '').trim()",
			"String(value ?? '')",
			'a field of the credential pasted with a line break is refused or sent with it',
		],
		[
			'\texchanged.set(key, exchanging);\n\ttry {\n\t\treturn { exchangedToken: await exchanging, exchangedCode };\n',
			'\ttry {\n\t\tconst exchangedToken = await exchanging;\n\t\texchanged.set(key, exchanging);\n\t\treturn { exchangedToken, exchangedCode };\n',
			'Two calls at the same time both send the code, which counts once: the second fails, and the marketplace may withdraw the token of the first.',
		],
	]),
	...faultsOf('core/access/renew-once.ts', [
		[
			'const LATE_MS = 60_000;',
			'const LATE_MS = 3_600_000;',
			'who renews again a quarter of an hour later is given the token that has ended',
		],
		[
			'const renewal = renew().finally(() => underWay.delete(key));',
			'const renewal = renew().then((fields) => {\n\t\tunderWay.delete(key);\n\t\treturn fields;\n\t});',
			'After one failed renewal every later one gets the same old failure, until n8n is restarted.',
		],
	]),
	...faultsOf('core/access/token-answer.ts', [
		['if (!answer.isRepeatable) return undefined;', '', 'a code is sent a second time'],
		[
			"if (verdict === 'throttled') return asked;",
			"if (verdict === 'throttled') return asked ?? 0;",
			"A token server that says 'too many requests' without a time is asked again after half a second, several times: what gets applications blocked.",
		],
	]),
	...faultsOf('core/access/token-request.ts', [
		[
			"withoutMark(typeof body === 'string' ? body : JSON.stringify(body ?? ''))",
			"typeof body === 'string' ? body : JSON.stringify(body ?? '')",
			'a token behind a byte order mark is no token',
		],
		['disableFollowRedirect: true,', '', 'secret and refresh token follow a redirect, anywhere'],
		[
			'disableFollowRedirect: true,',
			'disableFollowRedirect: false,',
			'A redirect of the token address is followed: the form with the client secret and refresh token may go to another host.',
		],
	]),
	...faultsOf('core/access/token.ts', [
		[
			'if (wasLost) return raise(error);',
			'',
			'a server that never answers is asked for a token for ever',
		],
		[
			'(error.transient ? BUSY_MS : REFUSAL_MS)',
			'REFUSAL_MS',
			'a server that was busy for a second keeps everybody out for half a minute',
		],
		[
			'.finally(() => renewals.delete(key))',
			'',
			'the first renewal is the last: every later one is given its end',
		],
		[
			'\t\tawait session.reload();\n\t\t// Another process, or the HTTP Request node, was faster',
			'\t\t// Another process, or the HTTP Request node, was faster',
			"Another process has just renewed, so ours is refused: the new token is not looked for, the execution fails with 'connection has ended', and the refusal is remembered.",
		],
		[
			'learn(session, { renewedAt: clock.now(), bornDead: deadOf(session) });',
			'learn(session, { bornDead: deadOf(session) });',
			'Nobody notes when a token was renewed: one that lives for less than ten minutes is renewed again before every request.',
		],
		[
			'learned.set(key, { ...learned.get(key), ...more });',
			'learned.set(key, more);',
			'What was learned last of a credential replaces all else: a refusal is forgotten when a renewal is put off, and the server is asked again at once.',
		],
	]),
];
