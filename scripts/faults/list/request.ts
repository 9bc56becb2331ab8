import { faultsOf, type ListedFault } from './fault';

/** Faults of core/request. */
export const request: ListedFault[] = [
	...faultsOf('core/request/address.ts', [
		[
			'.replace(/[?#].*$/, "")',
			'',
			'an address pasted with ?code=… is used with it in the hidden fields of the credential',
		],
		[
			"url.pathname.replace(/\\/+$/, '')",
			'url.pathname',
			'a host pasted with a slash gives paths with two',
		],
		[
			'const ESCAPE = /%[0-7][0-9a-f]/gi;',
			'const ESCAPE = /%[0-7][0-9a-f]/g;',
			'%2E%2e in capitals leads out of the API',
		],
		["/[!'()*]/g", "/[!'()]/g", 'an id with an asterisk reaches signature checks unencoded'],
		[
			'/^[a-z]+:\\/\\//i.test(written)',
			'/^[a-z]+:\\/\\//.test(written)',
			"'Https://shop.example' (capital letter from a phone) becomes https://Https://shop.example: the host is 'https', and every request fails.",
		],
		[
			'/%[0-7][0-9a-f]/gi',
			'/%2[0-9a-f]/gi',
			'Encoded backslashes and semicolons (..%5c, ..%3b) are no longer seen through: a path may lead out of the API.',
		],
	]),
	...faultsOf('core/request/charset.ts', [
		[
			'[...named.filter(isLikely), ...charsets, ...named]',
			'[...charsets, ...named]',
			'a label that the marketplace is known for no longer counts before its likeliest encoding',
		],
		[
			'broken * 2 < count(asUtf8, BEYOND_ASCII)',
			'broken * 2 <= count(asUtf8, BEYOND_ASCII)',
			'a text of which half of the characters are broken is taken for cut UTF-8',
		],
		[
			'.decode(bytes, { stream: true })',
			'.decode(bytes)',
			'A Shift_JIS or EUC-JP answer cut in the middle of its last character is not decoded: the user gets U+FFFD in place of Japanese.',
		],
	]),
	...faultsOf('core/request/clock.ts', [
		[
			'if (!tells.delete(tell) || tells.size > 0) return;',
			'if (!tells.delete(tell)) return;',
			'who is done first takes the ear of all others: Stop no longer reaches them',
		],
		[
			'return () => void this.timers.delete(timer);',
			'return () => undefined;',
			'a limit that was called off rings all the same, and each is remembered',
		],
		[
			'own.abort();',
			'',
			'an answer that nobody waits for any more goes on coming: connection and memory are held',
		],
		[
			'\ttry {\n\t\treturn await orStopped(inTime(work(own.signal), ms, late, timers), signal);\n\t} finally {\n\t\town.abort();\n\t}\n',
			'\tconst result = await orStopped(inTime(work(own.signal), ms, late, timers), signal);\n\town.abort();\n\treturn result;\n',
			'After a timeout or Stop the request under way is not withdrawn: it goes on at the marketplace although nobody waits for it.',
		],
	]),
	...faultsOf('core/request/deadline.ts', [
		[
			'note(Math.max(0, clock.now() - start));',
			'note(clock.now() - start);',
			'a clock set back gives a request time that nobody has allowed',
		],
		[
			'(this.asked += Math.min(ms, most))',
			'(this.asked += ms)',
			'one answer that came late takes the time of the next try',
		],
		[
			'\ttry {\n\t\treturn await work();\n\t} finally {\n\t\t// The clock may have been set back meanwhile.\n\t\tnote(Math.max(0, clock.now() - start));\n\t}\n',
			'\tconst result = await work();\n\t// The clock may have been set back meanwhile.\n\tnote(Math.max(0, clock.now() - start));\n\treturn result;\n',
			'Time that ended in a timeout or error is not counted: a request with a limit of 60 s goes on through all its tries, several times as long as the user allows.',
		],
	]),
	...faultsOf('core/request/signed-request.ts', [
		['disableFollowRedirect: true,', '', 'a redirect of a signed address is followed, anywhere'],
	]),
	...faultsOf('core/request/download.ts', [
		[
			'if (length > maxBytes) throw tooLarge(maxBytes);\n\t\tunpacked',
			'unpacked',
			"a small packed file unpacks to gigabytes in n8n's memory",
		],
		[
			'\tfor await (const chunk of stream) {\n\t\tlength += chunk.length;\n',
			'\tfor await (const chunk of stream) {\n\t\tlength = chunk.length;\n',
			"The cap for unpacked files counts single chunks only: a huge or hostile gzip file fills n8n's memory.",
		],
	]),
	...faultsOf('core/request/encoding.ts', [
		['-?\\d{16,}', '-?\\d{17,}', 'ids of 16 digits are rounded'],
		["join(',')", "join('%2C')", 'Amazon is sent lists it does not understand'],
		[
			"if (value === undefined || value === null || value === '') return [];",
			'if (!value) return [];',
			'Parameters with the value 0 or false (offset=0, isPaid=false) are left out of the query: another list comes than asked for.',
		],
		[
			'-?\\d{16,}\\s*',
			'-?\\d{17,}\\s*',
			"Ids of 16 digits above 2^53 are rounded: another id than the marketplace's is shown and used.",
		],
	]),
	...faultsOf('core/request/errors.ts', [
		[
			'describe(response, path)',
			"describe(response, '')",
			'a hint tells the code of another API than was called',
		],
		[
			'{ repeatAfterMs: isRepeatable ? 0 : undefined }',
			'{ repeatAfterMs: 0 }',
			'a code whose answer was lost is sent a second time',
		],
	]),
	...faultsOf('core/request/media-type.ts', [
		[".replace(/\\\\(.)/g, '$1')", '', 'quotes in a file name keep their backslashes'],
	]),
	...faultsOf('core/request/network-codes.ts', [
		[
			"\tEAI_AGAIN: { words: 'host name not found', neverLeft: true },\n",
			'',
			'a name server that is away for a second reads as a refusal: press Reconnect',
		],
		[
			'EHOSTUNREACH: { neverLeft: true }',
			'EHOSTUNREACH: {}',
			'A write that found no network counts as perhaps done and is not sent again.',
		],
	]),
	...faultsOf('core/request/process-memory.ts', [
		[
			'this.entries.size <= this.most && !this.isPast(entry)',
			'!this.isPast(entry)',
			'The memory of a process that runs for months grows without an end.',
		],
		[
			'this.entries.size <= this.most && !this.isPast(entry)',
			'this.entries.size <= this.most',
			'Tokens stay in memory for the life of the process.',
		],
		[
			'return entry && !this.isPast(entry) ? entry.value : undefined;',
			'return entry?.value;',
			'What is long over still counts where nothing else was remembered since.',
		],
		[
			'\t\tthis.entries.delete(key);\n\t\tthis.entries.set',
			'\t\tthis.entries.set',
			'What is used all the time is forgotten first, because it is known longest.',
		],
		[
			'Math.abs(clock.now() - at)',
			'clock.now() - at',
			'After the clock was set back, what is over counts for as long again.',
		],
	]),
	...faultsOf('core/request/queue.ts', [
		[
			'this.turns.size <= MOST_REMEMBERED',
			'this.turns.size < Infinity',
			'every run that ever asked is remembered for ever',
		],
		[
			'if (!this.turns.has(run)) this.turns.set(run, this.turn);',
			'',
			'new runs of one node keep an old one out for good',
		],
		[
			'this.turns.set(run, this.turn);',
			'this.turns.set(run, 0);',
			'Each new run of a node comes before an old one: where new ones keep coming, the old one never has a turn and runs out of its patience.',
		],
	]),
	...faultsOf('core/request/quota.ts', [
		[
			'pass.turn < this.toldTurn',
			'pass.turn > this.toldTurn',
			'an overtaken answer refills the bucket: more is sent than the marketplace allows',
		],
		[
			'if (turn <= this.refusedTurn) return;',
			'',
			'a late 200 from before a refusal reopens the pace at once',
		],
		['if (!isNews) return;', '', 'eight refusals of one volley drop the pace to a sixteenth'],
		[
			'Math.min(LONGEST_REFUSED_MS, this.pauseMs * 2)',
			'this.pauseMs * 2',
			'pauses after refusals grow to hours',
		],
		[
			'const wait = Math.min(waitMs ?? 0, LONGEST_CLOSED_MS);',
			'const wait = waitMs ?? 0;',
			'one odd Retry-After shuts a quota for a week',
		],
		[
			'this.giveBack();\n\t\tpass.leave();',
			'this.giveBack();',
			'a caller who is stopped as he is let in shuts a serial quota for ever',
		],
		[
			'\t\tthis.closedUntil = Math.max(\n\t\t\tthis.closedUntil,\n\t\t\tnow + (isNews ? Math.max(wait, this.pauseMs) : wait),\n\t\t);\n',
			'\t\tthis.closedUntil = now + (isNews ? Math.max(wait, this.pauseMs) : wait);\n',
			'Two requests under way are refused: the first with Retry-After: 30, the second without. The second opens the door at once, and the marketplace is asked again while it keeps us out.',
		],
	]),
	...faultsOf('core/request/retry.ts', [
		[
			'Math.max(own, standard)',
			'own',
			"a Retry-After that is longer than the marketplace's own header is not kept to",
		],
		[
			"idempotent ?? (method === 'GET' || method === 'HEAD')",
			"idempotent ?? (method === 'GET' || method === 'PUT')",
			'a PUT whose answer was lost is sent again',
		],
		[
			'asked > deadline.waitMs + deadline.waitedMs',
			'asked > deadline.waitMs',
			"with little patience left the user reads of a quota in place of the marketplace's words",
		],
		[
			'const TOO_SOON = [408, 425];',
			'const TOO_SOON = [408];',
			'425 Too Early reads as a wrong request',
		],
		[
			"marketplace.classify(response) !== 'blocked'",
			'true',
			"a page of the marketplace's own that blocks is told as a firewall",
		],
		[
			'<(!doctype\\s+html|html)\\b/i',
			'<(!doctype\\s+html|html)\\b/',
			'The page of a firewall written in capitals (<HTML><HEAD>, as Akamai does) with status 403 is not taken for a barrier: the user is told that the account may not, and it is not treated as a blockade.',
		],
		[
			'const waitMs = Math.max(asked, backoffMs(attempt));',
			'const waitMs = asked || backoffMs(attempt);',
			'A marketplace that asks for a very short wait (Retry-After: 0.1) is asked again as fast as that on each try; the growing pause of our own is lost.',
		],
		[
			'return Date.parse(ZONE.test(value) ? value : `${value} GMT`);',
			"return Date.parse(value.replace(ZONE, 'GMT'));",
			"A date without a zone is read in the machine's zone, and one with +09:00 as if it were GMT: we wait hours too long or not at all.",
		],
	]),
	...faultsOf('core/request/headline.ts', [
		[
			'message: details.message }',
			'message: `${marketplace.displayName}: ${details.message}` }',
			'An error begins with the name of the marketplace again.',
		],
		[
			'const { said, ...rest } = details;',
			'const { said } = details, rest = details;',
			'The words of the marketplace stand twice in the error.',
		],
		[
			'`${deed} (status ${status})`',
			'deed',
			'An answer without words hides its status in the list of executions.',
		],
		[
			'orderPath?.exec(path)?.[1]',
			'undefined as string | undefined',
			'An order that does not exist is told as a path that was not found.',
		],
		[
			'if (status === 401)',
			'if (status === 0)',
			'A refused token is told as an account that may not.',
		],
		[
			'if (status >= 300 && status < 400)',
			'if (status >= 400 && status < 300)',
			'A redirect is told as a request that is wrong.',
		],
	]),
	...faultsOf('core/request/secrets.ts', [
		["['\\\\+']", '[]', 'a secret with blanks is shown where it is echoed as a form'],
		[
			'.sort((a, b) => b.length - a.length)',
			'',
			'of two secrets where one begins like the other, the rest stays readable',
		],
		[
			'a.length === b.length && ',
			'',
			'a signature of another length breaks the page in place of being refused',
		],
		[
			'.sort((a, b) => b.length - a.length)',
			'.sort((a, b) => a.length - b.length)',
			'Where one secret begins with another, the shorter one is masked first and the rest of the longer one stays readable.',
		],
	]),
	...faultsOf('core/request/send.ts', [
		['[301, 302, 303, 307, 308]', '[301, 302, 303, 307]', 'a 308 is taken for an answer'],
		[
			'.startsWith(`${connection.baseUrl}/`)',
			'.startsWith(connection.baseUrl)',
			'the token follows a redirect to example.com.evil.org',
		],
		[
			'\t\tquery: Object.fromEntries(\n\t\t\t[...target.searchParams.keys()].map((name) => [name, target.searchParams.getAll(name)]),\n\t\t),\n',
			'\t\tquery: Object.fromEntries(target.searchParams),\n',
			'After a redirect, of a repeated parameter (status=A&status=B) only the last value is sent: orders are missing.',
		],
		[
			'digest === request.knownDigest && answer.statusCode === 200',
			'digest === request.knownDigest',
			'An error page that comes again and again counts as the answer that is known: the trigger says nothing of it.',
		],
	]),
	...faultsOf('core/request/server-clock.ts', [
		['from <= answeredAt', 'from < answeredAt', 'a server of the very same time is told to be off'],
		[
			'Number.isNaN(sent) ? clock.now() : sent',
			'sent || 0',
			'an answer without a date makes the feed begin in 1970',
		],
		[
			'Number.isNaN(sent) ? clock.now() : sent',
			'Number.isNaN(sent) || sent > clock.now() ? clock.now() : sent',
			"On a machine whose clock is slow the marketplace's time is dropped for our own: 'Now' is too early and orders from before the activation are told.",
		],
		[
			'from + 1000 >= sentAt',
			'from >= sentAt',
			'A clock that is right is called ahead, for the header has whole seconds.',
		],
		[
			'(answeredAt - from - 500) / 1000',
			'(answeredAt - from) / 100',
			'The difference of the clocks is told ten times too large.',
		],
		[
			'const isExplained = from + 1000 >= sentAt &&',
			'const isExplained = from >= sentAt &&',
			'The whole seconds of the Date header count as a difference: clocks that agree are told to be a second apart',
		],
	]),
	...faultsOf('core/request/session.ts', [
		[
			'${this.current.quotaOwner}|${this.current.baseUrl}',
			'${this.current.quotaOwner}',
			'sandbox and production of one app share a renewal',
		],
		[
			'if (this.known?.count !== this.seen.size) {',
			'if (!this.known) {',
			'a renewed token is shown in errors',
		],
		[
			"\t\tconst id = this.context.getNode().credentials?.[this.type]?.id ?? '';\n\t\treturn `${this.type}|${id}|${this.current.quotaOwner}|${this.current.baseUrl}`;\n",
			'\t\treturn `${this.type}|${this.current.quotaOwner}|${this.current.baseUrl}`;\n',
			"Two credentials (accounts) of the same app share one renewal: the second waits for the first's and goes on with its own expired token, or inherits the first's refusal.",
		],
	]),
];
