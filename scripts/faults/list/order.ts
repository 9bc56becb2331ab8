import type { ListedFault } from './fault';

/** Faults of core/order. */
export const order: ListedFault[] = [
	{
		file: 'core/order/decimal.ts',
		find: "units < 0n ? '-' : '';",
		put: "units < 0n && scale > 0 ? '-' : '';",
		why: 'A negative amount in yen or won loses its sign.',
	},
	{
		file: 'core/order/decimal.ts',
		find: ".padStart(scale + 1, '0');",
		put: ".padStart(scale, '0');",
		why: 'Five cents are written as .05, which n8n and spreadsheets do not read as a number.',
	},
	{
		file: 'core/order/decimal.ts',
		find: '10n ** BigInt(scale - value.scale)',
		put: '10n ** BigInt(scale)',
		why: 'Amounts with different digits behind the point add up to a hundredfold.',
	},
	{
		file: 'core/order/decimal.ts',
		find: 'scale: a.scale + b.scale',
		put: 'scale: Math.max(a.scale, b.scale)',
		why: 'A price with cents times a quantity with a fraction is a hundred times too high.',
	},
	{
		file: 'core/order/decimal.ts',
		find: 'return read(value).units > 0n;',
		put: 'return read(value).units >= 0n;',
		why: 'Nothing refunded counts as refunded in part.',
	},
	{
		file: 'core/order/entities.ts',
		find: 'return NAMED.get(name) ?? whole;',
		put: 'return NAMED.get(name.toLowerCase()) ?? whole;',
		why: 'Capital umlauts in the options of a product become small letters.',
	},
	{
		file: 'core/order/entities.ts',
		find: 'if (code >= 0x80 && code <= 0x9f)',
		put: 'if (code >= 0x80 && code < 0x9f)',
		why: "The last letter of Windows' table becomes an invisible control character.",
	},
	{
		file: 'core/order/entities.ts',
		find: 'block(GREEK, 0x391)',
		put: 'block(GREEK, 0x390)',
		why: 'Every Greek letter is the one before it.',
	},
	{
		file: 'core/order/order.ts',
		find: 'line.key !== undefined || line.id !== null;',
		put: 'line.id !== null;',
		why: 'A fee that the mapper has named gets another key than its name.',
	},
	{
		file: 'core/order/order.ts',
		find: 'const known = id ?? parentId;',
		put: 'const known = id;',
		why: 'Two gift wraps of two lines are told apart by their place only, and swap keys when the lines do.',
	},
	{
		file: 'core/order/order.ts',
		find: 'while (taken.has(key));',
		put: 'while (false);',
		why: 'Two lines share a key: whoever writes lines to a table by it loses one.',
	},
	{
		file: 'core/order/order.ts',
		find: "${marketplace.id}:${account ?? ''}`",
		put: '${marketplace.id}`',
		why: 'Order 118 of two stores is one for Remove Duplicates: the second is thrown away.',
	},
	{
		file: 'core/order/read.ts',
		find: "text(value)?.replace(/^\\+/, '') ?? null;",
		put: 'text(value);',
		why: 'An amount with a plus sign is lost.',
	},
	{
		file: 'core/order/read.ts',
		find: 'maximumFractionDigits: 20 });',
		put: '});',
		why: 'Very small amounts are rounded to three digits.',
	},
	{
		file: 'core/order/read.ts',
		find: 'Object.hasOwn(table, raw) ? table[raw]',
		put: 'raw in table ? table[raw]',
		why: 'A status called constructor or toString becomes a function in the order.',
	},
	{
		file: 'core/order/read.ts',
		find: '.filter((entry) => entry !== null) : [];',
		put: ': [];',
		why: 'A null in a list of the answer ends the reading of the order with an error.',
	},
	{
		file: 'core/order/time.ts',
		find: 'DateTime.fromISO(String(value).trim(), { zone, setZone: true });',
		put: 'DateTime.fromISO(String(value).trim(), { setZone: true });',
		why: "A date without an offset is meant in the server's zone: orders of up to a day are missing.",
	},
	{
		file: 'core/order/time.ts',
		find: 'zone: zoneIfMissing, setZone: true',
		put: 'setZone: true',
		why: "Japanese timestamps without an offset are read in the server's zone.",
	},
	{
		file: 'core/order/time.ts',
		find: '/^\\s*\\d{4}-?\\d\\d/.test(value);',
		put: 'true;',
		why: 'A bare time is taken for today.',
	},
	{
		file: 'core/order/time.ts',
		find: 'written.year > 2200',
		put: 'written.year > 22000',
		why: 'Milliseconds typed as a year are a date far ahead instead of a mistake that is named.',
	},
	{
		file: 'core/order/time.ts',
		find: ".replace('.000Z', '+00:00');",
		put: ';',
		why: 'The same time is written in two forms, so the same change has two event keys.',
	},
];
