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
];
