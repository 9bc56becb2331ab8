import type { ListedFault } from './fault';

/** Faults of core/paging. */
export const paging: ListedFault[] = [
	{
		file: 'core/lists/blocks.ts',
		find: 'to: list.id(newest[0]) - 1 }',
		put: 'to: list.id(newest[0]) - 2 }',
		why: 'The order right before the newest page is never read.',
	},
	{
		file: 'core/lists/blocks.ts',
		find: 'return list.id(entries[entries.length - 1]) + 1;',
		put: 'return list.id(entries[entries.length - 1]) + 2;',
		why: 'After every full page one order is skipped.',
	},
	{
		file: 'core/lists/blocks.ts',
		find: 'if (isLast(list, page)) break;',
		put: 'break;',
		why: 'A block that holds more orders than a page loses all behind the first page.',
	},
	{
		file: 'core/lists/blocks.ts',
		find: 'this.list.pageSize / 4) this.width *= 2;',
		put: 'this.list.pageSize / 4) this.width *= 1;',
		why: 'A store with large holes between its ids is read in blocks that hold next to nothing: thousands of requests.',
	},
	{
		file: 'core/lists/blocks.ts',
		find: 'id < from || id > to',
		put: 'id < from && id > to',
		why: 'An answer to another request is taken for this one, and orders are missing.',
	},
	{
		file: 'core/lists/blocks.ts',
		find: 'return isEnd(entries.length, pageSize, round);',
		put: 'return isEnd(entries.length, pageSize);',
		why: 'A page that the API cut to a round number is taken for the end: the rest of the store is not read.',
	},
	{
		file: 'core/lists/keyset.ts',
		find: 'offset + list.pageSize > list.depth || restarts > RESTARTS',
		put: 'restarts > RESTARTS',
		why: 'More equal keys than the API shows: asked beyond its depth, which the API refuses with a riddle.',
	},
	{
		file: 'core/lists/keyset.ts',
		find: 'nameOf(list.id, read.entries[0]) === expected',
		put: 'read.entries[0] !== undefined',
		why: 'An order that leaves a page of equal keys moves the next one before the place that is read: it is skipped.',
	},
	{
		file: 'core/lists/keyset.ts',
		find: '> Date.parse(end);',
		put: '>= Date.parse(end);',
		why: 'A reader stops at the first entry with the key at which the next one begins; of equal keys the rest is lost.',
	},
	{
		file: 'core/lists/keyset.ts',
		find: 'former = total > list.depth ? starts.at(-1) : undefined;',
		put: 'former = undefined;',
		why: 'A short page at the head of a block is believed, though the list is known to be longer.',
	},
	{
		file: 'core/lists/keyset.ts',
		find: 'const reachable = Math.min(total, list.depth - list.pageSize);',
		put: 'const reachable = Math.min(total, list.depth);',
		why: 'Readers start where offset and page exceed the depth: the marketplace refuses the page.',
	},
	{
		file: 'core/lists/keyset.ts',
		find: 'if (isShort || page.entries.length === 0) continue;',
		put: 'if (page.entries.length === 0) continue;',
		why: 'A reader starts from a short page, believes it to be the end and leaves a hole of thousands.',
	},
	{
		file: 'core/lists/complete.ts',
		find: "error.verdict === 'gone';",
		put: 'error.response.status === 404;',
		why: 'What the marketplace calls gone by another status is not asked for again and counts as lost.',
	},
	{
		file: 'core/lists/complete.ts',
		find: 'attempt === TRIES',
		put: 'attempt > TRIES',
		why: 'What does not exist is asked for once more than meant; the user waits four seconds longer.',
	},
	{
		file: 'core/lists/complete.ts',
		find: 'if (id !== null || Object.keys(entry)',
		put: 'if (Object.keys(entry)',
		why: 'An order with an id is told by its content: each change makes another order of it.',
	},
	{
		file: 'core/lists/side-by-side.ts',
		find: 'running.length < parallel && !failed',
		put: 'running.length < parallel',
		why: 'After a failure tasks still start and spend the quota.',
	},
	{
		file: 'core/lists/side-by-side.ts',
		find: 'ready.length >= depth) return;',
		put: 'ready.length > depth) return;',
		why: 'One page more than wanted is asked for ahead, which costs quota at every limit.',
	},
	{
		file: 'core/lists/side-by-side.ts',
		find: 'source.return?.().catch(() => undefined);',
		put: '',
		why: 'A reader that stops leaves the source open: what it holds is never let go.',
	},
	{
		file: 'core/lists/overlapped.ts',
		find: 'if (offset > 0 && met === 0) {',
		put: 'if (offset > list.pageSize && met === 0) {',
		why: 'Orders that leave the first page move the rest up: what stood at the seam is skipped.',
	},
	{
		file: 'core/lists/overlapped.ts',
		find: 'yield* arrivals(list, known);',
		put: '',
		why: 'What came in front while a deep list was read is missing from what is kept of it.',
	},
	{
		file: 'core/lists/overlapped.ts',
		find: 'length = Math.max(length ?? 0, total);',
		put: 'length = total;',
		why: 'A later answer that tells less than a former one ends the list too soon.',
	},
	{
		file: 'core/lists/overlapped.ts',
		find: 'if (idle > MOST_IDLE) throw samePageTwice();',
		put: '',
		why: 'A list that answers every page alike is read for ever.',
	},
	{
		file: 'core/lists/pages.ts',
		find: "query = style.dropOnNext === 'all' ? change : { ...query, ...change };",
		put: 'query = { ...query, ...change };',
		why: 'Amazon and others refuse filters beside a token: the second page is an error.',
	},
	{
		file: 'core/lists/pages.ts',
		find: 'empty = items.length === 0 ? empty + 1 : 0;',
		put: 'empty = items.length === 0 ? empty + 1 : empty;',
		why: 'A long list with a few empty pages here and there is called endless.',
	},
	{
		file: 'core/lists/pages.ts',
		find: 'if (response.status === 204) return [];',
		put: 'if (response.body === undefined) return [];',
		why: 'An answer that was lost on the way counts as an empty list, told as success.',
	},
	{
		file: 'core/lists/pages.ts',
		find: 'if (total !== undefined && total >= reach) this.known',
		put: 'if (total !== undefined) this.known',
		why: 'A length that the page itself exceeds is believed: the list is refused as too short.',
	},
	{
		file: 'core/lists/pages.ts',
		find: 'if (offset + limit > options.depth) throw tooDeep(options.depth);',
		put: 'if (offset + limit > options.depth) return undefined;',
		why: 'A list deeper than the API shows ends silently and is told as complete.',
	},
	{
		file: 'core/lists/pages.ts',
		find: 'options.maxSize ?? Infinity);',
		put: 'Infinity);',
		why: 'A limit above what the API gives makes each page look short: the list ends after the first.',
	},
	{
		file: 'core/lists/pages.ts',
		find: 'return { page: Number(query.page ?? 1) + 1, [sizeParameter]: Number(most) };',
		put: 'return { page: Number(query.page ?? 1) + 1 };',
		why: 'The second page is counted by another page size than the first: entries are skipped or doubled.',
	},
	{
		file: 'core/lists/pages.ts',
		find: "typeof token === 'string' && token !== ''",
		put: 'token !== undefined',
		why: 'An empty or null token is sent as the next page: the list begins anew.',
	},
	{
		file: 'core/lists/complete.ts',
		find: 'if (attempt > 1 || !isEndByItself) await clock.sleep(',
		put: 'if (attempt > 1) await clock.sleep(',
		why: 'A page that contradicts itself is asked for again in the same moment, and counts as lost twice as quickly.',
	},
	{
		file: 'core/lists/complete.ts',
		find: 'if (now !== undefined) expected = now - drift;',
		put: 'if (now !== undefined) expected = now;',
		why: 'A list that shrinks by an entry between two questions is refused as incomplete.',
	},
	{
		file: 'core/lists/complete.ts',
		find: 'length !== null && length >= 0',
		put: 'length !== null',
		why: 'A marketplace that tells -1 for an unknown length: the drift of the list is computed from it.',
	},
	{
		file: 'core/lists/windows.ts',
		find: 'while (timed[end]?.second === second) end++;',
		put: '',
		why: 'A part ends within a second: the rest of it is skipped when the list is gone on with.',
	},
	{
		file: 'core/lists/windows.ts',
		find: 'return time === null ? Infinity',
		put: 'return time === null ? 0',
		why: 'Orders without a time come first instead of last, and the place where a list is gone on with is wrong.',
	},
	{
		file: 'core/lists/complete.ts',
		find: ` && error.verdict === 'gone'`,
		put: '',
		why: `Every refusal (denied, invalid, blocked) is asked again three times with pauses, not only 'not found yet'.`,
	},
	{
		file: 'core/lists/complete.ts',
		find: 'const length = Math.max(expected, total);',
		put: 'const length = expected || total;',
		why: `Where the list has grown since, the page's own larger length is ignored: a thin page counts as the end and entries are missing.`,
	},
	{
		file: 'core/lists/complete.ts',
		find: 'if (now !== undefined) expected = now - drift;',
		put: 'expected = (now ?? 0) - drift;',
		why: 'Where the other answer tells no length, the expectation falls to nothing: a short page is taken for the end, and entries are missing without a word.',
	},
	{
		file: 'core/lists/complete.ts',
		find: 'length !== null && length >= 0 ? length',
		put: 'length !== null && length > 0 ? length',
		why: 'A told length of 0 counts as not told: a list that was emptied while it was read ends in an error in place of its end.',
	},
	{
		file: 'core/lists/windows.ts',
		find: 'Math.min(start + maxMs, to)',
		put: 'start + maxMs',
		why: `The last window reaches beyond 'to': orders later than asked for are read, and APIs refuse times in the future.`,
	},
	{
		file: 'core/lists/windows.ts',
		find: 'while (timed[end]?.second === second) end++;',
		put: 'if (timed[end]?.second === second) end++;',
		why: 'A part may end within a second when two or more entries of that second follow: those behind the noted moment are skipped.',
	},
	{
		file: 'core/lists/windows.ts',
		find: 'return time === null ? Infinity :',
		put: 'return time === null ? 0 :',
		why: 'Entries without a time come first in place of last, and with them a moment in 1970 is noted.',
	},
	{
		file: 'core/lists/pages.ts',
		find: 'Math.min(Number(query.limit ?? options.size), options.maxSize ?? Infinity);',
		put: 'Number(query.limit ?? options.size);',
		why: 'The user asks for 1000 a page where the API gives 100: the first page looks short, and the list ends (or fails) after it.',
	},
	{
		file: 'core/lists/pages.ts',
		find: 'this.known = Math.max(this.known ?? 0, total);',
		put: 'this.known = total;',
		why: 'A later answer that tells a smaller length overwrites the larger one: a thin page then passes for the end, and entries are missing.',
	},
	{
		file: 'core/lists/pages.ts',
		find: 'empty = items.length === 0 ? empty + 1 : 0;',
		put: 'empty = items.length === 0 ? empty + 1 : empty;',
		why: 'Empty pages are counted over the whole list and not in a row: a long list with 51 empty pages here and there cannot be read.',
	},
	{
		file: 'core/lists/keyset.ts',
		find: 'Date.parse(keyOf(list, entry)) < Date.parse(from);',
		put: 'Date.parse(keyOf(list, entry)) <= Date.parse(from);',
		why: 'Entries with the very key at which the next page begins are taken off what must follow: a next page that lacks one or more passes for the end.',
	},
	{
		file: 'core/lists/keyset.ts',
		find: 'Date.parse(keyOf(list, entries.at(-1))) > Date.parse(end)',
		put: 'Date.parse(keyOf(list, entries.at(-1))) >= Date.parse(end)',
		why: 'A reader stops when it meets the key at which the next one starts; where that starts amid a group of equal keys, the rest of the group before it is never read.',
	},
	{
		file: 'core/lists/keyset.ts',
		find: `		// Without this page, the reader before it reads on.
		const isShort = page.entries.length < Math.min(list.pageSize, page.rest);
		if (isShort || page.entries.length === 0) continue;
`,
		put: `		// Without this page, the reader before it reads on.
		if (page.entries.length === 0) continue;
`,
		why: 'A page that came short serves as a start: its reader takes it for the end, and all up to the next start is missing.',
	},
	{
		file: 'core/lists/overlapped.ts',
		find: `		if (fresh.length > 0) yield fresh;
		if (fresh.length < list.pageSize) return;
`,
		put: `		if (fresh.length < list.pageSize) return;
		yield fresh;
`,
		why: 'At the depth of the API, of what came in front meanwhile the last page (nearly always the only one) is read and not given: new orders are missed.',
	},
	{
		file: 'core/lists/overlapped.ts',
		find: 'offset = Math.max(0, offset - back);',
		put: 'offset = offset - back;',
		why: 'Stepping back near the beginning asks for a negative offset: the API refuses, and the list cannot be read.',
	},
	{
		file: 'core/lists/overlapped.ts',
		find: 'length = Math.max(length ?? 0, total);',
		put: 'length = total;',
		why: 'A later answer that tells a smaller length overwrites the larger one: a thin page passes for the end, and entries are missing.',
	},
	{
		file: 'core/lists/complete.ts',
		find: `		const fresh = part.filter((entry) => id(entry) !== '' || !seen.has(keyOf(id, entry)));
		for (const entry of part) if (id(entry) === '') seen.add(keyOf(id, entry));
		yield fresh;
`,
		put: `		yield part.filter((entry) => {
			if (id(entry) !== '') return true;
			const key = keyOf(id, entry);
			return !seen.has(key) && seen.add(key) !== undefined;
		});
`,
		why: 'Two entries without an id and with the same content on one page are two; now the second is dropped.',
	},
	{
		file: 'core/lists/complete.ts',
		find: 'id !== null || Object.keys(entry).length === 0',
		put: 'id !== null',
		why: 'An entry that is nothing ({}) gets an id made of its content and passes for a real one in place of none.',
	},
	{
		file: 'core/lists/side-by-side.ts',
		find: 'run.catch(() => (failed = true));',
		put: 'run.catch(() => undefined);',
		why: 'After a failure further tasks are still started while earlier ones are given out: requests go to the marketplace for a result that nobody gets.',
	},
	{
		file: 'core/lists/side-by-side.ts',
		find: 'if (ready.length > 0) {',
		put: 'if (ready.length > 0 && !failure) {',
		why: 'Pages read before a failure are thrown away when the failure is there already: the reader gets less than was read.',
	},
	{
		file: 'core/lists/side-by-side.ts',
		find: `			result.catch(() => undefined);
			yield { result };`,
		put: '\t\t\tyield { result };',
		why: 'Work that fails before its turn is an unhandled rejection: Node ends the n8n process or reports a crash.',
	},
	{
		file: 'core/lists/blocks.ts',
		find: 'to: list.id(newest[0]) - 1 }',
		put: 'to: list.id(newest[0]) }',
		why: 'The first order of the newest page is read once more with the blocks before it: it comes twice.',
	},
	{
		file: 'core/lists/blocks.ts',
		find: '\t\tif (isLast(list, page)) break;',
		put: '\t\tif (page.length < list.pageSize) break;',
		why: 'A page cut to a round number (less than asked for) ends its block: the orders behind it are missing.',
	},
	{
		file: 'core/lists/blocks.ts',
		find: 'from <= block.to;',
		put: 'from < block.to;',
		why: 'Where only the last id of a block is left behind a full page, it is not read: one order is missing.',
	},
];
