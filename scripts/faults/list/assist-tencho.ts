import type { ListedFault } from './fault';

const in_ =
	(file: string) =>
	(find: string, put: string, why: string): ListedFault => ({
		file: `nodes/AssistTencho/${file}.ts`,
		find,
		put,
		why,
	});

const auth = in_('assistTencho.auth');
const exchange = in_('assistTencho.exchange');
const feed = in_('assistTencho.feed');
const hash = in_('assistTencho.hash');
const shop = in_('assistTencho.marketplace');
const names = in_('assistTencho.names');
const order = in_('assistTencho.order');
const trouble = in_('assistTencho.trouble');
const values = in_('assistTencho.values');
const account = in_('operations/account');
const search = in_('operations/order');

/** Faults of nodes/AssistTencho. */
export const assistTencho: ListedFault[] = [
	auth(
		'(?:\\/oauth|\\/v\\d+)?',
		'(?:\\/oauth)?',
		'who copies the address of the API with /api/v1 gets 404s',
	),
	auth('quotaOwner: baseUrl,', "quotaOwner: 'assistTencho',", 'two shops wait for each other'),
	auth(
		"account: baseUrl.replace(/^https?:\\/\\//, '')",
		'account: baseUrl',
		'the key of every event changes',
	),
	exchange(
		"grant_type: 'client_credentials'",
		"grant_type: 'authorization_code'",
		'the vendor refuses each pasted code',
	),
	exchange(
		"			redirect_uri: String(credentials.redirectUri ?? '').trim(),\n",
		'',
		'the token request lacks the redirect address',
	),
	exchange(
		'status < 400 || status === 404',
		'status < 400',
		'a wrong base URL is told as a used code',
	),
	exchange("response_type: 'code',", "response_type: 'token',", 'the consent link gives no code'),
	feed(
		'Math.max(sighting.at, clock.now())',
		'sighting.at',
		'a change on an order of last year is told as old',
	),
	feed('|| before === short(sighting.former)', '', 'after an update every order is told again'),
	feed('facts: {} };', '};', 'a changed order that was placed today is told as created again'),
	feed(
		'placed !== null && time < from',
		'placed !== null && time <= from',
		'an order of exactly the start date is not told',
	),
	feed(
		'.filter((time) => time <= clock.now())',
		'',
		'one order booked for next month hides all others after a changed search',
	),
	feed(
		'entries.delete(short(id));',
		'',
		'an order that is found at every poll is forgotten before one that is long gone',
	),
	feed(
		'.slice(-MOST)',
		'.slice(0, MOST)',
		'beyond 20,000 the newest orders are forgotten and told again at each poll',
	),
	feed(
		'sightings.length <= MOST',
		'sightings.length < MOST',
		'a search of exactly 20,000 orders fails',
	),
	feed(
		'+ (isDay ? DAY_MS : 0)',
		'',
		'orders of today without a time are never told with "start now"',
	),
	feed('.slice(-count).reverse()', '.slice(-count)', 'the manual test shows the oldest first'),
	hash('(a < b ? -1 : 1)', '(a < b ? 1 : 1)', 'another order of fields is told as a change'),
	hash(".padStart(16, '0')", '', 'one hash of sixteen is shorter'),
	shop("accept: 'application/json'", "accept: '*/*'", 'the vendor may answer with a page'),
	shop("padStart(4, '0')", "padStart(2, '0')", 'é is sent as \\ue9, which is no JSON'),
	shop(
		'perSecond: 1, burst: 1, serial: true',
		'perSecond: 1, burst: 1',
		'two searches run side by side, which the vendor forbids',
	),
	shop(
		"charsets: ['euc-jp', 'shift_jis', 'iso-2022-jp']",
		"charsets: ['shift_jis', 'euc-jp', 'iso-2022-jp']",
		'names in EUC-JP are garbled',
	),
	shop(
		"tokenType: 'Bearer', skipTokenRefresh: true",
		'skipTokenRefresh: true',
		'an odd token_type puts the token into the address',
	),
	shop(
		'isRedirect || isDenied || status === 401',
		'isRedirect || status === 401',
		'invalid_token with status 200 comes without advice',
	),
	names("'ordered_at'", "'ordered_on'", 'orders of such a shop have no date'),
	names(
		"['unit_price', 'price']",
		"['price', 'unit_price']",
		'the price of a line is the sum of the line',
	),
	names("'orderer_email', 'email'", "'orderer_email'", 'the e-mail of the buyer is missing'),
	order(
		'id === null && sku !== null',
		'sku !== null',
		'two lines with the same product and own ids share a key',
	),
	order(
		'.map(([name, value]) => [name.toLowerCase(), value]),',
		'.map(([name, value]) => [name, value]),',
		'ORDER_DATE is not recognised',
	),
	order("&& value !== '')", ')', 'an empty first field hides the second, which holds the value'),
	trouble(
		"'err_message', 'err_msg', 'エラーメッセージ', 'エラー内容', 'メッセージ'",
		"'err_message', 'err_msg', 'エラーメッセージ', 'エラー内容'",
		'a Japanese sentence alone comes out as an order',
	),
	trouble(
		"'results', 'data', 'body'",
		"'results', 'body'",
		'an error in "data" comes out as an order',
	),
	trouble('|ng|', '|', '{"status":"NG"} is an order'),
	trouble(
		'hasErrorName(fields) ? signs < 2',
		'hasErrorName(fields) ? signs < 1',
		'an error that names the order asked for is an order',
	),
	trouble(
		'fields.size > MOST_FIELDS || signsIn(fields) > 0',
		'fields.size > MOST_FIELDS',
		'an order with a state object that is called "error" fails the list',
	),
	trouble('|ログイン|権限|期限/i', '|ログイン|権限/i', 'an expired token is told as a bad request'),
	trouble('\\b429\\b/i', '\\b420\\b/i', 'status 429 in the text is no reason to wait'),
	values("const JAPAN = 'UTC+9';", "const JAPAN = 'local';", 'times are those of the machine'),
	values('hour > 12', 'hour >= 12', '午後12時 is right, but 午前12時 is noon'),
	values(
		'(?<second>\\d{1,2}(?:\\.\\d+)?)',
		'(?<second>\\d{1,2})',
		'times with fractions of a second are no times',
	),
	values('[個点本枚箱袋セット]', '[個点本枚箱袋]', '1セット is no quantity'),
	values(".normalize('NFKC')", '', 'wide digits are no numbers'),
	values(".replaceAll('−', '-')", '', 'a discount with a Japanese minus has no sum'),
	values('entries.length > 0 && ', '', 'an empty object is an empty list: nothing is told of it'),
	account(
		'const DAYS = 30;',
		'const DAYS = 90;',
		'the warning of the monthly authorization comes two months late',
	),
	account(
		'error.response.status >= 400',
		'error.response.status > 404',
		'a base URL without its path is told as working',
	),
	account(
		'error.response.status === 200;',
		'error.response.status >= 200;',
		'the 404 page of a wrong base URL is told as an access that has ended',
	),
	search(
		'found.length >= SUSPICIOUS && found.length % SUSPICIOUS === 0',
		'found.length > SUSPICIOUS && found.length % SUSPICIOUS === 0',
		'a list cut at 500 looks whole',
	),
	search('if (status === 204) return [];', '', 'no orders at all is an error'),
	search(
		"String(value ?? '')",
		'String(value)',
		'a parameter without a value is sent as "undefined"',
	),
	search(
		"{ ...readParameters(values), ...values.query(() => '') }",
		"{ ...values.query(() => ''), ...readParameters(values) }",
		'Serial Order ID loses against a parameter of the same name',
	),
	search(
		"kind: 'text',\n		query: 'serial_order_id',",
		"kind: 'text',\n		query: 'order_id',",
		'the vendor ignores the number and gives all orders',
	),
	{
		file: 'nodes/AssistTencho/orders/content-hash.ts',
		find: `(_key, entry: unknown) => {
		if (typeof entry !== 'object'`,
		put: `(key, entry: unknown) => {
		if (key !== '' || typeof entry !== 'object'`,
		why: 'Only the outermost keys are sorted: if the vendor writes the fields of a line in another order, the order counts as changed and has another eventKey.',
	},
	{
		file: 'nodes/AssistTencho/orders/names.ts',
		find: `unitPrice: ['unit_price', 'price'],`,
		put: `unitPrice: ['price', 'unit_price'],`,
		why: 'A line with both fields gets the price of the row (or another price) as its unit price.',
	},
	{
		file: 'nodes/AssistTencho/orders/mapping.ts',
		find: `value !== undefined && value !== null && value !== '')`,
		put: 'value !== undefined && value !== null)',
		why: `An empty field of the first name hides the filled one of the next: e.g. customer_name '' and order_name '山田' gives no buyer.`,
	},
	{
		file: 'nodes/AssistTencho/orders/mapping.ts',
		find: 'const named = id === null && sku !== null ?',
		put: 'const named = sku !== null ?',
		why: 'Lines with an id of their own are named by their product code: two lines of one product are told apart by their place only, and keys change when the place does.',
	},
	{
		file: 'nodes/AssistTencho/orders/values.ts',
		find: 'half === undefined || hour > 12',
		put: 'half === undefined || hour >= 12',
		why: '午前12時30分 (half past midnight) becomes half past noon.',
	},
	{
		file: 'nodes/AssistTencho/orders/values.ts',
		find: '\\)?)$|\\s*円$/g;',
		put: '\\)?)$|\\s*円$/;',
		why: 'Only the first sign is taken away: ¥1,200(税込) has a yen in front and the tax behind, and becomes null.',
	},
	{
		file: 'nodes/AssistTencho/orders/values.ts',
		find: `.normalize('NFKC').replaceAll('−', '-') ?? null`,
		put: `.normalize('NFKC') ?? null`,
		why: 'A negative sum with the mathematical minus (−500) is no longer read.',
	},
	{
		file: 'nodes/AssistTencho/answers.ts',
		find: 'hasErrorName(fields) ? signs < 2 :',
		put: 'hasErrorName(fields) ? signs < 1 :',
		why: 'An error that names the order that was asked for ({error: …, serial_order_id: 5}) is given to the user as an order.',
	},
	{
		file: 'nodes/AssistTencho/answers.ts',
		find: 'told !== undefined && (isAll || namesError(body[i]))',
		put: 'told !== undefined && isAll && namesError(body[i])',
		why: `A list that holds nothing but [{status: 'NG'}], or an error beside orders, is taken for orders.`,
	},
	{
		file: 'nodes/AssistTencho/answers.ts',
		find: 'const DEPTH = 3;',
		put: 'const DEPTH = 2;',
		why: 'An error in two envelopes (response > result > error), or in a list in one, is no longer seen: the user gets it as an order.',
	},
	{
		file: 'nodes/AssistTencho/access/pasted-code.ts',
		find: `redirect_uri: String(credentials.redirectUri ?? '').trim(),`,
		put: `redirect_uri: String(credentials.redirectUri ?? ''),`,
		why: 'A blank pasted along with the redirect URI is sent at the exchange, though not in the consent link: both differ, the vendor refuses, and the code is used up.',
	},
	{
		file: 'nodes/AssistTencho/marketplace.ts',
		find: 'perSecond: 1, burst: 1, serial: true }',
		put: 'perSecond: 1, burst: 1 }',
		why: 'While a slow answer is still on its way the next request is sent: the vendor gets requests in parallel, which it forbids.',
	},
	{
		file: 'nodes/AssistTencho/marketplace.ts',
		find: `charsets: ['euc-jp', 'shift_jis', 'iso-2022-jp'],`,
		put: `charsets: ['shift_jis', 'euc-jp', 'iso-2022-jp'],`,
		why: 'An unlabelled answer in EUC-JP that holds kanji but no kana is read as Shift_JIS: names and addresses become half-width nonsense.',
	},
	{
		file: 'nodes/AssistTencho/access/connection.ts',
		find: "account: baseUrl.replace(/^https?:\\/\\//, ''),",
		put: 'account: new URL(baseUrl).host,',
		why: 'Two shops below one host have the same account: order 5 of the one and order 5 of the other may share an eventKey, and the account check names only the host.',
	},
	{
		file: 'nodes/AssistTencho/access/connection.ts',
		find: '[/\\/[^/]*\\.php$/, /\\/api(?:\\/oauth|\\/v\\d+)?$/, /\\/plugin\\/[^/]+$/]',
		put: '[/\\/api(?:\\/oauth|\\/v\\d+)?$/, /\\/[^/]*\\.php$/, /\\/plugin\\/[^/]+$/]',
		why: 'Of a pasted …/shop/api/oauth/authorize.php only the page is cut and /api/oauth stays: every request goes to /api/oauth/api/v1/… and is 404.',
	},
	{
		file: 'nodes/AssistTencho/access/account-check.ts',
		find: 'if (!isNone || error.response.status >= 400) return raise(error);',
		put: 'if (!isNone) return raise(error);',
		why: 'A wrong Base URL (404 for the page itself) is told as a working account.',
	},
	{
		file: 'nodes/AssistTencho/access/account-check.ts',
		find: 'const isPage = error instanceof Refused && error.response.status === 200;',
		put: 'const isPage = error instanceof Refused;',
		why: `An HTML page of an overloaded server or of a firewall (503, 403) is told as 'access ended': the user authorizes again for nothing.`,
	},
	{
		file: 'nodes/AssistTencho/orders/list.ts',
		find: `{ ...readParameters(values), ...values.query(() => '') }`,
		put: `{ ...values.query(() => ''), ...readParameters(values) }`,
		why: `A free parameter of the same name overrides the filter 'Serial Order ID'.`,
	},
	{
		file: 'nodes/AssistTencho/orders/list.ts',
		find: 'found.length >= SUSPICIOUS && found.length % SUSPICIOUS === 0',
		put: 'found.length > SUSPICIOUS && found.length % SUSPICIOUS === 0',
		why: 'Just at 500 orders, where the vendor most likely cuts the list, the user is not told any more that some may be missing.',
	},
	{
		file: 'nodes/AssistTencho/orders/list.ts',
		find: `return [written, String(value ?? '')];`,
		put: `return [String(name), String(value ?? '')];`,
		why: `A blank pasted with a parameter's name is sent along: the vendor does not know the parameter and may give every order.`,
	},
	{
		file: 'nodes/AssistTencho/AssistTencho.node.ts',
		find: `outputDefault: 'marketplace',`,
		put: `outputDefault: 'order',`,
		why: 'n8n does not store defaults: saved nodes give the (mostly empty) unified order and no longer what the vendor sent.',
	},
	{
		file: 'nodes/AssistTencho/AssistTenchoTrigger.node.ts',
		find: `default: 'oAuth2',`,
		put: `default: 'accessToken',`,
		why: 'n8n does not store defaults: saved triggers with the Connect button look for the other credential and fail.',
	},
	{
		file: 'nodes/AssistTencho/trigger/feed.ts',
		find: 'const isDay = (placed + JAPAN_MS) % DAY_MS === 0;',
		put: 'const isDay = placed % DAY_MS === 0;',
		why: 'The day is taken in UTC: an order dated with a day only counts as placed at midnight, is taken as known at the activation, and is never told although it came after it.',
	},
	{
		file: 'nodes/AssistTencho/trigger/feed.ts',
		find: '(a, b) => Math.max(a, b), before.newest)',
		put: '(a, b) => Math.max(a, b), 0)',
		why: 'The newest order falls out of the search, so the mark goes back: after a change of the parameters, older orders are told as new.',
	},
];
