import type { MarketplaceName } from '../engine/stage';
import { FAULTS, type Family, type Fault, type Outcome } from './table';

const FAMILIES: Record<Family, string> = {
	busy: 'Too many requests',
	down: 'The marketplace has a problem',
	network: 'No connection',
	unreadable: 'Answers that cannot be read',
	access: 'The access ends',
	astray: 'Misleading answers',
	clock: 'A wrong clock',
};

const TITLES: Record<MarketplaceName, string> = {
	allegro: 'Allegro',
	amazon: 'Amazon',
	assistTencho: 'Assist Tencho',
	bigCommerce: 'BigCommerce',
	kaufland: 'Kaufland',
	naver: 'Naver',
};

const HEAD = `# Errors and quota

Back to the [documentation](README.md)

What the nodes do about each error, what you see of it, and what is left for you to do.

- **A list is complete or it is an error.** _Get Many_ never gives half a list as if it were all of it. A page that is shorter than the marketplace's own count (Allegro, Kaufland, Naver, V3 of BigCommerce) is read again; if it stays short, that is an error.
- **With _Options > Return Partial Results_** you get the orders read so far instead of an error. The last item is then a \`notice\` with \`complete: false\`, the \`reason\`, the \`advice\` and a \`cursor\` (see [large reads](large-reads.md)). If nothing was read before the error, it is still an error. Assist Tencho has no such option: its list comes in one piece.
- **A trigger that fails continues from the same place.** The next poll delivers everything that the failed one would have delivered, once. If a poll fails midway, what it read is delivered; the next poll continues.
- **Requests are not repeated endlessly.** There are at most 4 tries, 8 after a status 429, and all waits of a request count together against _Maximum Wait_. After a 429, requests that run side by side pause together, and one of them tries for all.
- No message shows a token or a secret.

## What an error says

The headline says what happened. The description begins with the next step. Then come the facts, as far as they are known: status and path, the marketplace's own code, the request ID (its support will ask for it), marketplace, credential and account.

What n8n does with an error is set under _Settings > On Error_ of the node:

| On Error | An item that failed |
| --- | --- |
| Stop Workflow | ends the execution with this error; the items before it were processed, those after it were not |
| Continue | is an item with \`error\` (the headline), \`description\` and, where there is one, \`httpCode\`, in its place among the others |
| Continue (using error output) | leaves by the error output with the fields that came in, \`error\` (the headline) and \`message\` (headline and description in one); n8n allows no further fields there |

With the error output, n8n sorts items by their fields. So a good answer of the API that holds nothing but \`error\`, \`message\` or \`details\` gets \`success: true\` beside them, and stays among the results.

The test of a credential shows the same sentences, with [exceptions](credentials.md#the-credential-test).

## Quota

The nodes stay within the rate limits, for all workflows in one n8n process together. Other programs with the same keys, and other workers of n8n, use the same quota; the node learns of them from the answers.

## Options

| Option | Default | Meaning |
| --- | --- | --- |
| Maximum Wait (Seconds) | 60 | longest total wait of one request, for quota and between tries. If more is needed, the node stops and says how long. For long lists from Amazon, 200 |
| Timeout (Milliseconds) | 60000 | longest time for one answer, to its last byte; no request takes longer than both together |
| Return Partial Results | off | see above and [API Request](api-request.md#paginate) |
| Return Cursor, Resume From Cursor | off | [continue in a later run](large-reads.md#going-on-later-the-cursor) |
| Read Through, Maximum Report Wait (Seconds) | Automatically, 1800 | Amazon: [Orders API or reports](large-reads.md#amazon-orders-api-or-reports) |

## Reading the table

With _On Error > Continue_, \`httpCode\` in the item distinguishes the errors. With the error output, the status is in \`message\`.`;

const FOOT = `Every line of this page is tested with each of the six marketplaces against the [sandbox](../sandbox), on n8n's own engine.`;

/** `docs/errors.md`. */
export function page(): string {
	const sections = Object.entries(FAMILIES).map(([family, title]) => {
		const faults = FAULTS.filter((fault) => fault.family === family);
		return [`## ${title}`, ...groups(faults).map(section)].join('\n\n');
	});
	return `${[HEAD, overview(), ...sections, FOOT].join('\n\n')}\n`;
}

function overview(): string {
	const rows = FAULTS.map((fault) => {
		const passing = fault.passing === undefined ? '' : short(fault.passing.list);
		const { list, poll } = fault.lasting;
		return [fault.title, passing, short(list), short(poll), names(fault)];
	});
	const head = ['', 'passes', 'lasts: _Get Many_', 'lasts: trigger', 'differs for'];
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return ['## All errors', [head, head.map(() => '---'), ...rows].map(line).join('\n')].join(
		'\n\n',
	);
}

function names({ exceptions = {} }: Fault): string {
	return Object.keys(exceptions)
		.map((name) => TITLES[name as MarketplaceName])
		.join(', ');
}

function short(outcome: Outcome): string {
	if (outcome.kind === 'later') return 'the next poll delivers';
	if (outcome.kind === 'error') {
		return outcome.httpCode === undefined ? 'error' : `error \`${outcome.httpCode}\``;
	}
	if (outcome.waits !== undefined && outcome.waits >= 1) return 'waits, then continues';
	return outcome.renewals === undefined ? 'continues' : 'renews the token, continues';
}

/** Faults with the same outcome stand together. */
function groups(faults: readonly Fault[]): Fault[][] {
	const found = new Map<string, Fault[]>();
	for (const fault of faults) {
		const { passes, list, poll, todo, exceptions } = fault;
		const key = JSON.stringify([passes, list, poll, todo, exceptions]);
		found.set(key, [...(found.get(key) ?? []), fault]);
	}
	return [...found.values()];
}

function section(faults: Fault[]): string {
	const [{ passes, list, poll, todo, exceptions = {} }] = faults;
	const points = [
		passes === undefined ? [] : [`**If it passes:** ${passes}.`],
		[`**_Get Many_:** ${list}.`, `**Trigger:** ${poll}.`],
		seen(faults),
		[`**To do:** ${todo}.`],
		Object.entries(exceptions).map(
			([name, { why }]) => `**${TITLES[name as MarketplaceName]}:** ${why}.`,
		),
	].flat();
	const title = faults.map((fault) => fault.title).join(' · ');
	return [`### ${title}`, points.map((point) => `- ${point}`).join('\n')].join('\n\n');
}

function seen(faults: Fault[]): string[] {
	const seenTexts = faults.flatMap(({ lasting }) => [lasting.list, lasting.poll]).flatMap(words);
	return seenTexts.length === 0 ? [] : [`**You see:** ${[...new Set(seenTexts)].join(', ')}.`];
}

function words(outcome: Outcome): string[] {
	if (outcome.kind !== 'error') return [];
	const { says, httpCode } = outcome;
	const code = httpCode === undefined ? '' : ` (\`httpCode\` \`${httpCode}\`)`;
	return says === '' ? [`an error that says what to do${code}`] : [`“${says}…”${code}`];
}
