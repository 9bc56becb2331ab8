import type { ListedFault } from './fault';

const file = (name: string) => (find: string, put: string, why: string) => ({
	file: `core/authorization/${name}.ts`,
	find,
	put,
	why,
});

const [budget, cookie, once, page, query] = [
	file('budget'),
	file('cookie'),
	file('once'),
	file('page'),
	file('query'),
];
const [serve, token, state, visit] = [
	file('serve'),
	file('signed-token'),
	file('state'),
	file('visit'),
];

/** Faults of core/authorization. */
export const authorization: ListedFault[] = [
	budget(
		'if (isGood(answer)) purse.left = Math.min(BURST, purse.left + 1);',
		'',
		'more than five sellers within a minute are turned away',
	),
	budget(
		'const paid = call().then((answer) => {\n		if (isGood(answer)) purse.left = Math.min(BURST, purse.left + 1);',
		'const paid = call().then((answer) => {\n		purse.left = Math.min(BURST, purse.left + 1);',
		'made-up codes cost nothing, and the app is blocked by the marketplace',
	),
	budget(
		'purse.running.add(ended);',
		'',
		'sellers who come at the same moment are turned away although each is a good one',
	),
	budget('			purse.waiting--;\n', '', 'after twenty visits that waited nobody may wait any more'),
	budget('purse.isTold = true;', '', 'each visit of a flood writes to the log'),
	budget('`${this.app}|${trust}`', 'this.app', 'made-up visits use up the budget of real ones'),
	cookie(
		"...(isSecure ? ['Secure'] : []),",
		"'Secure',",
		'without https the browser drops the cookie and nobody can connect',
	),
	cookie(
		'.map((part) => part.trim())',
		'',
		'with a second cookie in the browser the visit counts as from elsewhere',
	),
	once(
		'before.until > clock.now()',
		'before.until >= 0',
		'an id whose time is over is refused for ever',
	),
	once(
		'.sort(([, a], [, b]) => b.until - a.until)',
		'.sort(([, a], [, b]) => a.until - b.until)',
		'beyond 300 visits the newest ones are forgotten and can be replayed',
	),
	once(
		'inThisProcess.delete(this.key(id));\n		this.store',
		'this.store',
		'after a refusal the code cannot be opened a second time',
	),
	once(
		'if (until <= now) inThisProcess.delete(key);',
		'',
		'the memory of visits grows without end',
	),
	page(
		`/[&<>"'\`]/g`,
		`/[&<>'\`]/g`,
		'a name with a quotation mark leaves the attribute of a link',
	),
	page(
		"'referrer-policy': 'no-referrer',",
		'',
		'the code in the address goes on to the next page as its referrer',
	),
	query(
		'if (this.raws.has(key)) throw unreadable();',
		'',
		'a second account behind the first in an address is taken in its place',
	),
	query(
		"written.replaceAll('+', ' ')",
		'written',
		'blanks in a value arrive as plus signs, so its signature does not fit',
	),
	serve(
		'status === 200 && object(body).error === undefined',
		'status === 200',
		'codes that are refused with status 200 cost nothing',
	),
	serve(
		"if (frames) response.removeHeader('x-frame-options');",
		'',
		'the page stays empty in the control panel of the marketplace',
	),
	serve(
		'mayPass ? 503 : 502',
		'502',
		'a failure that passes by itself looks like one that somebody has to mend',
	),
	token(' && fields.iss === issuer', '', 'a token of another issuer opens the app'),
	token(
		'end + LEEWAY_SECONDS > seconds',
		'end > seconds',
		'clocks that differ by a few seconds keep the owner of a shop out',
	),
	state(
		'if (expiresAt <= now) throw expired();',
		'',
		'a state from an old mail can be used for ever',
	),
	state(
		'secret === undefined || !isSame(fingerprint(secret), claims.browser)',
		'secret === undefined',
		"an attacker's state is taken in the browser of another",
	),
	state(
		"'state', 1, ...scope",
		"'state', 1, scope[0]",
		'a state of one workflow is taken in another',
	),
	visit(
		'.map((entry) => entry.trim().toLowerCase())',
		'.map((entry) => entry.toLowerCase())',
		'the second of the allowed accounts is refused because of the blank before it',
	),
	visit(
		"String(value ?? '').trim()",
		"String(value ?? '')",
		'a Client ID that was pasted with a blank behind it is refused',
	),
	{
		file: 'core/authorization/budget.ts',
		find: '\t\tif (isGood(answer)) purse.left = Math.min(BURST, purse.left + 1);',
		put: '\t\tif (isGood(answer)) purse.left = BURST;',
		why: 'One good code refills the whole purse: bad codes of an attacker are sent to the marketplace beyond the limit whenever somebody connects.',
	},
	{
		file: 'core/authorization/budget.ts',
		find: `	purse.left--;
	const paid = call().then((answer) => {
		if (isGood(answer)) purse.left = Math.min(BURST, purse.left + 1);
		return answer;`,
		put: `	const paid = call().then((answer) => {
		if (!isGood(answer)) purse.left--;
		return answer;`,
		why: `Calls are paid for when they are answered: any number of bad codes that come at once all go out with the app's secret, and calls that fail cost nothing.`,
	},
	{
		file: 'core/authorization/budget.ts',
		find: 'purse.left = Math.min(BURST, purse.left + more);',
		put: 'purse.left += more;',
		why: 'After a quiet day thousands of bad codes may be sent at once: what comes back with time has no cap.',
	},
	{
		file: 'core/authorization/oauth-state.ts',
		find: `		.map((part) => part.trim())
`,
		put: '',
		why: 'The cookie is found only when it is the first: sellers whose browser sends others of the same host before it are told that they are in another browser.',
	},
	{
		file: 'core/authorization/oauth-state.ts',
		find: `'SameSite=Lax',`,
		put: `'SameSite=Strict',`,
		why: 'The browser does not send the cookie when the marketplace sends it back: nobody can connect an account.',
	},
	{
		file: 'core/authorization/single-use.ts',
		find: 'b.until - a.until',
		put: 'a.until - b.until',
		why: 'With more than 300 ids the newest are dropped from what is stored: after a restart a code or payload that was just used counts again.',
	},
	{
		file: 'core/authorization/single-use.ts',
		find: 'const before = inThisProcess.get(this.key(id)) ?? this.known()[id];',
		put: 'const before = this.known()[id];',
		why: 'Two visits with the same code at the same moment each have the stored data from before, so both take it: the workflow starts twice, or the second exchange spoils the first.',
	},
	{
		file: 'core/authorization/single-use.ts',
		find: 'before.until > clock.now()) return before.note;',
		put: 'before.until > clock.now()) return note;',
		why: `The note of then is lost: a 'load' payload that is replayed at the uninstall address is answered as done instead of being refused.`,
	},
	{
		file: 'core/authorization/html-page.ts',
		find: '/[&<>"\'`]/g',
		put: '/[<>"\'`]/g',
		why: `An ampersand is not escaped: a 'Next Step' with '&lt;' or '&copy' shows other characters to the seller, and an address with '&' in the link may change.`,
	},
	{
		file: 'core/authorization/html-page.ts',
		find: `frames.join(' ')`,
		put: `frames.join(', ')`,
		why: `A comma ends the policy: the browser allows only the first of the hosts, so in the other control panel the app's page stays blank.`,
	},
	{
		file: 'core/authorization/callback-query.ts',
		find: 'if (this.raws.has(key)) throw unreadable();',
		put: 'if (this.raws.has(name)) throw unreadable();',
		why: 'A name that stands there twice, once percent-encoded, is no longer refused: the later value overwrites the first.',
	},
	{
		file: 'core/authorization/callback-query.ts',
		find: `written.replaceAll('+', ' ')`,
		put: `written.replace('+', ' ')`,
		why: 'Only the first plus becomes a blank: BigCommerce apps with three or more scopes cannot be installed (the address counts as incomplete).',
	},
	{
		file: 'core/authorization/callback-query.ts',
		find: 'part.slice(name.length + 1)',
		put: `part.split('=')[1] ?? ''`,
		why: `A value that holds '=' is cut off at it: codes and amazon_state with padding come back incomplete, and the marketplace refuses them.`,
	},
	{
		file: 'core/authorization/serve.ts',
		find: 'new Budget(`${marketplace}|${app.clientId}`)',
		put: 'new Budget(marketplace)',
		why: 'All apps of a marketplace share one purse: made-up codes at one trigger keep sellers of another app from connecting.',
	},
	{
		file: 'core/authorization/serve.ts',
		find: 'const segments = written.map((segment) => decodeURIComponent(segment));',
		put: 'const segments = written;',
		why: 'A path with a blank or an umlaut is never recognised: every visit of that trigger is taken for an unknown endpoint and gets 404.',
	},
	{
		file: 'core/authorization/serve.ts',
		find: 'if (frames) response.removeHeader',
		put: 'if (!frames) response.removeHeader',
		why: `n8n's X-Frame-Options stays on BigCommerce's pages (the app is blank in the control panel) and is taken away from Amazon's.`,
	},
	{
		file: 'core/authorization/signed-token.ts',
		find: 'notBefore - LEEWAY_SECONDS <= seconds',
		put: 'notBefore <= seconds',
		why: 'On a machine whose clock is a few seconds slow, a fresh load callback is refused as not signed.',
	},
	{
		file: 'core/authorization/signed-token.ts',
		find: 'return end !== null && end + LEEWAY_SECONDS > seconds &&',
		put: 'return (end === null || end + LEEWAY_SECONDS > seconds) &&',
		why: 'A signed token without an end is valid for ever: a leaked one starts the workflow years later.',
	},
	{
		file: 'core/authorization/oauth-state.ts',
		find: 'secret === undefined || !isSame(fingerprint(secret), claims.browser)',
		put: 'secret !== undefined && !isSame(fingerprint(secret), claims.browser)',
		why: 'A browser without the cookie is accepted: somebody can have a victim complete an authorization that the attacker began.',
	},
	{
		file: 'core/authorization/oauth-state.ts',
		find: `return createHmac('sha256', key).update(written).digest('base64url');`,
		put: `return createHmac('sha256', key).update(written).digest('base64');`,
		why: `About half of the signatures hold a '+', which comes back as a blank: those sellers are told that the authorization was not started here.`,
	},
	{
		file: 'core/authorization/oauth-state.ts',
		find: 'if (expiresAt <= now) throw expired();',
		put: 'if (expiresAt <= now / 1000) throw expired();',
		why: 'Seconds for milliseconds: a state never runs out, so an old address can be completed days later.',
	},
	{
		file: 'core/authorization/callback.ts',
		find: `		.split(',')`,
		put: `		.split(', ')`,
		why: `'Allowed Accounts' written without blanks (A1,B2) is one long account: every seller is turned away.`,
	},
	{
		file: 'core/authorization/callback.ts',
		find: `const written = String(value ?? '').trim();`,
		put: `const written = String(value ?? '');`,
		why: `A Client ID or Secret that was pasted with a line break at its end makes every visit fail with 'could not be connected'.`,
	},
	{
		file: 'core/authorization/callback.ts',
		find: 'allowed.includes(account.toLowerCase())',
		put: 'allowed.join().includes(account.toLowerCase())',
		why: 'An account whose name is a part of an allowed one (abc of abc123) is admitted.',
	},
];
