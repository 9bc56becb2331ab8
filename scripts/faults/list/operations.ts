import { faultsOf, type ListedFault } from './fault';

/** Faults of the other rooms of core. */
export const operations: ListedFault[] = [
	...faultsOf('core/accounts/check.ts', [
		[
			'days >= 0) return days;',
			'days > 0) return days;',
			'Who wants to be warned only of what has ended (0 days) gets an error.',
		],
		[
			'if (ms <= clock.now()) return ms;',
			'return ms;',
			'A date in the future as the day of the authorization: the end is told years too late.',
		],
		[
			"const isKept = name === 'token' && account.token.renews;",
			'const isKept = account.token.renews;',
			'The end of a secret that nobody knows is not listed as unknown.',
		],
		[
			'Number.isFinite(days) && days >= 0) return days',
			'Number.isFinite(days) && days > 0) return days',
			'A user who wants warnings only when something has ended (Warn Days Ahead 0) is refused although 0 is allowed',
		],
	]),
	...faultsOf('core/accounts/inquiry.ts', [
		[
			'if (error instanceof ResponseError) this.timed(error.response, sentAt);',
			'',
			'Where the marketplace refuses because the clock is wrong, the check does not tell the clock.',
		],
		[
			'if (error.transient) return null;',
			'',
			'A token endpoint that has trouble for a minute is told as an access that ended.',
		],
		[
			'if (own !== undefined) return own;',
			'if (own) return own;',
			"A marketplace says null for errors that stay errors (Naver's maintenance); they are now reported as a blocked or ended access",
		],
		[
			'const message = this.call.client.secrets.redact(this.messageOf(error));',
			'const message = this.messageOf(error);',
			'A warning of the account check shows the token that the marketplace has echoed.',
		],
	]),
	...faultsOf('core/accounts/warnings.ts', [
		[
			'Math.floor((Date.parse(at)',
			'Math.round((Date.parse(at)',
			'what ends in eleven hours is told to end tomorrow; what has ended, today',
		],
		[
			'daysLeft > days',
			'daysLeft >= days',
			'no warning on the last of the days that the user has chosen',
		],
		[
			'-skewSeconds <= behind',
			'-skewSeconds <= ahead',
			'a clock that is behind is measured by what is allowed ahead',
		],
		[
			'if (daysLeft > days) return [];',
			'if (daysLeft >= days) return [];',
			'The warning comes a day later than the user asked for.',
		],
		[
			"(name === 'token' && account.token.renews)",
			'account.token.renews',
			'Where the token renews itself nobody is warned that the secret or the authorization ends.',
		],
		[
			'!(Math.abs(ms) <= 8.64e15)',
			'Math.abs(ms) > 8.64e15',
			'A time that is no number ends the check with RangeError instead of null.',
		],
		[
			'const daysLeft = Math.floor((Date.parse(at) - now) / DAY_MS);',
			'const daysLeft = Math.trunc((Date.parse(at) - now) / DAY_MS);',
			'What ended some hours ago has daysLeft 0 and is said to end within a day instead of having ended',
		],
		[
			'(skewSeconds <= ahead && -skewSeconds <= behind)',
			'Math.abs(skewSeconds) <= ahead',
			'Where a clock may be far behind but hardly ahead (Naver: 240 and 3 s), a clock that is 10 s behind is reported as wrong',
		],
	]),
	...faultsOf('core/client.ts', [
		[
			'timeoutMs: request.timeoutMs ?? timeoutMs,',
			'timeoutMs: timeoutMs ?? request.timeoutMs,',
			'a request with a time of its own is given that of the user',
		],
		[
			'forget?.();',
			'',
			'every client leaves an ear on the signal of the execution: a long run holds them all',
		],
		[
			'\tif (stop?.aborted) end();\n',
			'',
			'Stop pressed before the client is there (e.g. between two items) is not heard: requests still go out, writes as well.',
		],
	]),
	...faultsOf('core/operations/api-request.ts', [
		[
			"return method === 'GET' || method === 'HEAD';",
			"return method === 'GET';",
			'HEAD is kept as a write: it is sent with a body and not repeated.',
		],
		[
			'if (reserved.includes(key)) {',
			'if (reserved.includes(name)) {',
			"A header `Authorization` of the user goes out in place of the credential's.",
		],
		[
			'query.has(name) ? ([query.get(name), value].flat() as QueryValue) : value',
			'value',
			'Of several query parameters with one name, only the last is sent.',
		],
		[
			"if (value === '') return [];",
			'return [];',
			'A value whose name was forgotten is left out, and nobody is told.',
		],
		[
			'const wanted = items.slice(0, limit - read);',
			'const wanted = items.slice(0, limit);',
			'More entries than the limit where it ends within a later page.',
		],
		[
			'{ ...content.headers, ...headers }',
			'{ ...headers, ...content.headers }',
			"The user's own content type of a file is overwritten.",
		],
		[
			"if (method !== 'GET') {",
			"if (method === 'HEAD') {",
			'A POST with Paginate is sent once for every page.',
		],
		[
			'new WrittenJson(typed.trim()) : body;',
			'body : body;',
			'Long numbers in a typed body are rounded on the way out.',
		],
		[
			"return request.method === 'GET' ? [] :",
			'return',
			'A GET without content is told as success instead of nothing.',
		],
		[
			"return request.method === 'GET' ? [] :",
			'return isRead(request) ? [] :',
			'A HEAD request that succeeds gives no item at all, so the workflow stops there',
		],
		[
			'if (responseAsFile === true || response.bytes !== undefined) {',
			'if (responseAsFile === true) {',
			'A write that is answered with a file (a label, a PDF) gives only success, and the file is lost',
		],
	]),
	...faultsOf('core/operations/call.ts', [
		[
			'\tunrounded(value, label, ALL_DIGITS);\n',
			'',
			'A long ID that an expression gives as a number is sent rounded: another order is read or changed',
		],
		[
			'=== chosen) ?? types[0];',
			'=== chosen) ?? types[types.length - 1];',
			'A node without a choice of authentication uses the last credential type (OAuth2) instead of the first and finds no credential',
		],
	]),
	...faultsOf('core/operations/cursor.ts', [
		[
			'connection.baseUrl, connection.account]',
			'connection.baseUrl]',
			"A cursor of one account goes on in another's list, and orders are skipped.",
		],
		[
			'if (v !== 1 ||',
			'if (v === undefined ||',
			'A cursor of another version is read as if it were ours.',
		],
		[
			'this.since = [...again];',
			'this.since = [];',
			'Where a list is gone on with, those of the same second come twice.',
		],
		[
			'isFew ? [...ahead,',
			'isFew ? [',
			'What an earlier run had given and this one did not come to is given again by the third.',
		],
		[
			'if (JSON.stringify(position) === JSON.stringify(this.reached)) return;',
			'if (position === this.reached) return;',
			'Where many orders share one time, the keys given so far are forgotten, and the next run gives those orders again',
		],
		[
			'\t\tthis.emitted(raw);\n\t\treturn true;',
			'\t\treturn true;',
			'The cursor of the second run forgets the orders that the first run gave and that come again; the third run gives them twice',
		],
	]),
	...faultsOf('core/operations/filters.ts', [
		[
			'if (before && after >= before)',
			'if (before && after > before)',
			'A range without any moment gives an empty list instead of a word about it.',
		],
		[
			'after.toMillis() > clock.now()',
			'after.toMillis() > Date.now() + 86_400_000',
			'A date in the future gives an empty list, and nobody says why.',
		],
		[
			"String(value).split(',');",
			'[String(value)];',
			'A list written with commas is sent as one word.',
		],
		[
			'if (/^-?\\d+$/.test(written) && Number.isSafeInteger(Number(written))) return',
			'if (/^-?\\d+$/.test(written)) return',
			'A filter with a very long number is sent rounded to the marketplace instead of being refused',
		],
	]),
	...faultsOf('core/operations/node-error.ts', [
		[
			'const message = secrets.redact(text.message);',
			'const { message } = text;',
			'A token that the marketplace repeats in its error is shown in n8n.',
		],
		[
			'		...whereabouts(context),\n',
			'',
			'Nobody sees in which account and with which credential it happened.',
		],
		[
			"return [message.replace(/\\.$/, ''), description].filter(Boolean).join('. ');",
			'return description ? message : message;',
			'The error output and the log hide the next step, the account and the request ID.',
		],
		[
			'		said !== undefined &&',
			'		false &&',
			"The marketplace's own words are lost where the package has a sentence of its own.",
		],
		[
			"return blocked ? '403' : '401';",
			"return '401';",
			'A blocked address is told as an access that ended: people connect again in vain.',
		],
		[
			'(waitMs + waitedMs) / 1000);',
			'waitMs / 1000);',
			'The advised Maximum Wait is too short: the next run fails, too.',
		],
		[
			'response.headers[marketplace.requestIdHeader]',
			"response.headers['x-request-id']",
			'The request id that the support asks for is not shown.',
		],
		[
			'requestId: text.requestId ?? response.headers[marketplace.requestIdHeader],',
			'requestId: text.requestId,',
			'Errors of marketplaces that name the request only in a header come without the request ID that support asks for',
		],
		[
			"\n\t\tcode: quota,\n\t\thttpCode: '429',\n\t};",
			'\n\t\tcode: quota,\n\t};',
			'A trigger that is starved of its quota fails with an error without 429, so n8n and workflows do not see that it passes by itself',
		],
	]),
	...faultsOf('core/operations/orders.ts', [
		[
			'limit >= 1) return limit;',
			'limit >= 0) return limit;',
			'A limit of 0 gives nothing instead of a word about it.',
		],
		[
			'b.rank - a.rank || (a.id < b.id ? 1 : -1)',
			'a.rank - b.rank || (a.id < b.id ? 1 : -1)',
			'Return All lists the oldest orders first.',
		],
		[
			'found.delete(id);',
			'',
			'An order that changed while it was read keeps its old place in the list.',
		],
		[
			"const limit = Number(call.parameter<unknown>('limit', 50));",
			"const limit = Number(call.parameter<unknown>('limit', 50)) || 50;",
			'A limit of 0, or an expression that gives nothing or no number, silently reads 50 instead of being refused',
		],
		[
			'\t\t\tfound.delete(id);\n',
			'',
			'An order that changes while the list is read stays where its old state was, so lists without a rank come in another order',
		],
		[
			'\tfor await (const part of source.list(call, limit, listCursor)) {\n\t\tconst nameless = new Map<string, number>();\n',
			'\tconst nameless = new Map<string, number>();\n\tfor await (const part of source.list(call, limit, listCursor)) {\n',
			'An entry without an ID that is met again on a later page comes out twice, because the count goes on from page to page',
		],
	]),
	...faultsOf('core/operations/run.ts', [
		[
			'!(error instanceof StoppedError)',
			'true',
			'A run that was stopped ends as a success with an error item.',
		],
		[
			'Math.min(timeoutMs, LONGEST_TIMEOUT_MS)',
			'timeoutMs',
			'A timeout of a month overflows and every request ends at once.',
		],
		[
			'(seconds ?? DEFAULT_MAX_WAIT_SECONDS)',
			'(seconds || DEFAULT_MAX_WAIT_SECONDS)',
			'Maximum Wait 0 waits a minute.',
		],
	]),
	...faultsOf('core/operations/error-item.ts', [
		[
			"const OF_ERRORS = ['error', 'message', 'details'];",
			"const OF_ERRORS = ['error', 'message'];",
			"A good answer with error, message and details goes out by n8n's error output as if the write had failed",
		],
	]),
	...faultsOf('core/operations/progress.ts', [
		['this.toldAt = now;', '', 'After the first minute the log has a line for every page.'],
	]),
	...faultsOf('core/operations/batch.ts', [
		[
			"count === 1 ? '' : await credentialKey(context, marketplace, item, limitsOf)",
			"''",
			'Two accounts in one run are taken for one, and a parcel goes to the wrong shop.',
		],
		[
			'\t\tlimitsOf(context, item);',
			'',
			'An option of the first item that cannot be read fails all items.',
		],
		[
			'if (shown.length === 1) throw first.failure;',
			'',
			'The error of an only item speaks of 1 of 1.',
		],
		[
			'items.forEach((item, at) => (shown[item] = results[at]));',
			'items.forEach((item) => (shown[item] = results[0]));',
			'All items get the outcome of the first.',
		],
	]),
	...faultsOf('core/operations/orders.ts', [
		[
			'order.account ??= call.client.connection.label ?? null;',
			'order.account = call.client.connection.label ?? null;',
			'a label replaces the account that the marketplace names',
		],
	]),
	...faultsOf('core/operations/with-client.ts', [
		[
			'secrets: client?.secrets ?? new Secrets([]),',
			'secrets: new Secrets([]),',
			'An error message of the marketplace that echoes the token shows it.',
		],
		[
			'account: client ? shownAccount(client.connection) : null,',
			'account: null,',
			'With several credentials, nobody can tell from the error which account it was.',
		],
		[
			'\t} finally {\n\t\t// What was asked for ahead is not wanted any more.\n\t\tclient?.end();\n\t}',
			'\t}',
			'What was asked for ahead goes on after the node has failed, and uses up the quota.',
		],
		[
			'client = await connect(context, marketplace, credentialType, limits(), itemIndex);',
			'client = await connect(context, marketplace, credentialType, limits());',
			"With an expression per item in the credential, every item reads the first item's account.",
		],
		[
			'return await within(all());',
			'return await all();',
			'A poll that hangs is never given up: its trigger emits nothing until n8n is restarted.',
		],
	]),
	...faultsOf('core/operations/run-memory.ts', [
		[
			'if (node.retryOnFail !== true) return undefined;',
			'',
			'A write of a loop is not sent the second time, because n8n runs the node with the same object.',
		],
	]),
	...faultsOf('core/operations/write-once.ts', [
		[
			'return status < GATEWAY && !ELSEWHERE.includes(status);',
			'return !ELSEWHERE.includes(status);',
			'A gateway that waited in vain for a write: it is sent again and done twice.',
		],
		[
			'const ELSEWHERE = [302, 303];',
			'const ELSEWHERE = [303];',
			'A write answered with 302 counts as not done, so Retry On Fail sends it a second time',
		],
		[
			"function digest({ method, path, query, headers, body }: ApiRequest): string {\n\treturn createHash('sha256')\n\t\t.update(JSON.stringify([method, path, query, headers, body]))",
			"function digest({ method, path, query, headers }: ApiRequest): string {\n\treturn createHash('sha256')\n\t\t.update(JSON.stringify([method, path, query, headers]))",
			'After one doubtful write of an agent, a different write with the same path is never sent and fails with the old error',
		],
	]),
];
