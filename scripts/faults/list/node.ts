import type { ListedFault } from './fault';

/** Faults of core/node, core/account and core/marketplace.ts. */
export const node: ListedFault[] = [
	{
		file: 'core/request/server-clock.ts',
		find: 'from + 1000 >= sentAt',
		put: 'from >= sentAt',
		why: 'A clock that is right is called ahead, for the header has whole seconds.',
	},
	{
		file: 'core/request/server-clock.ts',
		find: '(answeredAt - from - 500) / 1000',
		put: '(answeredAt - from) / 100',
		why: 'The difference of the clocks is told ten times too large.',
	},
	{
		file: 'core/accounts/warnings.ts',
		find: 'if (daysLeft > days) return [];',
		put: 'if (daysLeft >= days) return [];',
		why: 'The warning comes a day later than the user asked for.',
	},
	{
		file: 'core/accounts/warnings.ts',
		find: "(name === 'token' && account.token.renews)",
		put: 'account.token.renews',
		why: 'Where the token renews itself nobody is warned that the secret or the authorization ends.',
	},
	{
		file: 'core/accounts/warnings.ts',
		find: '-skewSeconds <= behind',
		put: '-skewSeconds <= ahead',
		why: 'A clock that is too far behind is not told of, or one within bounds is.',
	},
	{
		file: 'core/accounts/warnings.ts',
		find: '!(Math.abs(ms) <= 8.64e15)',
		put: 'Math.abs(ms) > 8.64e15',
		why: 'A time that is no number ends the check with RangeError instead of null.',
	},
	{
		file: 'core/accounts/check.ts',
		find: 'days >= 0) return days;',
		put: 'days > 0) return days;',
		why: 'Who wants to be warned only of what has ended (0 days) gets an error.',
	},
	{
		file: 'core/accounts/check.ts',
		find: 'if (ms <= clock.now()) return ms;',
		put: 'return ms;',
		why: 'A date in the future as the day of the authorization: the end is told years too late.',
	},
	{
		file: 'core/accounts/check.ts',
		find: "const isKept = name === 'token' && account.token.renews;",
		put: 'const isKept = account.token.renews;',
		why: 'The end of a secret that nobody knows is not listed as unknown.',
	},
	{
		file: 'core/operations/api-request.ts',
		find: "return method === 'GET' || method === 'HEAD';",
		put: "return method === 'GET';",
		why: 'HEAD is kept as a write: it is sent with a body and not repeated.',
	},
	{
		file: 'core/operations/api-request.ts',
		find: 'reserved.includes(name.toLowerCase())',
		put: 'reserved.includes(name)',
		why: "A header `Authorization` of the user goes out in place of the credential's.",
	},
	{
		file: 'core/operations/api-request.ts',
		find: 'const wanted = items.slice(0, limit - read);',
		put: 'const wanted = items.slice(0, limit);',
		why: 'More entries than the limit where it ends within a later page.',
	},
	{
		file: 'core/operations/api-request.ts',
		find: '{ ...content.headers, ...headers }',
		put: '{ ...headers, ...content.headers }',
		why: "The user's own content type of a file is overwritten.",
	},
	{
		file: 'core/operations/api-request.ts',
		find: "if (method !== 'GET') {",
		put: "if (method === 'HEAD') {",
		why: 'A POST with Paginate is sent once for every page.',
	},
	{
		file: 'core/operations/api-request.ts',
		find: 'new WrittenJson(typed.trim()) : body;',
		put: 'body : body;',
		why: 'Long numbers in a typed body are rounded on the way out.',
	},
	{
		file: 'core/operations/api-request.ts',
		find: "return request.method === 'GET' ? [] :",
		put: 'return',
		why: 'A GET without content is told as success instead of nothing.',
	},
	{
		file: 'core/operations/cursor.ts',
		find: 'connection.baseUrl, connection.account]',
		put: 'connection.baseUrl]',
		why: "A cursor of one account goes on in another's list, and orders are skipped.",
	},
	{
		file: 'core/operations/cursor.ts',
		find: 'if (v !== 1 ||',
		put: 'if (v === undefined ||',
		why: 'A cursor of another version is read as if it were ours.',
	},
	{
		file: 'core/operations/cursor.ts',
		find: 'this.since = [...again];',
		put: 'this.since = [];',
		why: 'Where a list is gone on with, those of the same second come twice.',
	},
	{
		file: 'core/operations/cursor.ts',
		find: 'isFew ? [...ahead,',
		put: 'isFew ? [',
		why: 'What an earlier run had given and this one did not come to is given again by the third.',
	},
	{
		file: 'core/operations/node-error.ts',
		find: 'const message = secrets.redact(`${whose(scene)}: ${told.message}`);',
		put: 'const message = `${whose(scene)}: ${told.message}`;',
		why: 'A token that the marketplace repeats in its error is shown in n8n.',
	},
	{
		file: 'core/operations/node-error.ts',
		find: "return blocked ? '403' : '401';",
		put: "return '401';",
		why: 'A blocked address is told as an access that ended: people connect again in vain.',
	},
	{
		file: 'core/operations/node-error.ts',
		find: '(waitMs + waitedMs) / 1000);',
		put: 'waitMs / 1000);',
		why: 'The advised Maximum Wait is too short: the next run fails, too.',
	},
	{
		file: 'core/operations/node-error.ts',
		find: 'response.headers[marketplace.requestIdHeader]',
		put: "response.headers['x-request-id']",
		why: 'The request id that the support asks for is not shown.',
	},
	{
		file: 'core/operations/filters.ts',
		find: 'if (before && after >= before)',
		put: 'if (before && after > before)',
		why: 'A range without any moment gives an empty list instead of a word about it.',
	},
	{
		file: 'core/operations/filters.ts',
		find: 'after.toMillis() > clock.now()',
		put: 'after.toMillis() > Date.now() + 86_400_000',
		why: 'A date in the future gives an empty list, and nobody says why.',
	},
	{
		file: 'core/operations/filters.ts',
		find: "String(value).split(',');",
		put: '[String(value)];',
		why: 'A list written with commas is sent as one word.',
	},
	{
		file: 'core/accounts/inquiry.ts',
		find: 'if (error instanceof Refused) this.timed(error.response, sentAt);',
		put: '',
		why: 'Where the marketplace refuses because the clock is wrong, the check does not tell the clock.',
	},
	{
		file: 'core/accounts/inquiry.ts',
		find: 'if (error.transient) return null;',
		put: '',
		why: 'A token endpoint that has trouble for a minute is told as an access that ended.',
	},
	{
		file: 'core/operations/orders.ts',
		find: 'limit >= 1) return limit;',
		put: 'limit >= 0) return limit;',
		why: 'A limit of 0 gives nothing instead of a word about it.',
	},
	{
		file: 'core/operations/load-options.ts',
		find: 'client?.end();',
		put: '',
		why: 'What a drop-down list asked for ahead is still sent when it is closed.',
	},
	{
		file: 'core/operations/write-once.ts',
		find: 'EHOSTUNREACH|ENETUNREACH',
		put: 'EHOSTUNREACH',
		why: 'A write that found no network counts as perhaps done and is not sent again.',
	},
	{
		file: 'core/operations/write-once.ts',
		find: 'return status < GATEWAY && !ELSEWHERE.includes(status);',
		put: 'return !ELSEWHERE.includes(status);',
		why: 'A gateway that waited in vain for a write: it is sent again and done twice.',
	},
	{
		file: 'core/operations/write-once.ts',
		find: 'if (node.retryOnFail !== true) return undefined;',
		put: '',
		why: 'A write of a loop is not sent the second time, because n8n runs the node with the same object.',
	},
	{
		file: 'core/operations/orders.ts',
		find: 'b.rank - a.rank || (a.id < b.id ? 1 : -1)',
		put: 'a.rank - b.rank || (a.id < b.id ? 1 : -1)',
		why: 'Return All lists the oldest orders first.',
	},
	{
		file: 'core/operations/orders.ts',
		find: 'found.delete(id);',
		put: '',
		why: 'An order that changed while it was read keeps its old place in the list.',
	},
	{
		file: 'core/operations/orders.ts',
		find: '[...missing, NO_LINES]',
		put: 'missing',
		why: 'A line without a line does not say why.',
	},
	{
		file: 'core/operations/orders.ts',
		find: 'this.told = now;',
		put: '',
		why: 'After the first minute the log has a line for every page.',
	},
	{
		file: 'core/operations/run.ts',
		find: '!(error instanceof Stopped)',
		put: 'true',
		why: 'A run that was stopped ends as a success with an error item.',
	},
	{
		file: 'core/operations/run.ts',
		find: 'Math.min(timeoutMs, LONGEST_TIMEOUT_MS)',
		put: 'timeoutMs',
		why: 'A timeout of a month overflows and every request ends at once.',
	},
	{
		file: 'core/operations/run.ts',
		find: '(seconds ?? DEFAULT_MAX_WAIT_SECONDS)',
		put: '(seconds || DEFAULT_MAX_WAIT_SECONDS)',
		why: 'Maximum Wait 0 waits a minute.',
	},
	{
		file: 'core/accounts/check.ts',
		find: 'Number.isFinite(days) && days >= 0) return days',
		put: 'Number.isFinite(days) && days > 0) return days',
		why: 'A user who wants warnings only when something has ended (Warn Days Ahead 0) is refused although 0 is allowed',
	},
	{
		file: 'core/accounts/check.ts',
		find: `const isKept = name === 'token' && account.token.renews;`,
		put: 'const isKept = account.token.renews;',
		why: 'Where the token renews itself, the check no longer says that the end of the secret and of the authorization is unknown',
	},
	{
		file: 'core/operations/api-request.ts',
		find: `return request.method === 'GET' ? [] :`,
		put: 'return isRead(request) ? [] :',
		why: 'A HEAD request that succeeds gives no item at all, so the workflow stops there',
	},
	{
		file: 'core/operations/api-request.ts',
		find: 'if (responseAsFile === true || response.bytes !== undefined) {',
		put: 'if (responseAsFile === true) {',
		why: 'A write that is answered with a file (a label, a PDF) gives only success, and the file is lost',
	},
	{
		file: 'core/operations/call.ts',
		find: `	unrounded(value, label, 'Let the expression give a text, with all digits of it');
`,
		put: '',
		why: 'A long ID that an expression gives as a number is sent rounded: another order is read or changed',
	},
	{
		file: 'core/operations/call.ts',
		find: '=== chosen) ?? types[0];',
		put: '=== chosen) ?? types[types.length - 1];',
		why: 'A node without a choice of authentication uses the last credential type (OAuth2) instead of the first and finds no credential',
	},
	{
		file: 'core/operations/cursor.ts',
		find: 'if (JSON.stringify(position) === JSON.stringify(this.reached)) return;',
		put: 'if (position === this.reached) return;',
		why: 'Where many orders share one time, the keys given so far are forgotten, and the next run gives those orders again',
	},
	{
		file: 'core/operations/cursor.ts',
		find: `		this.gave(raw);
		return true;`,
		put: '\t\treturn true;',
		why: 'The cursor of the second run forgets the orders that the first run gave and that come again; the third run gives them twice',
	},
	{
		file: 'core/operations/node-error.ts',
		find: 'requestId: told.requestId ?? response.headers[marketplace.requestIdHeader],',
		put: 'requestId: told.requestId,',
		why: 'Errors of marketplaces that name the request only in a header come without the request ID that support asks for',
	},
	{
		file: 'core/operations/node-error.ts',
		find: `
		code: quota,
		httpCode: '429',
	};`,
		put: `
		code: quota,
	};`,
		why: 'A trigger that is starved of its quota fails with an error without 429, so n8n and workflows do not see that it passes by itself',
	},
	{
		file: 'core/operations/filters.ts',
		find: 'if (/^-?\\d+$/.test(written) && Number.isSafeInteger(Number(written))) return',
		put: 'if (/^-?\\d+$/.test(written)) return',
		why: 'A filter with a very long number is sent rounded to the marketplace instead of being refused',
	},
	{
		file: 'core/accounts/inquiry.ts',
		find: 'if (own !== undefined) return own;',
		put: 'if (own) return own;',
		why: `A marketplace says null for errors that stay errors (Naver's maintenance); they are now reported as a blocked or ended access`,
	},
	{
		file: 'core/accounts/inquiry.ts',
		find: 'const message = client.secrets.redact(this.told(error).message);',
		put: 'const { message } = this.told(error);',
		why: 'A marketplace that repeats the token in its refusal puts it in clear text into the output item of the account check',
	},
	{
		file: 'core/operations/orders.ts',
		find: `const limit = Number(call.parameter<unknown>('limit', 50));`,
		put: `const limit = Number(call.parameter<unknown>('limit', 50)) || 50;`,
		why: 'A limit of 0, or an expression that gives nothing or no number, silently reads 50 instead of being refused',
	},
	{
		file: 'core/operations/load-options.ts',
		find: 'secrets: client?.secrets ?? new Secrets([]),',
		put: 'secrets: new Secrets([]),',
		why: 'An error while a drop-down list loads shows the token or secret that the marketplace repeats',
	},
	{
		file: 'core/operations/write-once.ts',
		find: 'const ELSEWHERE = [302, 303];',
		put: 'const ELSEWHERE = [303];',
		why: 'A write answered with 302 counts as not done, so Retry On Fail sends it a second time',
	},
	{
		file: 'core/operations/write-once.ts',
		find: `function digest({ method, path, query, headers, body }: ApiRequest): string {
	return createHash('sha256')
		.update(JSON.stringify([method, path, query, headers, body]))`,
		put: `function digest({ method, path, query, headers }: ApiRequest): string {
	return createHash('sha256')
		.update(JSON.stringify([method, path, query, headers]))`,
		why: 'After one doubtful write of an agent, a different write with the same path is never sent and fails with the old error',
	},
	{
		file: 'core/operations/orders.ts',
		find: `			found.delete(id);
`,
		put: '',
		why: 'An order that changes while the list is read stays where its old state was, so lists without a rank come in another order',
	},
	{
		file: 'core/operations/orders.ts',
		find: `	for await (const part of source.list(call, limit, place)) {
		const nameless = new Map<string, number>();
`,
		put: `	const nameless = new Map<string, number>();
	for await (const part of source.list(call, limit, place)) {
`,
		why: 'An entry without an ID that is met again on a later page comes out twice, because the count goes on from page to page',
	},
	{
		file: 'core/operations/run.ts',
		find: `const OF_ERRORS = ['error', 'message', 'details'];`,
		put: `const OF_ERRORS = ['error', 'message'];`,
		why: `A good answer with error, message and details goes out by n8n's error output as if the write had failed`,
	},
	{
		file: 'core/operations/run.ts',
		find: `	} finally {
		// What was asked for ahead is not wanted any more.
		client?.end();
	}`,
		put: '\t}',
		why: `Pages that were asked for ahead are still requested after the item has ended or failed, and use up the seller's quota`,
	},
	{
		file: 'core/request/server-clock.ts',
		find: 'const isExplained = from + 1000 >= sentAt &&',
		put: 'const isExplained = from >= sentAt &&',
		why: 'The whole seconds of the Date header count as a difference: clocks that agree are told to be a second apart',
	},
	{
		file: 'core/accounts/warnings.ts',
		find: 'const daysLeft = Math.floor((Date.parse(at) - now) / DAY_MS);',
		put: 'const daysLeft = Math.trunc((Date.parse(at) - now) / DAY_MS);',
		why: 'What ended some hours ago has daysLeft 0 and is said to end within a day instead of having ended',
	},
	{
		file: 'core/accounts/warnings.ts',
		find: '(skewSeconds <= ahead && -skewSeconds <= behind)',
		put: 'Math.abs(skewSeconds) <= ahead',
		why: 'Where a clock may be far behind but hardly ahead (Naver: 240 and 3 s), a clock that is 10 s behind is reported as wrong',
	},
];
