import { faultsOf, type ListedFault } from './fault';

/** Faults of core/orders. */
export const orders: ListedFault[] = [
	...faultsOf('core/orders/decimal.ts', [
		[
			"units < 0n ? '-' : '';",
			"units < 0n && scale > 0 ? '-' : '';",
			'A negative amount in yen or won loses its sign.',
		],
		[
			".padStart(scale + 1, '0');",
			".padStart(scale, '0');",
			'Five cents are written as .05, which n8n and spreadsheets do not read as a number.',
		],
		[
			'10n ** BigInt(scale - value.scale)',
			'10n ** BigInt(scale)',
			'Amounts with different digits behind the point add up to a hundredfold.',
		],
		[
			'scale: a.scale + b.scale',
			'scale: Math.max(a.scale, b.scale)',
			'A price with cents times a quantity with a fraction is a hundred times too high.',
		],
		[
			'return read(value).units > 0n;',
			'return read(value).units >= 0n;',
			'Nothing refunded counts as refunded in part.',
		],
		[
			'const scale = Math.max(0, ...all.map((value) => value.scale));',
			'const scale = all[0]?.scale ?? 0;',
			'Sums of amounts of which a later one has more decimals than the first fail, and the order with them',
		],
		[
			"padStart(scale + 1, '0')",
			"padStart(scale, '0')",
			'Amounts below one are written without the zero before the point: .50 is no decimal string that other systems read',
		],
	]),
	...faultsOf('core/orders/currency.ts', [
		[
			"while (fraction[end - 1] === '0') end--;",
			"while (fraction[end - 1] >= '0') end--;",
			'A unit price of 12.3456 loses its decimals: it is rounded without a word',
		],
		['Math.max(decimals, 2)', 'decimals', 'Half a yen is written as 0.5'],
		[
			'given === null || decimals === null ? given',
			'given === null ? given',
			'Amounts without a known currency lose decimals that nobody said are none',
		],
		[
			'return held !== null && Number(difference(given, held)) === 0 ? number : null;',
			'return number;',
			'An amount with more digits than a number holds becomes another amount in a spreadsheet',
		],
	]),
	...faultsOf('core/orders/per-line.ts', [
		[
			'[...missing, NO_LINES]',
			'missing',
			'An order without lines does not say why its line is empty',
		],
		[
			"name === 'lines' ? ['line', line] : [name, value]",
			'[name, value]',
			'Order Line repeats all lines of the order with each line',
		],
	]),
	...faultsOf('core/orders/row.ts', [
		[
			'orderNumber: order.number ?? order.id,',
			'orderNumber: order.number as string,',
			'The first column is empty for every order of Allegro',
		],
		[
			'site: order.siteName ?? order.site,',
			'site: order.site,',
			'The sheet says A1PA6795UKMFR9 instead of amazon.de',
		],
		[
			'numberOf(line?.total ?? worth(line))',
			'numberOf(line?.total ?? null)',
			'Sales of Allegro add up to nothing: its rows have no total',
		],
		[
			'if (line === undefined) return [...shipments];',
			'',
			'An order without lines loses its tracking numbers',
		],
		[
			'lines.length === 0 || lines.some(',
			'lines.some(',
			'Parcels of which nobody knows what is in them are in no row',
		],
		[
			"[...new Set(known)].join(', ')",
			"known.join(', ')",
			'A carrier with three parcels is named three times',
		],
		[
			'order.shipBy.to ?? order.shipBy.from',
			'order.shipBy.from ?? order.shipBy.to',
			'The row says when shipping may begin, not when it has to be done',
		],
	]),
	...faultsOf('core/orders/entities.ts', [
		[
			'return NAMED.get(name) ?? whole;',
			'return NAMED.get(name.toLowerCase()) ?? whole;',
			'Capital umlauts in the options of a product become small letters.',
		],
		[
			'if (code >= 0x80 && code <= 0x9f)',
			'if (code >= 0x80 && code < 0x9f)',
			"The last letter of Windows' table becomes an invisible control character.",
		],
		['block(GREEK, 0x391)', 'block(GREEK, 0x390)', 'Every Greek letter is the one before it.'],
		[
			'Pi Rho - Sigma Tau',
			'Pi Rho Sigma Tau',
			'All Greek entities from Sigma on become the letter before: a title with &Omega; or &mu; is wrong',
		],
		[
			'#(\\d{1,7})|',
			'#(\\d{1,4})|',
			'Emoji and other characters with five or more digits (&#128512;) stay encoded in titles and options',
		],
	]),
	...faultsOf('core/orders/order.ts', [
		[
			'line.key !== undefined || line.id !== null;',
			'line.id !== null;',
			'A fee that the mapper has named gets another key than its name.',
		],
		[
			'		unitPrice: write(line.unitPrice),',
			'		unitPrice: line.unitPrice,',
			'A unit price of BigCommerce has four decimals, the total of its line two',
		],
		[
			'amount: write(entry.amount),',
			'',
			'Discounts and taxes of BigCommerce keep their four decimals',
		],
		[
			'		...known,\n	};\n}\n\ntype Write',
			'	};\n}\n\ntype Write',
			'An order loses all that the marketplace said of it',
		],
		[
			'const known = id ?? parentId;',
			'const known = id;',
			'Two gift wraps of two lines are told apart by their place only, and swap keys when the lines do.',
		],
		[
			'while (taken.has(key));',
			'while (false);',
			'Two lines share a key: whoever writes lines to a table by it loses one.',
		],
		[
			"${marketplace.id}:${account ?? ''}`",
			'${marketplace.id}`',
			'Order 118 of two stores is one for Remove Duplicates: the second is thrown away.',
		],
		[
			"\t\tfulfilledBy: 'unknown',",
			"\t\tfulfilledBy: 'seller',",
			'Orders of marketplaces that do not say who ships (Assist Tencho) are told to be shipped by the seller',
		],
		[
			'const isEnough = line.key !== undefined || line.id !== null;',
			'const isEnough = line.key !== undefined || line.id !== null || line.parentId !== null;',
			"Lines without an ID of their own (Naver's gifts) lose #1 from their key: whoever stored the keys sees new lines",
		],
		[
			'taken.add(key);',
			'taken.add(name);',
			'The second line without an ID and the third with the same ID get a key that an earlier line has already',
		],
		[
			'const known = id ?? parentId;',
			'const known = parentId ?? id;',
			'A line that belongs to another one is named by that one and its place, so its key changes when lines are added or reordered',
		],
	]),
	...faultsOf('core/orders/read.ts', [
		[
			"text(value)?.replace(/^\\+/, '') ?? null;",
			'text(value);',
			'An amount with a plus sign is lost.',
		],
		['maximumFractionDigits: 20 });', '});', 'Very small amounts are rounded to three digits.'],
		[
			'Object.hasOwn(table, raw) ? table[raw]',
			'raw in table ? table[raw]',
			'A status called constructor or toString becomes a function in the order.',
		],
		[
			'.filter((entry) => entry !== null) : [];',
			': [];',
			'A null in a list of the answer ends the reading of the order with an error.',
		],
		[
			'{ useGrouping: false, maximumFractionDigits: 20 }',
			'{ useGrouping: false }',
			'Amounts and rates in exponent form (1e-7, 1.2345e-2) are rounded to three decimals or to 0',
		],
		[
			'return Number.isFinite(number) ? number : null;',
			'return number || null;',
			'A count of 0 (nothing shipped yet, nothing waiting) becomes unknown, and what is computed from it too',
		],
		[
			"\tif (value === 'true') return true;\n",
			'',
			"true as text is not understood: a replacement in Amazon's reports (is-replacement-order) loses the ID of the order that it replaces",
		],
	]),
	...faultsOf('core/orders/time.ts', [
		[
			'DateTime.fromISO(String(value).trim(), { zone, setZone: true });',
			'DateTime.fromISO(String(value).trim(), { setZone: true });',
			"A date without an offset is meant in the server's zone: orders of up to a day are missing.",
		],
		[
			'zone: zoneIfMissing, setZone: true',
			'setZone: true',
			"Japanese timestamps without an offset are read in the server's zone.",
		],
		['/^\\s*\\d{4}-?\\d\\d/.test(value);', 'true;', 'A bare time is taken for today.'],
		[
			'written.year > 2200',
			'written.year > 22000',
			'Milliseconds typed as a year are a date far ahead instead of a mistake that is named.',
		],
		[
			".replace('.000Z', '+00:00');",
			';',
			'The same time is written in two forms, so the same change has two event keys.',
		],
		[
			'{ zone, setZone: true }',
			'{ setZone: true }',
			"A date typed without an offset is read in the zone of the machine instead of the workflow's: a range is shifted by hours",
		],
		[
			'<= 14 * 60',
			'<= 12 * 60',
			'Times with an offset of +13:00 or +14:00 (New Zealand in summer, Tonga) are refused as dates that do not exist',
		],
		[
			"return iso === null ? isoTime(value) : iso.replace(/Z$/, '+00:00');",
			"return iso === null ? null : iso.replace(/Z$/, '+00:00');",
			'BigCommerce times that come as ISO 8601 are lost: placedAt, updatedAt and the revision of the order become unknown',
		],
	]),
];
