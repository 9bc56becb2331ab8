import type { ListedFault } from './fault';

/** Faults of core/transport and core/account. */
export const transport: ListedFault[] = [
	{
		file: 'core/request/address.ts',
		find: '.replace(/[?#].*$/, "")',
		put: '',
		why: 'an address pasted with ?code=… is used with it in the hidden fields of the credential',
	},
	{
		file: 'core/request/address.ts',
		find: "url.pathname.replace(/\\/+$/, '')",
		put: 'url.pathname',
		why: 'a host pasted with a slash gives paths with two',
	},
	{
		file: 'core/request/charset.ts',
		find: '[...named.filter(isLikely), ...charsets, ...named]',
		put: '[...charsets, ...named]',
		why: 'a label that the marketplace is known for no longer counts before its likeliest encoding',
	},
	{
		file: 'core/request/charset.ts',
		find: 'broken * 2 < count(asUtf8, BEYOND_ASCII)',
		put: 'broken * 2 <= count(asUtf8, BEYOND_ASCII)',
		why: 'a text of which half of the characters are broken is taken for cut UTF-8',
	},
	{
		file: 'core/client.ts',
		find: 'timeoutMs: request.timeoutMs ?? timeoutMs,',
		put: 'timeoutMs: timeoutMs ?? request.timeoutMs,',
		why: 'a request with a time of its own is given that of the user',
	},
	{
		file: 'core/client.ts',
		find: 'forget?.();',
		put: '',
		why: 'every client leaves an ear on the signal of the execution: a long run holds them all',
	},
	{
		file: 'core/request/clock.ts',
		find: 'if (!tells.delete(tell) || tells.size > 0) return;',
		put: 'if (!tells.delete(tell)) return;',
		why: 'who is done first takes the ear of all others: Stop no longer reaches them',
	},
	{
		file: 'core/request/clock.ts',
		find: 'return () => void this.timers.delete(timer);',
		put: 'return () => undefined;',
		why: 'a limit that was called off rings all the same, and each is remembered',
	},
	{
		file: 'core/request/clock.ts',
		find: 'own.abort();',
		put: '',
		why: 'an answer that nobody waits for any more goes on coming: connection and memory are held',
	},
	{
		file: 'core/access/pasted-code.ts',
		find: ".replaceAll('+', '%2B')",
		put: '',
		why: 'a code with a plus is read with a blank',
	},
	{
		file: 'core/request/deadline.ts',
		find: 'note(Math.max(0, clock.now() - start));',
		put: 'note(clock.now() - start);',
		why: 'a clock set back gives a request time that nobody has allowed',
	},
	{
		file: 'core/request/deadline.ts',
		find: '(this.asked += Math.min(ms, most))',
		put: '(this.asked += ms)',
		why: 'one answer that came late takes the time of the next try',
	},
	{
		file: 'core/request/download.ts',
		find: 'disableFollowRedirect: true,',
		put: '',
		why: 'a redirect of a signed address is followed, anywhere',
	},
	{
		file: 'core/request/download.ts',
		find: 'if (length > maxBytes) throw tooLarge(maxBytes);\n\t\tunpacked',
		put: 'unpacked',
		why: "a small packed file unpacks to gigabytes in n8n's memory",
	},
	{
		file: 'core/access/pasted-code.ts',
		find: 'exchanged.delete(key);',
		put: '',
		why: 'a code exchanged while the server was down is refused until n8n starts anew',
	},
	{
		file: 'core/access/pasted-code.ts',
		find: 'JSON.stringify([link, code, credentials.clientSecret])',
		put: 'JSON.stringify([link, code])',
		why: 'after the secret was mended, the old failure or token is given again',
	},
	{
		file: 'core/access/pasted-code.ts',
		find: "String(value ?? '').trim()",
		put: "String(value ?? '')",
		why: 'a field of the credential pasted with a line break is refused or sent with it',
	},
	{
		file: 'core/request/media-type.ts',
		find: ".replace(/\\\\(.)/g, '$1')",
		put: '',
		why: 'quotes in a file name keep their backslashes',
	},
	{
		file: 'core/request/address.ts',
		find: 'const ESCAPE = /%[0-7][0-9a-f]/gi;',
		put: 'const ESCAPE = /%[0-7][0-9a-f]/g;',
		why: '%2E%2e in capitals leads out of the API',
	},
	{
		file: 'core/request/address.ts',
		find: "/[!'()*]/g",
		put: "/[!'()]/g",
		why: 'an id with an asterisk reaches signature checks unencoded',
	},
	{
		file: 'core/request/encoding.ts',
		find: '-?\\d{16,}',
		put: '-?\\d{17,}',
		why: 'ids of 16 digits are rounded',
	},
	{
		file: 'core/request/queue.ts',
		find: 'this.turns.size <= MOST_REMEMBERED',
		put: 'this.turns.size < Infinity',
		why: 'every run that ever asked is remembered for ever',
	},
	{
		file: 'core/request/queue.ts',
		find: 'if (!this.turns.has(run)) this.turns.set(run, this.turn);',
		put: '',
		why: 'new runs of one node keep an old one out for good',
	},
	{
		file: 'core/access/renew-once.ts',
		find: 'const LATE_MS = 60_000;',
		put: 'const LATE_MS = 3_600_000;',
		why: 'who renews again a quarter of an hour later is given the token that has ended',
	},
	{
		file: 'core/request/encoding.ts',
		find: "join(',')",
		put: "join('%2C')",
		why: 'Amazon is sent lists it does not understand',
	},
	{
		file: 'core/request/quota.ts',
		find: 'pass.turn < this.toldTurn',
		put: 'pass.turn > this.toldTurn',
		why: 'an overtaken answer refills the bucket: more is sent than the marketplace allows',
	},
	{
		file: 'core/request/quota.ts',
		find: 'if (turn <= this.refusedTurn) return;',
		put: '',
		why: 'a late 200 from before a refusal reopens the pace at once',
	},
	{
		file: 'core/request/quota.ts',
		find: 'if (!isNews) return;',
		put: '',
		why: 'eight refusals of one volley drop the pace to a sixteenth',
	},
	{
		file: 'core/request/quota.ts',
		find: 'Math.min(LONGEST_REFUSED_MS, this.pauseMs * 2)',
		put: 'this.pauseMs * 2',
		why: 'pauses after refusals grow to hours',
	},
	{
		file: 'core/request/quota.ts',
		find: 'const wait = Math.min(waitMs ?? 0, LONGEST_CLOSED_MS);',
		put: 'const wait = waitMs ?? 0;',
		why: 'one odd Retry-After shuts a quota for a week',
	},
	{
		file: 'core/request/quota.ts',
		find: 'this.giveBack();\n\t\tpass.leave();',
		put: 'this.giveBack();',
		why: 'a caller who is stopped as he is let in shuts a serial quota for ever',
	},
	{
		file: 'core/access/refresh.ts',
		find: "\t'EAI_AGAIN',\n",
		put: '',
		why: 'a name server that is away for a second reads as a refusal: press Reconnect',
	},
	{
		file: 'core/request/retry.ts',
		find: 'Math.max(own, standard)',
		put: 'own',
		why: "a Retry-After that is longer than the marketplace's own header is not kept to",
	},
	{
		file: 'core/request/retry.ts',
		find: "idempotent ?? (method === 'GET' || method === 'HEAD')",
		put: "idempotent ?? (method === 'GET' || method === 'PUT')",
		why: 'a PUT whose answer was lost is sent again',
	},
	{
		file: 'core/request/retry.ts',
		find: 'asked > deadline.waitMs + deadline.waitedMs',
		put: 'asked > deadline.waitMs',
		why: "with little patience left the user reads of a quota in place of the marketplace's words",
	},
	{
		file: 'core/request/errors.ts',
		find: 'describe(response, path)',
		put: "describe(response, '')",
		why: 'a hint tells the code of another API than was called',
	},
	{
		file: 'core/request/secrets.ts',
		find: "['\\\\+']",
		put: '[]',
		why: 'a secret with blanks is shown where it is echoed as a form',
	},
	{
		file: 'core/request/secrets.ts',
		find: '.sort((a, b) => b.length - a.length)',
		put: '',
		why: 'of two secrets where one begins like the other, the rest stays readable',
	},
	{
		file: 'core/request/send.ts',
		find: '[301, 302, 303, 307, 308]',
		put: '[301, 302, 303, 307]',
		why: 'a 308 is taken for an answer',
	},
	{
		file: 'core/request/send.ts',
		find: '.startsWith(`${connection.baseUrl}/`)',
		put: '.startsWith(connection.baseUrl)',
		why: 'the token follows a redirect to example.com.evil.org',
	},
	{
		file: 'core/request/session.ts',
		find: '${this.current.quotaOwner}|${this.current.baseUrl}',
		put: '${this.current.quotaOwner}',
		why: 'sandbox and production of one app share a renewal',
	},
	{
		file: 'core/request/session.ts',
		find: 'if (this.known?.count !== this.seen.size) {',
		put: 'if (!this.known) {',
		why: 'a renewed token is shown in errors',
	},
	{
		file: 'core/access/token-answer.ts',
		find: 'if (!answer.isRepeatable) return undefined;',
		put: '',
		why: 'a code is sent a second time',
	},
	{
		file: 'core/access/token-request.ts',
		find: '/^\\ufeff/,',
		put: '/^\\ufeff$/,',
		why: 'a token behind a byte order mark is no token',
	},
	{
		file: 'core/request/secrets.ts',
		find: 'a.length === b.length && ',
		put: '',
		why: 'a signature of another length breaks the page in place of being refused',
	},
	{
		file: 'core/access/token-request.ts',
		find: 'disableFollowRedirect: true,',
		put: '',
		why: 'secret and refresh token follow a redirect, anywhere',
	},
	{
		file: 'core/access/token.ts',
		find: 'renewedAt.set(session.key, clock.now());',
		put: '',
		why: 'a token with a short life is renewed at every request',
	},
	{
		file: 'core/access/token.ts',
		find: 'if (wasLost) return raise(error);',
		put: '',
		why: 'a server that never answers is asked for a token for ever',
	},
	{
		file: 'core/access/token.ts',
		find: '(trouble.transient ? BUSY_MS : REFUSAL_MS)',
		put: 'REFUSAL_MS',
		why: 'a server that was busy for a second keeps everybody out for half a minute',
	},
	{
		file: 'core/access/token.ts',
		find: '.finally(() => renewals.delete(key))',
		put: '',
		why: 'the first renewal is the last: every later one is given its end',
	},
	{
		file: 'core/request/errors.ts',
		find: '{ repeatAfterMs: isRepeatable ? 0 : undefined }',
		put: '{ repeatAfterMs: 0 }',
		why: 'a code whose answer was lost is sent a second time',
	},
	{
		file: 'core/request/retry.ts',
		find: 'const TOO_SOON = [408, 425];',
		put: 'const TOO_SOON = [408];',
		why: '425 Too Early reads as a wrong request',
	},
	{
		file: 'core/request/retry.ts',
		find: "marketplace.classify(response) !== 'blocked'",
		put: 'true',
		why: "a page of the marketplace's own that blocks is told as a firewall",
	},
	{
		file: 'core/request/server-clock.ts',
		find: 'from <= answeredAt',
		put: 'from < answeredAt',
		why: 'a server of the very same time is told to be off',
	},
	{
		file: 'core/accounts/warnings.ts',
		find: 'Math.floor((Date.parse(at)',
		put: 'Math.round((Date.parse(at)',
		why: 'what ends in eleven hours is told to end tomorrow; what has ended, today',
	},
	{
		file: 'core/accounts/warnings.ts',
		find: 'daysLeft > days',
		put: 'daysLeft >= days',
		why: 'no warning on the last of the days that the user has chosen',
	},
	{
		file: 'core/accounts/warnings.ts',
		find: '-skewSeconds <= behind',
		put: '-skewSeconds <= ahead',
		why: 'a clock that is behind is measured by what is allowed ahead',
	},
	{
		file: 'core/request/retry.ts',
		find: '<(!doctype\\s+html|html)\\b/i',
		put: '<(!doctype\\s+html|html)\\b/',
		why: 'The page of a firewall written in capitals (<HTML><HEAD>, as Akamai does) with status 403 is not taken for a barrier: the user is told that the account may not, and it is not treated as a blockade.',
	},
	{
		file: 'core/request/clock.ts',
		find: `	try {
		return await orStopped(inTime(work(own.signal), ms, late, timers), signal);
	} finally {
		own.abort();
	}
`,
		put: `	const result = await orStopped(inTime(work(own.signal), ms, late, timers), signal);
	own.abort();
	return result;
`,
		why: 'After a timeout or Stop the request under way is not withdrawn: it goes on at the marketplace although nobody waits for it.',
	},
	{
		file: 'core/request/encoding.ts',
		find: `if (value === undefined || value === null || value === '') return [];`,
		put: 'if (!value) return [];',
		why: 'Parameters with the value 0 or false (offset=0, isPaid=false) are left out of the query: another list comes than asked for.',
	},
	{
		file: 'core/request/retry.ts',
		find: 'const waitMs = Math.max(asked, backoffMs(attempt));',
		put: 'const waitMs = asked || backoffMs(attempt);',
		why: 'A marketplace that asks for a very short wait (Retry-After: 0.1) is asked again as fast as that on each try; the growing pause of our own is lost.',
	},
	{
		file: 'core/access/refresh.ts',
		find: `	'EAI_AGAIN',
`,
		put: '',
		why: `A hiccup of the name server during n8n's OAuth2 refresh counts as a final failure: no second try, and the user is told to reconnect.`,
	},
	{
		file: 'core/request/session.ts',
		find: "\t\tconst id = this.context.getNode().credentials?.[this.type]?.id ?? '';\n\t\treturn `${this.type}|${id}|${this.current.quotaOwner}|${this.current.baseUrl}`;\n",
		put: '\t\treturn `${this.type}|${this.current.quotaOwner}|${this.current.baseUrl}`;\n',
		why: `Two credentials (accounts) of the same app share one renewal: the second waits for the first's and goes on with its own expired token, or inherits the first's refusal.`,
	},
	{
		file: 'core/request/secrets.ts',
		find: '.sort((a, b) => b.length - a.length)',
		put: '.sort((a, b) => a.length - b.length)',
		why: 'Where one secret begins with another, the shorter one is masked first and the rest of the longer one stays readable.',
	},
	{
		file: 'core/request/address.ts',
		find: '.replace(/[?#].*$/, "")',
		put: '',
		why: 'An address pasted with ?query or #fragment keeps it in the expression, so the path is appended behind the query and the wrong address is called (and it no longer agrees with readBaseUrl).',
	},
	{
		file: 'core/request/encoding.ts',
		find: '-?\\d{16,}\\s*',
		put: '-?\\d{17,}\\s*',
		why: `Ids of 16 digits above 2^53 are rounded: another id than the marketplace's is shown and used.`,
	},
	{
		file: 'core/request/deadline.ts',
		find: `	try {
		return await work();
	} finally {
		// The clock may have been set back meanwhile.
		note(Math.max(0, clock.now() - start));
	}
`,
		put: `	const result = await work();
	// The clock may have been set back meanwhile.
	note(Math.max(0, clock.now() - start));
	return result;
`,
		why: 'Time that ended in a timeout or error is not counted: a request with a limit of 60 s goes on through all its tries, several times as long as the user allows.',
	},
	{
		file: 'core/request/address.ts',
		find: '/^[a-z]+:\\/\\//i.test(written)',
		put: '/^[a-z]+:\\/\\//.test(written)',
		why: `'Https://shop.example' (capital letter from a phone) becomes https://Https://shop.example: the host is 'https', and every request fails.`,
	},
	{
		file: 'core/request/address.ts',
		find: '/%[0-7][0-9a-f]/gi',
		put: '/%2[0-9a-f]/gi',
		why: 'Encoded backslashes and semicolons (..%5c, ..%3b) are no longer seen through: a path may lead out of the API.',
	},
	{
		file: 'core/request/quota.ts',
		find: `		this.closedUntil = Math.max(
			this.closedUntil,
			now + (isNews ? Math.max(wait, this.pauseMs) : wait),
		);
`,
		put: `		this.closedUntil = now + (isNews ? Math.max(wait, this.pauseMs) : wait);
`,
		why: 'Two requests under way are refused: the first with Retry-After: 30, the second without. The second opens the door at once, and the marketplace is asked again while it keeps us out.',
	},
	{
		file: 'core/access/token-request.ts',
		find: 'disableFollowRedirect: true,',
		put: 'disableFollowRedirect: false,',
		why: 'A redirect of the token address is followed: the form with the client secret and refresh token may go to another host.',
	},
	{
		file: 'core/access/token-answer.ts',
		find: `if (verdict === 'throttled') return asked;`,
		put: `if (verdict === 'throttled') return asked ?? 0;`,
		why: `A token server that says 'too many requests' without a time is asked again after half a second, several times: what gets applications blocked.`,
	},
	{
		file: 'core/request/queue.ts',
		find: 'this.turns.set(run, this.turn);',
		put: 'this.turns.set(run, 0);',
		why: 'Each new run of a node comes before an old one: where new ones keep coming, the old one never has a turn and runs out of its patience.',
	},
	{
		file: 'core/client.ts',
		find: `	if (stop?.aborted) end();
`,
		put: '',
		why: 'Stop pressed before the client is there (e.g. between two items) is not heard: requests still go out, writes as well.',
	},
	{
		file: 'core/request/send.ts',
		find: `		query: Object.fromEntries(
			[...target.searchParams.keys()].map((name) => [name, target.searchParams.getAll(name)]),
		),
`,
		put: `		query: Object.fromEntries(target.searchParams),
`,
		why: 'After a redirect, of a repeated parameter (status=A&status=B) only the last value is sent: orders are missing.',
	},
	{
		file: 'core/access/renew-once.ts',
		find: 'const renewal = renew().finally(() => underWay.delete(key));',
		put: `const renewal = renew().then((fields) => {
		underWay.delete(key);
		return fields;
	});`,
		why: 'After one failed renewal every later one gets the same old failure, until n8n is restarted.',
	},
	{
		file: 'core/request/download.ts',
		find: `	for await (const chunk of stream) {
		length += chunk.length;
`,
		put: `	for await (const chunk of stream) {
		length = chunk.length;
`,
		why: `The cap for unpacked files counts single chunks only: a huge or hostile gzip file fills n8n's memory.`,
	},
	{
		file: 'core/access/token.ts',
		find: `		await session.reload();
		// Another process, or the HTTP Request node, was faster`,
		put: '\t\t// Another process, or the HTTP Request node, was faster',
		why: `Another process has just renewed, so ours is refused: the new token is not looked for, the execution fails with 'connection has ended', and the refusal is remembered.`,
	},
	{
		file: 'core/request/charset.ts',
		find: '.decode(bytes, { stream: true })',
		put: '.decode(bytes)',
		why: 'A Shift_JIS or EUC-JP answer cut in the middle of its last character is not decoded: the user gets U+FFFD in place of Japanese.',
	},
	{
		file: 'core/access/pasted-code.ts',
		find: `	exchanged.set(key, exchanging);
	try {
		return { exchangedToken: await exchanging, exchangedCode };
`,
		put: `	try {
		const exchangedToken = await exchanging;
		exchanged.set(key, exchanging);
		return { exchangedToken, exchangedCode };
`,
		why: 'Two calls at the same time both send the code, which counts once: the second fails, and the marketplace may withdraw the token of the first.',
	},
	{
		file: 'core/request/retry.ts',
		find: 'return Date.parse(ZONE.test(value) ? value : `${value} GMT`);',
		put: `return Date.parse(value.replace(ZONE, 'GMT'));`,
		why: `A date without a zone is read in the machine's zone, and one with +09:00 as if it were GMT: we wait hours too long or not at all.`,
	},
];
