import { faultsOf, type ListedFault } from './fault';

/** Faults of nodes/Kaufland: access, orders, trigger. */
export const kaufland: ListedFault[] = [
	...faultsOf('nodes/Kaufland/access/signature.ts', [
		[
			"createHmac('sha256', secretKey)",
			"createHmac('sha256', Buffer.from(secretKey, 'hex'))",
			'the secret key is decoded, and no signature of Kaufland is right',
		],
		["digest('hex')", "digest('base64')", 'the signature of Kaufland is in base64'],
	]),
	...faultsOf('nodes/Kaufland/access/connection.ts', [
		[
			'Math.floor(clock.now() / 1000)',
			'clock.now()',
			'the time of a signature of Kaufland is in milliseconds',
		],
		[
			"given.includes('user-agent') ? {} :",
			'false ? {} :',
			'who names his own software at Kaufland is named twice',
		],
	]),
	...faultsOf('core/request/final-request.ts', [
		[
			'return new URL(`${address}',
			'return String(`${address}',
			'an apostrophe in a query is sent otherwise than it was signed',
		],
		[
			'if (Buffer.isBuffer(body)) return body;',
			'if (Buffer.isBuffer(body)) return body.toString();',
			'a signed file is sent as text and damaged',
		],
		['body.trim() :', 'body :', 'blanks around a JSON text are signed and not sent'],
	]),
	...faultsOf('nodes/Kaufland/access/account-check.ts', [
		[
			"wrongClock(error.response) ? 'clockSkew' : 'clientRefused'",
			"wrongClock(error.response) ? 'clientRefused' : 'clientRefused'",
			'the check of a Kaufland account takes a wrong clock for refused keys',
		],
	]),
	...faultsOf('core/accounts/check.ts', [
		['...(isClockTold', '...(false', 'the check of an account warns twice of one wrong clock'],
	]),
	...faultsOf('nodes/Kaufland/marketplace.ts', [
		[
			'status === 401 ? (wrongClock(response) ?? known ?? UNAUTHORIZED) : known',
			'status === 401 ? (known ?? wrongClock(response) ?? UNAUTHORIZED) : known',
			'Kaufland refuses for the clock, and the error sends the user to his keys',
		],
		[
			'perSecond: 106,',
			'perSecond: 111,',
			'a second of Kaufland holds more requests than it allows',
		],
		['perSecond: 106,', 'perSecond: 90,', 'a fifth of the quota of Kaufland is never used'],
	]),
	...faultsOf('nodes/Kaufland/orders/units.ts', [
		[
			'time <= tail + SPREAD_MS',
			'time <= tail',
			'a piece of Kaufland that was written down a second later is missing from its order',
		],
		[
			'const isSplit = count > 1 ||',
			'const isSplit = count > 9 ||',
			'an order of Kaufland that pages have torn shows two times at once',
		],
		[
			'if (this.done.has(id)) return false;',
			'if (this.done.has(`${id}?`)) return false;',
			'an order of Kaufland whose last piece is met again is emitted with that piece alone',
		],
		[
			'(before !== null && time >= before - SPREAD_MS)',
			'(before !== null && time > before + SPREAD_MS)',
			'an order of Kaufland that two steps of the feed have torn lacks pieces',
		],
		[
			'isSplit: true }));',
			'isSplit: false }));',
			'an order at the end of a step of Kaufland’s feed lacks pieces',
		],
	]),
	...faultsOf('nodes/Kaufland/orders/list.ts', [
		[
			'if (query.storefront !== undefined || seen.size > 1) return [];',
			'if (query.storefront !== undefined || seen.size > 0) return [];',
			'a list of Kaufland that is of one storefront passes for all',
		],
		[
			'return (await storefrontsOf(call.client.send)).filter((name) => !seen.has(name));',
			'return await storefrontsOf(call.client.send);',
			'the only storefront of a Kaufland account is read twice',
		],
		[
			'isWhole: () => false } : asked',
			'isWhole: () => true } : asked',
			'Include Pickup Points of Kaufland includes none',
		],
	]),
	...faultsOf('nodes/Kaufland/orders/filters.ts', [
		[
			'/ SECOND_MS) * SECOND_MS - SECOND_MS',
			'/ SECOND_MS) * SECOND_MS',
			'what happened in the very second of a filter of Kaufland is left out',
		],
		[
			'!wanted.status && !wanted.sku &&',
			'!wanted.sku &&',
			'Get Many of Kaufland by status leaves out the other lines of an order',
		],
	]),
	...faultsOf('nodes/Kaufland/orders/statuses.ts', [
		[
			'.sort((a, b) => idOf(a) - idOf(b))',
			'',
			'the lines of a Kaufland order stand in another order when it is read by itself',
		],
	]),
	...faultsOf('nodes/Kaufland/orders/mapping.ts', [
		["'0.01')", "'0.1')", 'prices of Kaufland are ten times as high'],
		[
			'if (amounts.length === 0 || amounts.includes(null)) return null;',
			'if (amounts.length === 0) return null;',
			'an unknown price of one piece leaves a sum of a Kaufland order that is too small',
		],
	]),
	...faultsOf('nodes/Kaufland/trigger/events.ts', [
		[
			'.some((word) => changed.includes(word)) ? null : placedAt',
			'.some((word) => changed.includes(word)) ? null : null',
			'what an old order of Kaufland went through before the activation is emitted',
		],
		[
			"&& !live.includes('open')",
			'',
			'a Kaufland order is ready to ship while one of its pieces is still checked',
		],
	]),
	...faultsOf('nodes/Kaufland/trigger/feed.ts', [
		[
			'seen.size > 1) return [null];',
			'seen.size > 0) return [null];',
			'the trigger of Kaufland watches one storefront and takes it for all',
		],
		[
			'return names.length > 0 ? names : [null];',
			'return [null];',
			'the trigger of Kaufland never asks for a storefront by name',
		],
		[
			'const lists = isLast ? round.lists.slice(1) : round.lists;',
			'const lists = isLast ? [] : round.lists;',
			'the trigger of Kaufland stops behind its first storefront',
		],
		[
			'if (at - kept.sweptAt < SWEEP_EVERY_MS)',
			'if (at - kept.sweptAt < SWEEP_EVERY_MS * 1000)',
			'what the list of Kaufland knew too late is never emitted',
		],
	]),
];
