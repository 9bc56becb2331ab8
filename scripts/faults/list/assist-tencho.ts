import { faultsOf, type ListedFault } from './fault';

/** Faults of nodes/AssistTencho. */
export const assistTencho: ListedFault[] = [
	...faultsOf('nodes/AssistTencho/AssistTencho.node.ts', [
		[
			"outputDefault: 'marketplace',",
			"outputDefault: 'order',",
			'n8n does not store defaults: saved nodes give the (mostly empty) unified order and no longer what the vendor sent.',
		],
	]),
	...faultsOf('nodes/AssistTencho/AssistTenchoTrigger.node.ts', [
		[
			"default: 'oAuth2',",
			"default: 'accessToken',",
			'n8n does not store defaults: saved triggers with the Connect button look for the other credential and fail.',
		],
	]),
	...faultsOf('nodes/AssistTencho/access/account-check.ts', [
		[
			'const DAYS = 30;',
			'const DAYS = 90;',
			'the warning of the monthly authorization comes two months late',
		],
		[
			'error.response.status >= 400',
			'error.response.status > 404',
			'a base URL without its path is told as working',
		],
		[
			'error.response.status === 200;',
			'error.response.status >= 200;',
			'the 404 page of a wrong base URL is told as an access that has ended',
		],
		[
			'if (!isNone || error.response.status >= 400) return raise(error);',
			'if (!isNone) return raise(error);',
			'A wrong Base URL (404 for the page itself) is told as a working account.',
		],
		[
			'const isPage = error instanceof ResponseError && error.response.status === 200;',
			'const isPage = error instanceof ResponseError;',
			"An HTML page of an overloaded server or of a firewall (503, 403) is told as 'access ended': the user authorizes again for nothing.",
		],
	]),
	...faultsOf('nodes/AssistTencho/access/connection.ts', [
		[
			'(?:\\/oauth|\\/v\\d+)?',
			'(?:\\/oauth)?',
			'who copies the address of the API with /api/v1 gets 404s',
		],
		['quotaOwner: baseUrl,', "quotaOwner: 'assistTencho',", 'two shops wait for each other'],
		[
			"account: baseUrl.replace(/^https?:\\/\\//, '')",
			'account: baseUrl',
			'the key of every event changes',
		],
		[
			"account: baseUrl.replace(/^https?:\\/\\//, ''),",
			'account: new URL(baseUrl).host,',
			'Two shops below one host have the same account: order 5 of the one and order 5 of the other may share an eventKey, and the account check names only the host.',
		],
		[
			'[/\\/[^/]*\\.php$/, /\\/api(?:\\/oauth|\\/v\\d+)?$/, /\\/plugin\\/[^/]+$/]',
			'[/\\/api(?:\\/oauth|\\/v\\d+)?$/, /\\/[^/]*\\.php$/, /\\/plugin\\/[^/]+$/]',
			'Of a pasted …/shop/api/oauth/authorize.php only the page is cut and /api/oauth stays: every request goes to /api/oauth/api/v1/… and is 404.',
		],
	]),
	...faultsOf('nodes/AssistTencho/access/pasted-code.ts', [
		[
			"grant_type: 'client_credentials'",
			"grant_type: 'authorization_code'",
			'the vendor refuses each pasted code',
		],
		[
			"\t\t\tredirect_uri: String(credentials.redirectUri ?? '').trim(),\n",
			'',
			'the token request lacks the redirect address',
		],
		['status < 400 || status === 404', 'status < 400', 'a wrong base URL is told as a used code'],
		["response_type: 'code',", "response_type: 'token',", 'the consent link gives no code'],
		[
			"redirect_uri: String(credentials.redirectUri ?? '').trim(),",
			"redirect_uri: String(credentials.redirectUri ?? ''),",
			'A blank pasted along with the redirect URI is sent at the exchange, though not in the consent link: both differ, the vendor refuses, and the code is used up.',
		],
	]),
	...faultsOf('nodes/AssistTencho/answers.ts', [
		[
			"'err_message', 'err_msg', 'エラーメッセージ', 'エラー内容', 'メッセージ'",
			"'err_message', 'err_msg', 'エラーメッセージ', 'エラー内容'",
			'a Japanese sentence alone comes out as an order',
		],
		["'results', 'data', 'body'", "'results', 'body'", 'an error in "data" comes out as an order'],
		['|ng|', '|', '{"status":"NG"} is an order'],
		[
			'hasErrorName(fields) ? signs < 2',
			'hasErrorName(fields) ? signs < 1',
			'an error that names the order asked for is an order',
		],
		[
			'fields.size > MOST_FIELDS || signsIn(fields) > 0',
			'fields.size > MOST_FIELDS',
			'an order with a state object that is called "error" fails the list',
		],
		['|ログイン|権限|期限/i', '|ログイン|権限/i', 'an expired token is told as a bad request'],
		['\\b429\\b/i', '\\b420\\b/i', 'status 429 in the text is no reason to wait'],
		[
			'hasErrorName(fields) ? signs < 2 :',
			'hasErrorName(fields) ? signs < 1 :',
			'An error that names the order that was asked for ({error: …, serial_order_id: 5}) is given to the user as an order.',
		],
		[
			'told !== undefined && (isAll || namesError(body[i]))',
			'told !== undefined && isAll && namesError(body[i])',
			"A list that holds nothing but [{status: 'NG'}], or an error beside orders, is taken for orders.",
		],
		[
			'const DEPTH = 3;',
			'const DEPTH = 2;',
			'An error in two envelopes (response > result > error), or in a list in one, is no longer seen: the user gets it as an order.',
		],
	]),
	...faultsOf('nodes/AssistTencho/marketplace.ts', [
		["accept: 'application/json'", "accept: '*/*'", 'the vendor may answer with a page'],
		["padStart(4, '0')", "padStart(2, '0')", 'é is sent as \\ue9, which is no JSON'],
		[
			'perSecond: 1, burst: 1, serial: true',
			'perSecond: 1, burst: 1',
			'two searches run side by side, which the vendor forbids',
		],
		[
			"charsets: ['euc-jp', 'shift_jis', 'iso-2022-jp']",
			"charsets: ['shift_jis', 'euc-jp', 'iso-2022-jp']",
			'names in EUC-JP are garbled',
		],
		[
			"tokenType: 'Bearer', skipTokenRefresh: true",
			'skipTokenRefresh: true',
			'an odd token_type puts the token into the address',
		],
		[
			'isRedirect || isDenied || status === 401',
			'isRedirect || status === 401',
			'invalid_token with status 200 comes without advice',
		],
		[
			'perSecond: 1, burst: 1, serial: true }',
			'perSecond: 1, burst: 1 }',
			'While a slow answer is still on its way the next request is sent: the vendor gets requests in parallel, which it forbids.',
		],
		[
			"charsets: ['euc-jp', 'shift_jis', 'iso-2022-jp'],",
			"charsets: ['shift_jis', 'euc-jp', 'iso-2022-jp'],",
			'An unlabelled answer in EUC-JP that holds kanji but no kana is read as Shift_JIS: names and addresses become half-width nonsense.',
		],
	]),
	...faultsOf('nodes/AssistTencho/orders/content-hash.ts', [
		['(a < b ? -1 : 1)', '(a < b ? 1 : 1)', 'another order of fields is told as a change'],
		[
			"(_key, entry: unknown) => {\n\t\tif (typeof entry !== 'object'",
			"(key, entry: unknown) => {\n\t\tif (key !== '' || typeof entry !== 'object'",
			'Only the outermost keys are sorted: if the vendor writes the fields of a line in another order, the order counts as changed and has another eventKey.',
		],
		[
			'.sort(([a], [b]) => (a < b ? -1 : 1))',
			'',
			'The same order with its fields in another order counts as changed.',
		],
	]),
	...faultsOf('nodes/AssistTencho/AssistTenchoTrigger.node.ts', [
		[
			'selectedBy: searchParameters.map(({ name }) => name),',
			'',
			'Orders from before that only another search parameter finds start the workflow as if they were new.',
		],
	]),
	...faultsOf('nodes/AssistTencho/orders/list.ts', [
		[
			'found.length >= SUSPICIOUS && found.length % SUSPICIOUS === 0',
			'found.length > SUSPICIOUS && found.length % SUSPICIOUS === 0',
			'a list cut at 500 looks whole',
		],
		[
			"{ ...readSearchParameters(call), ...values.query(() => '') }",
			"{ ...values.query(() => ''), ...readSearchParameters(call) }",
			'Serial Order ID loses against a parameter of the same name',
		],
		[
			"kind: 'text',\n\t\tquery: 'serial_order_id',",
			"kind: 'text',\n\t\tquery: 'order_id',",
			'the vendor ignores the number and gives all orders',
		],
		[
			'status === 204 || isKnown === true',
			'isKnown === true',
			'A search that finds nothing is an error where the vendor answers with 204.',
		],
	]),
	...faultsOf('nodes/AssistTencho/orders/search-parameters.ts', [
		["String(value ?? '')", 'String(value)', 'a parameter without a value is sent as "undefined"'],
		[
			"return [written, String(value ?? '')];",
			"return [String(name), String(value ?? '')];",
			"A blank pasted with a parameter's name is sent along: the vendor does not know the parameter and may give every order.",
		],
	]),
	...faultsOf('nodes/AssistTencho/orders/mapping.ts', [
		[
			'id === null && sku !== null',
			'sku !== null',
			'two lines with the same product and own ids share a key',
		],
		[
			'.map(([name, value]) => [name.toLowerCase(), value]),',
			'.map(([name, value]) => [name, value]),',
			'ORDER_DATE is not recognised',
		],
		["&& value !== '')", ')', 'an empty first field hides the second, which holds the value'],
		[
			"value !== undefined && value !== null && value !== '')",
			'value !== undefined && value !== null)',
			"An empty field of the first name hides the filled one of the next: e.g. customer_name '' and order_name '山田' gives no buyer.",
		],
		[
			'const named = id === null && sku !== null ?',
			'const named = sku !== null ?',
			'Lines with an id of their own are named by their product code: two lines of one product are told apart by their place only, and keys change when the place does.',
		],
	]),
	...faultsOf('nodes/AssistTencho/orders/names.ts', [
		["'ordered_at'", "'ordered_on'", 'orders of such a shop have no date'],
		[
			"['unit_price', 'price']",
			"['price', 'unit_price']",
			'the price of a line is the sum of the line',
		],
		["'orderer_email', 'email'", "'orderer_email'", 'the e-mail of the buyer is missing'],
		[
			"unitPrice: ['unit_price', 'price'],",
			"unitPrice: ['price', 'unit_price'],",
			'A line with both fields gets the price of the row (or another price) as its unit price.',
		],
	]),
	...faultsOf('nodes/AssistTencho/orders/values.ts', [
		["const JAPAN = 'UTC+9';", "const JAPAN = 'local';", 'times are those of the machine'],
		['hour > 12', 'hour >= 12', '午後12時 is right, but 午前12時 is noon'],
		[
			'(?<second>\\d{1,2}(?:\\.\\d+)?)',
			'(?<second>\\d{1,2})',
			'times with fractions of a second are no times',
		],
		['[個点本枚箱袋セット]', '[個点本枚箱袋]', '1セット is no quantity'],
		[".normalize('NFKC')", '', 'wide digits are no numbers'],
		[".replaceAll('−', '-')", '', 'a discount with a Japanese minus has no sum'],
		['entries.length > 0 && ', '', 'an empty object is an empty list: nothing is told of it'],
		[
			'half === undefined || hour > 12',
			'half === undefined || hour >= 12',
			'午前12時30分 (half past midnight) becomes half past noon.',
		],
		[
			'\\)?)$|\\s*円$/g;',
			'\\)?)$|\\s*円$/;',
			'Only the first sign is taken away: ¥1,200(税込) has a yen in front and the tax behind, and becomes null.',
		],
		[
			".normalize('NFKC').replaceAll('−', '-') ?? null",
			".normalize('NFKC') ?? null",
			'A negative sum with the mathematical minus (−500) is no longer read.',
		],
	]),
	...faultsOf('nodes/AssistTencho/trigger/feed.ts', [
		[
			'Math.max(change.at, clock.now())',
			'change.at',
			'a change on an order of last year is told as old',
		],
		['facts: {} };', '};', 'a changed order that was placed today is told as created again'],
		[
			'return isNew ? atLatest(change) : [];',
			'return isNew ? change : [];',
			'from a date, orders of the first day are never told',
		],
		[
			'!mayBePlacedAfter(placed, from) && time < from',
			'!mayBePlacedAfter(placed, from) && time <= from',
			'an order of exactly the start date is not told',
		],
		[
			'entries.delete(short(id));',
			'',
			'an order that is found at every poll is forgotten before one that is long gone',
		],
		[
			'.slice(-MOST)',
			'.slice(0, MOST)',
			'beyond 20,000 the newest orders are forgotten and told again at each poll',
		],
		['changes.length <= MOST', 'changes.length < MOST', 'a search of exactly 20,000 orders fails'],
		[
			'+ (isDay(placed) ? DAY_MS : 0)',
			'',
			'orders of today without a time are never told with "start now"',
		],
		['.slice(-count).reverse()', '.slice(-count)', 'the manual test shows the oldest first'],
		[
			'return (placed + JAPAN_MS) % DAY_MS === 0;',
			'return placed % DAY_MS === 0;',
			'The day is taken in UTC: an order dated with a day only counts as placed at midnight, is taken as known at the activation, and is never told although it came after it.',
		],
		[
			'(a, b) => Math.max(a, b), before.newest)',
			'(a, b) => Math.max(a, b), 0)',
			'The newest order falls out of the search, so the mark goes back: after a change of the parameters, older orders are told as new.',
		],
		[
			'|| revision === short(change.former)',
			'',
			'After an update of the package every order with a time of change is emitted once more.',
		],
		[
			'times.filter((time) => time <= now).reduce',
			'times.reduce',
			'An order that is booked for next year moves the mark there: after a change of the parameters no order is new.',
		],
		[
			'isSameSearch && clock.now() < until ? before.digest : undefined',
			'before.digest',
			'Other parameters that give the same answer, and orders that have left the future, are never taken note of.',
		],
		[
			'\tif (isKnown === true) return { changes: [], checkpoint, done: true };\n',
			'',
			'The answer that is the same as last time counts as an empty one: all orders are forgotten and emitted again.',
		],
	]),
];
