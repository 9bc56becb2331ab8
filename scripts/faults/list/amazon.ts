import { faultsOf, type ListedFault } from './fault';

/** Faults of nodes/AmazonSellingPartner. */
export const amazon: ListedFault[] = [
	...faultsOf('nodes/AmazonSellingPartner/AmazonSellingPartnerTrigger.node.ts', [
		[
			"selectedBy: ['marketplaceIds']",
			'selectedBy: []',
			'After other sites are chosen, the trigger goes on where the old ones stood',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/access/account-check.ts', [
		[
			'const SECRET_DAYS = 180;',
			'const SECRET_DAYS = 365;',
			'The end of the client secret is warned of half a year too late',
		],
		[
			'isParticipating !== false',
			'isParticipating === true',
			'Sites whose participation is not told are left out',
		],
		[
			'const RECENT_MS = HOUR_MS;',
			'const RECENT_MS = 60_000;',
			"The check's search begins one minute ago, nearer to now than Amazon allows: 400, so a good account is told as broken.",
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/access/authorization-address.ts', [
		[
			'co\\\\.za|com|',
			'co\\\\.za|com|tr|',
			'An address of a domain that is not of Amazon gets the state',
		],
		["target.port === '' && AMAZON", 'AMAZON', 'The browser is sent to any port of an Amazon host'],
	]),
	...faultsOf('nodes/AmazonSellingPartner/access/authorization-code.ts', [
		[
			'|| error instanceof TooManyCallsError) release();',
			') release();',
			'A visit that comes while too many are under way loses its code',
		],
		[
			"callback.parameter('redirectUri', '').trim()",
			"callback.parameter('redirectUri', '')",
			"A Redirect URI pasted with a blank goes into the token request with it, unlike in the consent: Amazon refuses every seller's code.",
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/access/authorization.ts', [
		[
			'appstore: 5 * 60_000',
			'appstore: 50 * 60_000',
			'A state from the Appstore counts for nearly an hour',
		],
		[
			"claims.account !== '' && claims.account !== account",
			"claims.account === '' && claims.account !== account",
			'One seller can finish the authorization of another',
		],
		[
			"`amazon_state=${query.raw('amazon_state')}`",
			"`amazon_state=${encodeURIComponent(query.get('amazon_state'))}`",
			"Amazon's state goes back in another spelling than it came (+, %7e, lower-case hex), not byte for byte; Amazon may refuse the authorization.",
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/access/connection.ts', [
		[
			'|${region}|${environment}`',
			'|${environment}`',
			'Two regions of one app share a quota that Amazon counts apart',
		],
		[
			"code === '' ? refreshToken : code",
			"refreshToken === '' ? code : refreshToken",
			'Once the code is exchanged, the token seems to be of another consent and is renewed at each request',
		],
		[
			'credential.issuedFor === ownerOf(keys) ? token',
			"credential.issuedFor !== '' ? token",
			'After another secret or refresh token was entered, the token of the old one is used',
		],
		[
			'[keys.clientId, keys.clientSecret, grantOf(keys)]',
			'[keys.clientId, grantOf(keys)]',
			"After another client secret was entered the old access token goes on being used, so a wrong secret is not noticed; an exchanged code's refresh token is given to whoever knows only the code.",
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/access/consent.ts', [
		[
			"fe: 'sellercentral.amazon.co.jp'",
			"fe: 'sellercentral.amazon.com'",
			'Sellers in Japan consent in the American Seller Central',
		],
		[
			"['Mexico', 'sellercentral.amazon.com.mx']",
			"['Mexico', 'sellercentral.amazon.mx']",
			'Sellers in Mexico are sent to a host that does not exist',
		],
		[
			'credential.isDraft === false',
			'credential.isDraft !== true',
			'A draft app of a credential without the field gets a link that Amazon refuses',
		],
		[
			"credential.isDraft === false ? {} : { version: 'beta' }",
			"credential.isDraft === true ? { version: 'beta' } : {}",
			'A credential without the field (imported, or older) loses version=beta: Amazon refuses consent for a draft app.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/access/restricted-tokens.ts', [
		[
			'const KEPT_MS = 50 * 60_000;',
			'const KEPT_MS = 500 * 60_000;',
			'A restricted token is used for hours after its end',
		],
		[
			'return [baseUrl, quotaOwner, resource,',
			'return [baseUrl, resource,',
			'One seller reads with the restricted token of another',
		],
		['this.fetching.delete(key);', '', 'A failed token is never fetched again'],
		[
			'\t\tconst { baseUrl, quotaOwner } = this.call.client.connection;\n\t\treturn [baseUrl, quotaOwner, resource, ',
			'\t\tconst { baseUrl } = this.call.client.connection;\n\t\treturn [baseUrl, resource, ',
			'The restricted token of one seller is used for the orders of another one in the same process.',
		],
		[
			"again.verdict === 'denied' || again.verdict === 'expired'",
			"again.verdict === 'denied'",
			'If Amazon calls the fresh restricted token expired too, the list fails instead of coming without personal data.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/access/token-errors.ts', [
		[
			"error: 'temporarily_unavailable'",
			"error: 'temporary_unavailable'",
			'A short outage of the login ends the run as a refusal',
		],
		[
			"\t\tmessage: 'Login with Amazon is not available for now',\n\t\tadvice: 'Try again in some minutes',\n\t\ttransient: true,",
			"\t\tmessage: 'Login with Amazon is not available for now',\n\t\tadvice: 'Try again in some minutes',",
			'temporarily_unavailable with status 400 is final instead of being retried: the workflow fails, the account check says refused.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/access/tokens.ts', [
		[
			'const DEFAULT_LIFE_SECONDS = 3600;',
			'const DEFAULT_LIFE_SECONDS = 36;',
			'A token without a life is renewed at each request',
		],
		[
			'const tried = `${known}|${keys.redirectUri}`;',
			'const tried = known;',
			'A corrected Redirect URI does not help: the refusal of the wrong one is repeated',
		],
		[
			'taken.set(known, tokens.refreshToken);',
			'',
			'A code whose answer n8n did not store is sent twice, and the consent is lost',
		],
		[
			'const isOther = returned !== null && returned !== keys.refreshToken;',
			'const isOther = returned !== null;',
			'Each renewal stores the same refresh token anew',
		],
		[
			'`${known}|${keys.redirectUri}`',
			'`${known}|`',
			'After a wrong Redirect URI the corrected one is never tried: the code stays refused without asking Amazon.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/answers.ts', [
		[
			"if (status === 401) return 'denied';",
			"if (status === 401) return 'expired';",
			'A 401, which Amazon never sends for an old token, makes n8n renew the token again and again',
		],
		[
			'|| status === 408 ?',
			'|| status === 409 ?',
			'A time-out at Amazon (408) ends the run, and a conflict is repeated',
		],
		[
			'perSecond > 0 ? { perSecond } : {}',
			'perSecond >= 0 ? { perSecond } : {}',
			'A rate of 0 in the header stops the seller for ever',
		],
		[
			'path: /^\\/orders\\/2026-01-01\\//,',
			'path: /^\\/orders\\/2026-01-01\\/orders\\//,',
			'A refused search is not explained with the role and with Orders v0',
		],
		[
			"headers['x-amzn-requestid']",
			"headers['x-amz-requestid']",
			'Support of Amazon cannot find the request of the user',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/feeds/feed.ts', [
		[
			'body: { feedType, marketplaceIds: [marketplaceId], inputFeedDocumentId: documentId },\n\t\tidempotent: false,',
			'body: { feedType, marketplaceIds: [marketplaceId], inputFeedDocumentId: documentId },\n\t\tidempotent: true,',
			'A feed whose answer was lost is made twice.',
		],
		[
			'if (clock.now() + wait > waitUntil) return undefined;',
			'if (clock.now() > waitUntil) return undefined;',
			'The node waits for a feed longer than the user allows.',
		],
		[
			'else if (status >= 200 && status < 300) return documentId;',
			'else return documentId;',
			'A feed is made of a file that was never uploaded.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/feeds/processing-report.ts', [
		[
			'if (head < 0 && successful === null) return undefined;',
			'',
			'A sentence in place of a report makes orders seem cancelled.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/listings/update.ts', [
		[
			"patches: [{ op: 'merge',",
			"patches: [{ op: 'replace',",
			'Handling times, sale prices and business prices vanish with every update.',
		],
		[
			'if (isKeptByAmazon(channels)) {',
			'if (false as boolean) {',
			'A SKU of FBA gets a second channel, and is no longer sent by Amazon.',
		],
		[
			"if (text(status) === 'INVALID') {",
			"if (text(status) === 'ERROR') {",
			'An update that Amazon refused with 200 is not told as refused, and its reason is lost.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/listings/list.ts', [
		[
			"{ sortBy: 'createdDate', sortOrder: 'ASC' }",
			'{}',
			'A listing that changes while the list is read moves to its front and is missed.',
		],
		[
			'if (read >= MOST_REACHED && read < limit) yield await beyond(read);',
			'',
			'Of 1,300 listings, 1,000 are taken for all, where Amazon counts no more.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/listings/feed.ts', [
		[
			'text(sku) ?? (isWhole ? skus[(count(messageId) ?? 0) - 1] : undefined) ?? NAMELESS',
			'text(sku) ?? skus[(count(messageId) ?? 0) - 1] ?? NAMELESS',
			'Get Result takes the number of a message for another SKU, so that what was refused is told as done.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/writes/order.ts', [
		[
			"const PARTS = ['FULFILLMENT', 'PACKAGES', 'CANCELLATION'];",
			"const PARTS = ['FULFILLMENT', 'PACKAGES', 'CANCELLATION', 'RECIPIENT'];",
			'Personal data is asked for where nobody needs it.',
		],
		[
			'ENDED.has(status) ? 0 : (count(quantityUnfulfilled) ?? left)',
			'ENDED.has(status) ? 0 : left',
			'Cancelled units are confirmed as shipped.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/writes/ship.ts', [
		[
			'update(`${orderId} ${sameNumber(trackingNumber)}`)',
			'update(`${orderId} ${trackingNumber}`)',
			'A tracking number that is written with blanks once and without them another time makes two packages.',
		],
		[
			'100_000_000 + (hash.readUInt32BE(0) % 900_000_000)',
			'hash.readUInt32BE(0) % 1_000_000_000',
			'Some package numbers have fewer digits, and may be one that the seller gives by hand.',
		],
		[
			'if (order && isThere(order, parcel)) {',
			'if (order && isThere(order, parcel) && false) {',
			'A parcel that Amazon has is confirmed again, with lines that are not open.',
		],
		[
			'if (isCheck && order.packages === null) return undefined;',
			'',
			'A parcel of which nobody knows whether it was confirmed fails as if it had not been.',
		],
		[
			'return sites.length === 1 ? sites[0] : null;',
			'return sites[0] ?? null;',
			'Parcels of sellers on several sites are confirmed for the wrong marketplace.',
		],
		[
			'const unseen = sent.filter(({ trackingNumber }) => !packageWith(order, trackingNumber));',
			'const unseen = sent;',
			'After a look, units that are still open seem to be sent.',
		],
		[
			"if (other !== undefined) {\n\t\tthrow new InvalidInputError(\n\t\t\t`'Package Number'",
			"if (other === trackingNumber) {\n\t\tthrow new InvalidInputError(\n\t\t\t`'Package Number'",
			'The second parcel of a run overwrites the first.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/writes/cancel.ts', [
		[
			'return endsAll(error) ? raise(error) : all({',
			'return error ? raise(error) : all({',
			'An order is called unknown although no feed was made.',
		],
		[
			'if (endsAll(error) || !isUndone(error)) return raise(error);',
			'if (endsAll(error)) return raise(error);',
			'A feed whose answer was lost is called failed, and made again.',
		],
		[
			'if (quantity === null || quantity === line.open || line.open === 0) return line;',
			'return line;',
			'Who wants to cancel one unit cancels all of them.',
		],
		[
			'const shipped = lines.find((line) => line.shipped > 0);',
			'const shipped = undefined as KnownLine | undefined;',
			'A partly shipped order is cancelled.',
		],
		[
			'const isComplete = counted + refusals.size >= lines.length;',
			'const isComplete = true;',
			'Lines that the report does not account for are called cancelled.',
		],
		[
			"if (feed?.status === 'FATAL') return raise(brokenOff(feedId, undefined));",
			'',
			'A feed that was broken off is called taken for ever.',
		],
		[
			'if (counted && named.includes(counted)) return [counted];',
			'if (counted) return [counted];',
			'The wrong line is called refused where the report counts otherwise.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/marketplace.ts', [
		["{ zone: 'utc' }", '{}', 'x-amz-date has the time of the zone of the machine'],
		[
			"reservedHeaders: ['user-agent', 'x-amz-access-token', 'x-amz-date']",
			"reservedHeaders: ['user-agent', 'x-amz-access-token']",
			'A user can send a date that Amazon refuses',
		],
		[
			"'accessToken', 'authorizationCode']",
			"'accessToken']",
			'The authorization code is not redacted from errors and outputs.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/parameters.ts', [
		[
			'required: true,',
			'required: false,',
			'A list of Orders v0 without a site fails only when it runs.',
		],
		[
			'options: PARTS.filter(({ value }) => PERSONAL_PARTS.includes(value)),',
			'options: PARTS,',
			'With Orders v0, eight parts can be chosen that it does not know.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/dates.ts', [
		[
			'Math.ceil(before.toMillis() / 1000)',
			'Math.floor(before.toMillis() / 1000)',
			'Orders of the last second of a range are lost',
		],
		[
			'if (end <= latest)',
			'if (end < latest)',
			'An end of exactly three minutes ago is said to be cut',
		],
		[
			'(before?.toMillis() ?? now) - HISTORY_DAYS',
			'now - HISTORY_DAYS',
			"With only a 'Before' the range starts two years before today, not before that date: early orders are missing, and an old 'Before' gives a range whose end is before its start, which Amazon refuses.",
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/filters.ts', [
		[
			"{ name: 'Seller', value: 'MERCHANT'",
			"{ name: 'Seller', value: 'SELLER'",
			'Whoever wants orders of the seller gets an error of Amazon',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/lines.ts', [
		[
			'quantityCancelled: cancelled(item, isCancelled)',
			'quantityCancelled: cancelled(item, false)',
			'Of a wholly cancelled order units are counted that Amazon put to 0',
		],
		[
			'[kind, itemId, name].filter(Boolean)',
			'[kind, name].filter(Boolean)',
			'Charges of two items have the same key',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/list.ts', [
		[
			'resumes: (call) => [isV0(call), chosenSites(call), wayOf(call)]',
			'resumes: (call) => [isV0(call), wayOf(call)]',
			'A cursor counts for other sites',
		],
		[
			'[isV0(call), chosenSites(call), wayOf(call)]',
			'[isV0(call), wayOf(call), chosenSites(call).length > 0]',
			'A cursor of one marketplace counts for another one: pages are asked for with changed parameters and orders are skipped.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/mapping.ts', [
		[
			'services.length === 1 ? services[0]',
			'services.length >= 1 ? services[0]',
			'Of two shipping services the first is given as that of the order',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/missing.ts', [
		[
			"name: 'TAX', key: 'tax', fields: ['invoice', 'buyer.taxId']",
			"name: 'TAX', key: 'tax', fields: ['invoice']",
			'An empty tax number is not explained',
		],
		[
			"text(name) !== null && fulfillmentStatus === 'SHIPPED' ?",
			"text(name) !== null || fulfillmentStatus === 'SHIPPED' ?",
			'A missing phone is explained by age where a role lacks',
		],
		[
			'return isKnown ? []',
			'return ids.length === 0 || isKnown || items.length > 0 ? []',
			'Items that are only in the parcels are not missed',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/money.ts', [
		[
			"'DELIVERY_TIP', 'OTHER'",
			"'OTHER'",
			'A tip that the buyer pays is in no line and no sum of fees',
		],
		["\t'UOSS',", "\t'OSS',", "Tax that Amazon collects under UOSS seems to be the seller's"],
		[
			'return found.length === 1 ?',
			'return found.length >= 1 ?',
			'Of an amount in two parts the first is given as the sum',
		],
		[
			'isAmazons.length > 0 && !isAmazons.includes(false)',
			'!isAmazons.includes(false)',
			'The tax of an order that came without items is said to be collected by Amazon; the seller does not pay it.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/parameters.ts', [
		[
			'.trim().toUpperCase()',
			'.trim()',
			'Parts that an expression writes in small letters are refused',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/parties.ts', [
		['ERRORED: true', 'ERRORED: false', 'An invoice that could not be made seems not to be due'],
		[
			"entry.entityType === 'BUYER'",
			"entry.entityType !== 'AMAZON'",
			'The tax number of the seller is given as that of the buyer',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/payments.ts', [
		[
			"'COD', 'CashOnDelivery', 'Invoice'",
			"'COD', 'CashOnDelivery'",
			'An invoice that is still due counts as paid before',
		],
		[
			'Number(amount) > 0',
			'Number(amount) >= 0',
			'A cash-on-delivery order with a gift card entry of 0.00 (or without an amount) counts as partially paid.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/quota-wait.ts', [
		[
			'Math.max(error.waitMs, LEAST_PAUSE_MS)',
			'error.waitMs',
			'A quota that another request holds is asked for without a pause',
		],
		[
			'LEAST_PAUSE_MS), client.signal)',
			'LEAST_PAUSE_MS), undefined)',
			'Stop does not end a report that waits for quota; it goes on for minutes and sends another request.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/signed-address.ts', [
		[
			'isLoopback(new URL(baseUrl).hostname)',
			'true',
			'An answer can make the node read services of its own machine',
		],
		[
			'isLoopback(url.hostname) && isLoopback(new URL(baseUrl).hostname);',
			'(isLoopback(url.hostname) || isLoopback(new URL(baseUrl).hostname));',
			'An answer of the real API may make n8n read plain-http addresses on its own machine; with a local gateway, any plain-http host.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/reports/charset.ts', [
		[
			"['utf-16be', [0xfe, 0xff]]",
			"['utf-16be', [0xff, 0xff]]",
			'A file in UTF-16 with the higher byte first is unreadable',
		],
		[
			"isOfJapan ? 'shift_jis' : 'windows-1252'",
			"isOfJapan ? 'shift_jis' : 'utf-8'",
			'Names of towns in Europe have broken letters',
		],
		[
			'decoder.decode(chunk, { stream: true })',
			'decoder.decode(chunk)',
			'A letter that is cut between two chunks of the download counts as a fault, so a Shift_JIS (or nearly plain UTF-8) report is read as Latin 1: names and towns become garbage.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/reports/choice.ts', [
		[
			'return known !== undefined && !(timeOf(updated) > known);',
			'return known !== undefined;',
			'An order that changed after it was read keeps its old state',
		],
		['limit > AT_ONCE', 'limit >= AT_ONCE', 'Two thousand orders come from reports'],
		[
			'!(timeOf(updated) > known)',
			'timeOf(updated) <= known',
			'Orders whose report rows (or answer) have no readable time of change are given out twice.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/reports/columns.ts', [
		[
			'const MONEY = /-(price|tax|discount|fee|cost)$/;',
			'const MONEY = /-(price|tax|discount|cost)$/;',
			'The fee for cash on delivery with a decimal comma is lost',
		],
		[
			'\\d{1,2}$/.test(cell)\n',
			'\\d{1,3}$/.test(cell)\n',
			'1.234,567 and the like are taken for amounts',
		],
		[
			'/^(pending|cancell?ed)\\b/i',
			'/^(pending|cancelled)\\b/i',
			"'Canceled' rows, which have no price, count as broken where they are short or repaired: the whole report is refused.",
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/reports/file.ts', [
		[
			"const isHalf = rest.endsWith('\\r');",
			'const isHalf = false;',
			'A line break that is cut between two chunks becomes an empty row or a broken one',
		],
		[
			'if (this.keepsEmpty && this.short)',
			'if (this.keepsEmpty || this.short)',
			'Files that leave out empty cells are refused',
		],
		[
			'this.keepsEmpty ||= reading.keepsEmpty;',
			'this.keepsEmpty = reading.keepsEmpty;',
			"The file's habit of writing empty cells is forgotten with the next row, so a truncated row behind it passes as an order.",
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/reports/left-out.ts', [
		[
			'Date.parse(time) <= to',
			'Date.parse(time) < to',
			'An order of the last second of the range is left out',
		],
		[
			'!channels.some((channel) => isOfSites(channel, sites))',
			'!channels.every((channel) => isOfSites(channel, sites))',
			'An order with rows of the chosen and another channel is left out.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/reports/lines.ts', [
		[
			"['fee', 'cod-fee', '', 'cod-fee-discount']",
			"['fee', 'cod-fee', '', '']",
			'The discount of the fee for cash on delivery is lost',
		],
		['at === 0 ? name : `${name}#${at + 1}`', 'name', 'Two lines of one SKU have the same key'],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/reports/mapping.ts', [
		[
			"mfn: 'seller',",
			"mfn: 'marketplace',",
			'Orders that the seller has to ship seem to be shipped by Amazon',
		],
		[
			'isReplacement || isExchange ?',
			'isReplacement ?',
			'An exchange does not name the order that it replaces',
		],
		[
			"flag(row['is-exchange-order']?.toLowerCase())",
			"flag(row['is-exchange-order'])",
			'Reports that write True/TRUE lose the order that an exchange order replaces.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/reports/repair.ts', [
		[
			'if (at < 0 || OTHER_ROW.test(text)) continue;',
			'if (at < 0) continue;',
			'Two rows that ran into each other become one, and an order is lost',
		],
		[
			"\tconst keepsEmpty = cells.at(-1)?.trim() === '';\n\tif (cells.length >= names.length || keepsEmpty || !reaches(names, cells)) return undefined;",
			'\tif (cells.length >= names.length || !reaches(names, cells)) return undefined;',
			'A row that breaks off although it writes empty cells is taken for a whole one: an order with lost cells is given out instead of the file being refused.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/reports/report.ts', [
		[
			'const LONGEST_LOOK_MS = 30_000;',
			'const LONGEST_LOOK_MS = 3_000_000;',
			'A report that is ready is looked at an hour later',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/documents.ts', [
		[
			'if (attempt === ADDRESSES) throw file;',
			'throw file;',
			'A download that breaks off ends the run',
		],
		[
			"\tlet status = 0;\n\tfor (let attempt = 1; attempt <= ADDRESSES; attempt++) {\n\t\tconst { body } = await send({ method: 'GET', path });\n\t\tconst { url } = object(body);\n",
			"\tlet status = 0;\n\tconst { body } = await send({ method: 'GET', path });\n\tconst { url } = object(body);\n\tfor (let attempt = 1; attempt <= ADDRESSES; attempt++) {\n",
			'A download that failed because its signed address had ended is tried again with the same dead address, and the report is lost.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/participations.ts', [
		[
			'isParticipating === true',
			'isParticipating !== null',
			'Sites on which the seller is not are asked for',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/reports/sites.ts', [
		[
			"['us', 'ATVPDKIKX0DER'],",
			"['us', 'A2EUQ1WTGCTBG2'],",
			'Orders of the channel Amazon.us seem to be of Canada',
		],
		[
			'chosen.some((id) => !KNOWN.has(id))',
			'chosen.every((id) => KNOWN.has(id))',
			'Orders of a new site are left out of its own list',
		],
		[
			'?.[1].toLowerCase() ?? null',
			'?.[1] ?? null',
			'Sales channels written AMAZON.DE have no site: orders of the chosen site are left out of the list, others have site null.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/reports/status.ts', [
		[
			"COMPLETE: 'SHIPPED'",
			"COMPLETE: 'UNSHIPPED'",
			'Finished orders of reports seem to wait for shipping',
		],
		[
			"const KEPT_BACK = ['PENDING_AVAILABILITY', 'PENDING', 'UNSHIPPED', 'UNFULFILLABLE'];",
			"const KEPT_BACK = ['UNSHIPPED', 'PENDING', 'PENDING_AVAILABILITY', 'UNFULFILLABLE'];",
			'An order that is partly pending seems to be ready for shipping',
		],
		[
			"['PENDING_AVAILABILITY', 'PENDING', 'UNSHIPPED', 'UNFULFILLABLE']",
			"['PENDING_AVAILABILITY', 'UNSHIPPED', 'PENDING', 'UNFULFILLABLE']",
			'An order with pending and unshipped rows is told as ready to ship and paid.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/reports/time.ts', [
		["MESZ: '+02:00'", "MESZ: '+01:00'", 'In summer, orders of Germany are an hour late'],
		["PDT: '-07:00'", "PDT: '-08:00'", 'In summer, orders of the United States are an hour late'],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/reports/windows.ts', [
		[
			'const WINDOW_MS = 29 *',
			'const WINDOW_MS = 31 *',
			'Amazon cuts the reports, and a day of each month is lost',
		],
		[
			'if (isOpen) await Promise.all(running);',
			'',
			'An order that moves into the open window while the others are made is in none',
		],
		[
			"updated: 'last-updated-date' }",
			"updated: 'purchase-date' }",
			'Old orders that changed are left out as outside of the dates',
		],
		[
			'const isOpen = before === undefined && index',
			'const isOpen = index',
			'A range with an end goes on to now',
		],
		[
			'\t\t\tif (isOpen) await Promise.all(running);\n',
			'',
			'The open report is made beside the earlier ones: orders that change meanwhile leave an earlier window and are in none, so they are lost.',
		],
		[
			'const before = isOpen ? undefined : writeTime(to);',
			'const before = isOpen && isV0(call) ? undefined : writeTime(to);',
			'Where Amazon makes no report of the newest window, the search of the newer API asks up to now, which Amazon refuses (two minutes ago at most): the list fails.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/search.ts', [
		[
			'if (until < clock.now()) throw forgotten();',
			'',
			'A cursor older than a day gives an error of Amazon that nobody understands',
		],
		['Math.min(limit, PAGE_SIZE)', 'PAGE_SIZE', 'Whoever wants one order reads a hundred'],
		[
			"\t['sellerOrderId', 'Seller Order ID'],\n",
			'',
			'A Seller Order ID beside the newer version is silently ignored: all orders come.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/standing.ts', [
		[
			"\t'WAITING_FOR_DROP_OFF',\n",
			'',
			'An order whose parcel waits to be brought away seems to be unpaid',
		],
		[
			'units.shipped >= units.ordered',
			'units.shipped > units.ordered',
			'A cancelled order of which all has left seems to have left in part',
		],
		[
			'sum(quantities) >= units',
			'sum(quantities) > units',
			'Every whole order seems to lack items',
		],
		[
			'units !== null && !quantities.includes(null)',
			'units !== null',
			'An order with an item of unknown quantity is said to lack items (and v0 reads it three times).',
		],
		[
			'units.shipped >= units.ordered',
			'units.shipped === units.ordered',
			"A cancelled order whose ordered quantity Amazon has set to 0 after shipping is 'partial' instead of 'fulfilled'.",
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/status.ts', [
		[
			"outline === 'DELIVERED' ? outline",
			"outline === 'DELIVER' ? outline",
			'A delivered parcel with an older detail seems not to have arrived',
		],
		["!== 'CANCELLED',\n", "!== 'CANCELED',\n", 'Parcels that were called off are shipments'],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/v0/lines.ts', [
		[
			'unitPrice: quantity === 1 ? total : null',
			'unitPrice: total',
			'The price of three pieces is given as that of one',
		],
		[
			"kind: 'fee',\n\t\t\ttitle: 'CODFee'",
			"kind: 'shipping',\n\t\t\ttitle: 'CODFee'",
			'The fee for cash on delivery seems to be shipping',
		],
		[
			'money(item.CODFeeDiscount)',
			'money(item.ShippingDiscount)',
			'The fee for cash on delivery carries the discount of the shipping.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/v0/list.ts', [
		[
			'if (found.length >= items.length) items = found;',
			'items = found;',
			'A second reading with fewer items replaces the first',
		],
		[
			'const isWhole = --left === 0 && wanted.length === items.length;',
			'const isWhole = --left === 0;',
			'Whoever goes on later loses the rest of a page',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/v0/mapping.ts', [
		[
			"InvoiceUnconfirmed: 'INVOICE_UNCONFIRMED'",
			"InvoiceUnconfirmed: 'UNSHIPPED'",
			'Orders of Brazil that have left seem to wait',
		],
		[
			'told.every((number) => number === null)',
			'told.some((number) => number === null)',
			'If Amazon tells only one of both counts, lacking items are neither read again nor reported as missing.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/v0/parties.ts', [
		[
			'text(wire.StateOrRegion) ?? text(wire.County) ?? text(wire.District)',
			'text(wire.StateOrRegion) ?? text(wire.District) ?? text(wire.County)',
			'The region of an address is its district',
		],
		[
			'ids.find(Boolean) ?? null',
			'ids[0] ?? null',
			"If the first tax classification has no value, the buyer's tax number is lost.",
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/orders/v0/query.ts', [
		[
			"UNFULFILLABLE: 'Unfulfillable'",
			"UNFULFILLABLE: 'UnFulfillable'",
			'The filter by unfulfillable orders is refused by v0',
		],
		[
			"AMAZON: 'AFN', MERCHANT: 'MFN'",
			"AMAZON: 'MFN', MERCHANT: 'AFN'",
			'The filter gives the orders of the other shipper',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/pages.ts', [
		[
			"token: at('payload.nextToken'),\n\t}),\n\ttokenPages({\n\t\tpath: /^\\/finances\\/2024-06-19\\/balances",
			"token: at('nextToken'),\n\t}),\n\ttokenPages({\n\t\tpath: /^\\/finances\\/2024-06-19\\/balances",
			'Only the first page of the transactions is read',
		],
		[
			"\t\titems: entries('feeds'),\n\t\tparameter: 'nextToken',\n\t\ttoken: at('nextToken'),\n\t\tdropOnNext: 'all',",
			"\t\titems: entries('feeds'),\n\t\tparameter: 'nextToken',\n\t\ttoken: at('nextToken'),",
			'The second page of getFeeds repeats feedTypes beside nextToken, which Amazon refuses with 400.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/quotas.ts', [
		[
			"['getReportDocument', 'GET', `${REPORTS}/documents/{}`, 0.0167, 15]",
			"['getReportDocument', 'GET', `${REPORTS}/documents/{}`, 0.0222, 10]",
			'The address of a report is asked for too often, and refused',
		],
		[
			"['createFeed', 'POST', `${FEEDS}/feeds`, 0.0083, 15]",
			"['createFeed', 'POST', `${FEEDS}/feeds`, 0.083, 15]",
			'Feeds are sent ten times too often',
		],
		['method, path, 1, 5]', "'GET', path, 1, 5]", 'Subscriptions are written without any pace'],
	]),
	...faultsOf('nodes/AmazonSellingPartner/regions.ts', [
		[
			"name: 'Turkey', domain: 'amazon.com.tr', currency: 'TRY', region: 'eu'",
			"name: 'Turkey', domain: 'amazon.com.tr', currency: 'TRY', region: 'fe'",
			'Sellers of Europe cannot choose Turkey',
		],
		[
			"domain: 'amazon.com.mx'",
			"domain: 'amazon.mx'",
			'Orders of Mexico have no site, and their links lead nowhere',
		],
		[
			'if (domain === null || !',
			'if (domain !== null && !',
			'An order of a site that is not known links to sellercentral.null',
		],
		['if (ids.length > 50)', 'if (ids.length >= 50)', 'Fifty sites are refused'],
	]),
	...faultsOf('nodes/AmazonSellingPartner/trigger/events.ts', [
		[
			"new Set(['fulfilled', 'delivered', 'returned'])",
			"new Set(['fulfilled', 'delivered'])",
			'An order that came back never was shipped for the trigger',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/trigger/feed.ts', [
		[
			'(timeOf(after) ?? 0) - OVERLAP_MS;',
			'(timeOf(after) ?? 0);',
			'Orders that the index shows late are never seen by the trigger',
		],
		[
			'const TOKEN_MS = 23 *',
			'const TOKEN_MS = 230 *',
			'A token that Amazon forgot is used on, and the trigger fails',
		],
		[
			'const end = open ? open.end : upTo(response);',
			'const end = upTo(response);',
			'An order that changes while an open range is read falls between two ranges',
		],
		[
			'span * 2 < RANGE_MS ?',
			'span * 2 > RANGE_MS ?',
			'After one range that was too long, the feed stays at short ones, or at too long ones',
		],
		[
			'if (open) delete behind.refused;',
			'',
			'A second refusal, weeks later, ends the trigger with an error instead of a new beginning',
		],
		[
			'Math.max(LEAST_RANGE_MS,',
			'Math.max(0,',
			'Ranges shorter than the overlap: the trigger reads the same minutes for ever',
		],
		[
			'if (open) delete behind.refused;',
			'if (!open) delete behind.refused;',
			'A page token that Amazon refuses every time is never told: the trigger reads the same first pages for ever.',
		],
	]),
	...faultsOf('nodes/AmazonSellingPartner/trigger/options.ts', [
		[
			"words.includes(text(read(facts)) ?? '')",
			"words.includes(String(read(facts) ?? '').toLowerCase())",
			'The filters of the trigger let nothing pass',
		],
		[
			'status: (facts) => standing(facts).known,',
			'status: (facts) => part(facts.fulfillment).fulfillmentStatus ?? standing(facts).known,',
			'An order that is still called PENDING but whose parcel waits for pick-up fires Ready to Ship, yet the status filter Unshipped drops it; a trigger with that filter never sees it.',
		],
	]),
];
