import { faultsOf, type ListedFault } from './fault';

/** Faults of core/authorization. */
export const authorization: ListedFault[] = [
	...faultsOf('core/authorization/budget.ts', [
		[
			'if (isGood(answer)) allowance.left = Math.min(BURST, allowance.left + 1);',
			'',
			'more than five sellers within a minute are turned away',
		],
		[
			'const paid = call().then((answer) => {\n\t\tif (isGood(answer)) allowance.left = Math.min(BURST, allowance.left + 1);',
			'const paid = call().then((answer) => {\n\t\tallowance.left = Math.min(BURST, allowance.left + 1);',
			'made-up codes cost nothing, and the app is blocked by the marketplace',
		],
		[
			'allowance.running.add(ended);',
			'',
			'sellers who come at the same moment are turned away although each is a good one',
		],
		[
			'\t\t\tallowance.waiting--;\n',
			'',
			'after twenty visits that waited nobody may wait any more',
		],
		['allowance.isTold = true;', '', 'each visit of a flood writes to the log'],
		['`${this.app}|${trust}`', 'this.app', 'made-up visits use up the budget of real ones'],
		[
			'\t\tif (isGood(answer)) allowance.left = Math.min(BURST, allowance.left + 1);',
			'\t\tif (isGood(answer)) allowance.left = BURST;',
			'One good code refills the whole purse: bad codes of an attacker are sent to the marketplace beyond the limit whenever somebody connects.',
		],
		[
			'\tallowance.left--;\n\tconst paid = call().then((answer) => {\n\t\tif (isGood(answer)) allowance.left = Math.min(BURST, allowance.left + 1);\n\t\treturn answer;',
			'\tconst paid = call().then((answer) => {\n\t\tif (!isGood(answer)) allowance.left--;\n\t\treturn answer;',
			"Calls are paid for when they are answered: any number of bad codes that come at once all go out with the app's secret, and calls that fail cost nothing.",
		],
		[
			'allowance.left = Math.min(BURST, allowance.left + more);',
			'allowance.left += more;',
			'After a quiet day thousands of bad codes may be sent at once: what comes back with time has no cap.',
		],
	]),
	...faultsOf('core/authorization/callback-query.ts', [
		[
			'if (this.raws.has(key)) throw unreadable();',
			'',
			'a second account behind the first in an address is taken in its place',
		],
		[
			"written.replaceAll('+', ' ')",
			'written',
			'blanks in a value arrive as plus signs, so its signature does not fit',
		],
		[
			'if (this.raws.has(key)) throw unreadable();',
			'if (this.raws.has(name)) throw unreadable();',
			'A name that stands there twice, once percent-encoded, is no longer refused: the later value overwrites the first.',
		],
		[
			"written.replaceAll('+', ' ')",
			"written.replace('+', ' ')",
			'Only the first plus becomes a blank: BigCommerce apps with three or more scopes cannot be installed (the address counts as incomplete).',
		],
		[
			'part.slice(name.length + 1)',
			"part.split('=')[1] ?? ''",
			"A value that holds '=' is cut off at it: codes and amazon_state with padding come back incomplete, and the marketplace refuses them.",
		],
	]),
	...faultsOf('core/authorization/callback.ts', [
		[
			'.map((entry) => entry.trim().toLowerCase())',
			'.map((entry) => entry.toLowerCase())',
			'the second of the allowed accounts is refused because of the blank before it',
		],
		[
			"String(value ?? '').trim()",
			"String(value ?? '')",
			'a Client ID that was pasted with a blank behind it is refused',
		],
		[
			"\t\t.split(',')",
			"\t\t.split(', ')",
			"'Allowed Accounts' written without blanks (A1,B2) is one long account: every seller is turned away.",
		],
		[
			"const written = String(value ?? '').trim();",
			"const written = String(value ?? '');",
			"A Client ID or Secret that was pasted with a line break at its end makes every visit fail with 'could not be connected'.",
		],
		[
			'allowed.includes(account.toLowerCase())',
			'allowed.join().includes(account.toLowerCase())',
			'An account whose name is a part of an allowed one (abc of abc123) is admitted.',
		],
	]),
	...faultsOf('core/authorization/html-page.ts', [
		['/[&<>"\'`]/g', "/[&<>'`]/g", 'a name with a quotation mark leaves the attribute of a link'],
		[
			"'referrer-policy': 'no-referrer',",
			'',
			'the code in the address goes on to the next page as its referrer',
		],
		[
			'/[&<>"\'`]/g',
			'/[<>"\'`]/g',
			"An ampersand is not escaped: a 'Next Step' with '&lt;' or '&copy' shows other characters to the seller, and an address with '&' in the link may change.",
		],
		[
			"frames.join(' ')",
			"frames.join(', ')",
			"A comma ends the policy: the browser allows only the first of the hosts, so in the other control panel the app's page stays blank.",
		],
	]),
	...faultsOf('core/authorization/oauth-state.ts', [
		[
			"...(isSecure ? ['Secure'] : []),",
			"'Secure',",
			'without https the browser drops the cookie and nobody can connect',
		],
		[
			'.map((part) => part.trim())',
			'',
			'with a second cookie in the browser the visit counts as from elsewhere',
		],
		['if (expiresAt <= now) throw expired();', '', 'a state from an old mail can be used for ever'],
		[
			'secret === undefined || !isEqualInConstantTime(fingerprint(secret), claims.browser)',
			'secret === undefined',
			"an attacker's state is taken in the browser of another",
		],
		["'state', 1, ...scope", "'state', 1, scope[0]", 'a state of one workflow is taken in another'],
		[
			'\t\t.map((part) => part.trim())\n',
			'',
			'The cookie is found only when it is the first: sellers whose browser sends others of the same host before it are told that they are in another browser.',
		],
		[
			"'SameSite=Lax',",
			"'SameSite=Strict',",
			'The browser does not send the cookie when the marketplace sends it back: nobody can connect an account.',
		],
		[
			'secret === undefined || !isEqualInConstantTime(fingerprint(secret), claims.browser)',
			'secret !== undefined && !isEqualInConstantTime(fingerprint(secret), claims.browser)',
			'A browser without the cookie is accepted: somebody can have a victim complete an authorization that the attacker began.',
		],
		[
			"return createHmac('sha256', key).update(written).digest('base64url');",
			"return createHmac('sha256', key).update(written).digest('base64');",
			"About half of the signatures hold a '+', which comes back as a blank: those sellers are told that the authorization was not started here.",
		],
		[
			'if (expiresAt <= now) throw expired();',
			'if (expiresAt <= now / 1000) throw expired();',
			'Seconds for milliseconds: a state never runs out, so an old address can be completed days later.',
		],
	]),
	...faultsOf('core/authorization/serve.ts', [
		[
			'status === 200 && object(body).error === undefined',
			'status === 200',
			'codes that are refused with status 200 cost nothing',
		],
		[
			"if (frames) response.removeHeader('x-frame-options');",
			'',
			'the page stays empty in the control panel of the marketplace',
		],
		[
			'mayPass ? 503 : 502',
			'502',
			'a failure that passes by itself looks like one that somebody has to mend',
		],
		[
			'new CallBudget(`${marketplace}|${app.clientId}`)',
			'new CallBudget(marketplace)',
			'All apps of a marketplace share one purse: made-up codes at one trigger keep sellers of another app from connecting.',
		],
		[
			'const segments = written.map((segment) => decodeURIComponent(segment));',
			'const segments = written;',
			'A path with a blank or an umlaut is never recognised: every visit of that trigger is taken for an unknown endpoint and gets 404.',
		],
		[
			'if (frames) response.removeHeader',
			'if (!frames) response.removeHeader',
			"n8n's X-Frame-Options stays on BigCommerce's pages (the app is blank in the control panel) and is taken away from Amazon's.",
		],
	]),
	...faultsOf('core/authorization/signed-token.ts', [
		[' && fields.iss === issuer', '', 'a token of another issuer opens the app'],
		[
			'end + LEEWAY_SECONDS > seconds',
			'end > seconds',
			'clocks that differ by a few seconds keep the owner of a shop out',
		],
		[
			'notBefore - LEEWAY_SECONDS <= seconds',
			'notBefore <= seconds',
			'On a machine whose clock is a few seconds slow, a fresh load callback is refused as not signed.',
		],
		[
			'return end !== null && end + LEEWAY_SECONDS > seconds &&',
			'return (end === null || end + LEEWAY_SECONDS > seconds) &&',
			'A signed token without an end is valid for ever: a leaked one starts the workflow years later.',
		],
	]),
	...faultsOf('core/authorization/single-use.ts', [
		[
			'before.until > clock.now()',
			'before.until >= 0',
			'an id whose time is over is refused for ever',
		],
		[
			'.sort(([, a], [, b]) => b.until - a.until)',
			'.sort(([, a], [, b]) => a.until - b.until)',
			'beyond 300 visits the newest ones are forgotten and can be replayed',
		],
		[
			'inThisProcess.delete(this.key(id));\n\t\tthis.store',
			'this.store',
			'after a refusal the code cannot be opened a second time',
		],
		[
			'b.until - a.until',
			'a.until - b.until',
			'With more than 300 ids the newest are dropped from what is stored: after a restart a code or payload that was just used counts again.',
		],
		[
			'const before = inThisProcess.get(this.key(id)) ?? this.known()[id];',
			'const before = this.known()[id];',
			'Two visits with the same code at the same moment each have the stored data from before, so both take it: the workflow starts twice, or the second exchange spoils the first.',
		],
		[
			'before.until > clock.now()) return before.note;',
			'before.until > clock.now()) return note;',
			"The note of then is lost: a 'load' payload that is replayed at the uninstall address is answered as done instead of being refused.",
		],
		[
			'inThisProcess.prune((use) => use.until <= now);',
			'',
			"n8n's memory grows with each visit of a public page.",
		],
	]),
];
