import type { MarketplaceName } from '../engine/stage';
import { FAULTS, type Family, type Fault, type Outcome } from './table';

const FAMILIES: Record<Family, string> = {
	busy: 'Too many requests',
	down: 'The marketplace has trouble of its own',
	network: 'No connection',
	unreadable: 'Answers that cannot be read',
	access: 'The access ends',
	astray: 'Answers that lead astray',
	clock: 'A wrong clock',
};

const TITLES: Record<MarketplaceName, string> = {
	allegro: 'Allegro',
	amazon: 'Amazon',
	assistTencho: 'Assist Tencho',
	bigCommerce: 'BigCommerce',
	naver: 'Naver',
};

const HEAD = `# When something goes wrong

Back to the [README](../README.md)

What the nodes do about each trouble, what you see of it, and what is left for you to do.

- **A list is whole or it is an error.** _Get Many_ never gives half a list as if it was all of it.
  A page that is shorter than the list goes on, as the marketplace itself tells (Allegro, Naver, V3 of BigCommerce), is asked for again, and then an error.
- **With _Options → Keep What Was Read_** you get, in place of an error, the orders read so far and a last item \`notice\` with
  \`complete: false\`, the \`reason\`, the \`advice\` and a \`cursor\` (see [large reads](large-reads.md)). Where nothing was read before
  the trouble began, it is still an error. Assist Tencho has no such option: its list comes in one piece.
- **A trigger that fails stays where it was.** The next poll tells everything that the failed one would have told, once.
- **Nothing is asked again and again.** There are at most 4 tries, 8 after a status 429, and all waits of
  a request count together against _Maximum Wait_. Requests that run side by side pause together after it, and
  one of them asks for all.
- **A trouble that begins in the midst of a poll** leaves what was read before it: that is told now, the rest by the next poll.
- No message shows a token or a secret.

With _On Error → Continue_, \`httpCode\` in the item tells the troubles apart. By the error output n8n lets nothing out but \`error\` and
\`message\`; the status stands in \`message\`.`;

const FOOT = `Every line of this page is tested with each of the five marketplaces against the [sandbox](../sandbox), on n8n's own engine.`;

/** `docs/troubles.md`. */
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
	const head = ['', 'over soon', 'lasts: _Get Many_', 'lasts: trigger', 'not so with'];
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return ['## All of them', [head, head.map(() => '---'), ...rows].map(line).join('\n')].join(
		'\n\n',
	);
}

function names({ exceptions = {} }: Fault): string {
	return Object.keys(exceptions)
		.map((name) => TITLES[name as MarketplaceName])
		.join(', ');
}

function short(outcome: Outcome): string {
	if (outcome.kind === 'later') return 'the next poll tells';
	if (outcome.kind === 'error') {
		return outcome.httpCode === undefined ? 'error' : `error \`${outcome.httpCode}\``;
	}
	if (outcome.waits !== undefined && outcome.waits >= 1) return 'waits, then goes on';
	return outcome.renewals === undefined ? 'goes on' : 'renews the token, goes on';
}

/** Faults that come to the same are told of once. */
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
		passes === undefined ? [] : [`**If it is over soon:** ${passes}.`],
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
	const told = faults.flatMap(({ lasting }) => [lasting.list, lasting.poll]).flatMap(words);
	return told.length === 0 ? [] : [`**You see:** ${[...new Set(told)].join(', ')}.`];
}

function words(outcome: Outcome): string[] {
	if (outcome.kind !== 'error') return [];
	const { says, httpCode } = outcome;
	const code = httpCode === undefined ? '' : ` (\`httpCode\` \`${httpCode}\`)`;
	return says === '' ? [`an error that says what to do${code}`] : [`“${says}…”${code}`];
}
