import { faultsOf, type ListedFault } from './fault';

/** Faults of core/lists. */
export const lists: ListedFault[] = [
	...faultsOf('core/lists/blocks.ts', [
		[
			'to: list.id(newest[0]) - 1 }',
			'to: list.id(newest[0]) - 2 }',
			'The order right before the newest page is never read.',
		],
		[
			'return list.id(entries[entries.length - 1]) + 1;',
			'return list.id(entries[entries.length - 1]) + 2;',
			'After every full page one order is skipped.',
		],
		[
			'if (isLast(list, page)) break;',
			'break;',
			'A block that holds more orders than a page loses all behind the first page.',
		],
		[
			'this.list.pageSize / 4) this.width *= 2;',
			'this.list.pageSize / 4) this.width *= 1;',
			'A store with large holes between its ids is read in blocks that hold next to nothing: thousands of requests.',
		],
		[
			'id < from || id > to',
			'id < from && id > to',
			'An answer to another request is taken for this one, and orders are missing.',
		],
		[
			'return isEnd(entries.length, pageSize, round);',
			'return isEnd(entries.length, pageSize);',
			'A page that the API cut to a round number is taken for the end: the rest of the store is not read.',
		],
		[
			'to: list.id(newest[0]) - 1 }',
			'to: list.id(newest[0]) }',
			'The first order of the newest page is read once more with the blocks before it: it comes twice.',
		],
		[
			'\t\tif (isLast(list, page)) break;',
			'\t\tif (page.length < list.pageSize) break;',
			'A page cut to a round number (less than asked for) ends its block: the orders behind it are missing.',
		],
		[
			'from <= block.to;',
			'from < block.to;',
			'Where only the last id of a block is left behind a full page, it is not read: one order is missing.',
		],
	]),
	...faultsOf('core/lists/complete.ts', [
		[
			"error.verdict === 'gone';",
			'error.response.status === 404;',
			'What the marketplace calls gone by another status is not asked for again and counts as lost.',
		],
		[
			'attempt === TRIES',
			'attempt > TRIES',
			'What does not exist is asked for once more than meant; the user waits four seconds longer.',
		],
		[
			'if (id !== null || Object.keys(entry)',
			'if (Object.keys(entry)',
			'An order with an id is told by its content: each change makes another order of it.',
		],
		[
			'if (attempt > 1 || !isEndByItself) await clock.sleep(',
			'if (attempt > 1) await clock.sleep(',
			'A page that contradicts itself is asked for again in the same moment, and counts as lost twice as quickly.',
		],
		[
			'if (now !== undefined) expected = now - drift;',
			'if (now !== undefined) expected = now;',
			'A list that shrinks by an entry between two questions is refused as incomplete.',
		],
		[
			'length !== null && length >= 0',
			'length !== null',
			'A marketplace that tells -1 for an unknown length: the drift of the list is computed from it.',
		],
		[
			" && error.verdict === 'gone'",
			'',
			"Every refusal (denied, invalid, blocked) is asked again three times with pauses, not only 'not found yet'.",
		],
		[
			'const length = Math.max(expected, total);',
			'const length = expected || total;',
			"Where the list has grown since, the page's own larger length is ignored: a thin page counts as the end and entries are missing.",
		],
		[
			'if (now !== undefined) expected = now - drift;',
			'expected = (now ?? 0) - drift;',
			'Where the other answer tells no length, the expectation falls to nothing: a short page is taken for the end, and entries are missing without a word.',
		],
		[
			'length !== null && length >= 0 ? length',
			'length !== null && length > 0 ? length',
			'A told length of 0 counts as not told: a list that was emptied while it was read ends in an error in place of its end.',
		],
		[
			"\t\tconst fresh = part.filter((entry) => id(entry) !== '' || !seen.has(keyOf(id, entry)));\n\t\tfor (const entry of part) if (id(entry) === '') seen.add(keyOf(id, entry));\n\t\tyield fresh;\n",
			"\t\tyield part.filter((entry) => {\n\t\t\tif (id(entry) !== '') return true;\n\t\t\tconst key = keyOf(id, entry);\n\t\t\treturn !seen.has(key) && seen.add(key) !== undefined;\n\t\t});\n",
			'Two entries without an id and with the same content on one page are two; now the second is dropped.',
		],
		[
			'id !== null || Object.keys(entry).length === 0',
			'id !== null',
			'An entry that is nothing ({}) gets an id made of its content and passes for a real one in place of none.',
		],
	]),
	...faultsOf('core/lists/keyset.ts', [
		[
			'offset + list.pageSize > list.depth || restarts > RESTARTS',
			'restarts > RESTARTS',
			'More equal keys than the API shows: asked beyond its depth, which the API refuses with a riddle.',
		],
		[
			'nameOf(list.id, read.entries[0]) === expected',
			'read.entries[0] !== undefined',
			'An order that leaves a page of equal keys moves the next one before the place that is read: it is skipped.',
		],
		[
			'> Date.parse(end);',
			'>= Date.parse(end);',
			'A reader stops at the first entry with the key at which the next one begins; of equal keys the rest is lost.',
		],
		[
			'former = total > list.depth ? starts.at(-1) : undefined;',
			'former = undefined;',
			'A short page at the head of a block is believed, though the list is known to be longer.',
		],
		[
			'const reachable = Math.min(total, list.depth - list.pageSize);',
			'const reachable = Math.min(total, list.depth);',
			'Readers start where offset and page exceed the depth: the marketplace refuses the page.',
		],
		[
			'if (isShort || page.entries.length === 0) continue;',
			'if (page.entries.length === 0) continue;',
			'A reader starts from a short page, believes it to be the end and leaves a hole of thousands.',
		],
		[
			'Date.parse(keyOf(list, entry)) < Date.parse(from);',
			'Date.parse(keyOf(list, entry)) <= Date.parse(from);',
			'Entries with the very key at which the next page begins are taken off what must follow: a next page that lacks one or more passes for the end.',
		],
		[
			'Date.parse(keyOf(list, entries.at(-1))) > Date.parse(end)',
			'Date.parse(keyOf(list, entries.at(-1))) >= Date.parse(end)',
			'A reader stops when it meets the key at which the next one starts; where that starts amid a group of equal keys, the rest of the group before it is never read.',
		],
		[
			'\t\t// Without this page, the reader before it reads on.\n\t\tconst isShort = page.entries.length < Math.min(list.pageSize, page.rest);\n\t\tif (isShort || page.entries.length === 0) continue;\n',
			'\t\t// Without this page, the reader before it reads on.\n\t\tif (page.entries.length === 0) continue;\n',
			'A page that came short serves as a start: its reader takes it for the end, and all up to the next start is missing.',
		],
	]),
	...faultsOf('core/lists/overlapped.ts', [
		[
			'if (offset > 0 && met === 0) {',
			'if (offset > list.pageSize && met === 0) {',
			'Orders that leave the first page move the rest up: what stood at the seam is skipped.',
		],
		[
			'yield* arrivals(list, known);',
			'',
			'What came in front while a deep list was read is missing from what is kept of it.',
		],
		[
			'length = Math.max(length ?? 0, total);',
			'length = total;',
			'A later answer that tells less than a former one ends the list too soon.',
		],
		[
			'if (idle > MOST_IDLE) throw repeatedPageError();',
			'',
			'A list that answers every page alike is read for ever.',
		],
		[
			'\t\tif (fresh.length > 0) yield fresh;\n\t\tif (fresh.length < list.pageSize) return;\n',
			'\t\tif (fresh.length < list.pageSize) return;\n\t\tyield fresh;\n',
			'At the depth of the API, of what came in front meanwhile the last page (nearly always the only one) is read and not given: new orders are missed.',
		],
		[
			'offset = Math.max(0, offset - back);',
			'offset = offset - back;',
			'Stepping back near the beginning asks for a negative offset: the API refuses, and the list cannot be read.',
		],
	]),
	...faultsOf('core/lists/pages.ts', [
		[
			"query = style.dropOnNext === 'all' ? change : { ...query, ...change };",
			'query = { ...query, ...change };',
			'Amazon and others refuse filters beside a token: the second page is an error.',
		],
		[
			'empty = items.length === 0 ? empty + 1 : 0;',
			'empty = items.length === 0 ? empty + 1 : empty;',
			'A long list with a few empty pages here and there is called endless.',
		],
		[
			'if (response.status === 204) return [];',
			'if (response.body === undefined) return [];',
			'An answer that was lost on the way counts as an empty list, told as success.',
		],
		[
			'if (total !== undefined && total >= reach) this.known',
			'if (total !== undefined) this.known',
			'A length that the page itself exceeds is believed: the list is refused as too short.',
		],
		[
			'if (offset + limit > options.depth) throw depthError(options.depth);',
			'if (offset + limit > options.depth) return undefined;',
			'A list deeper than the API shows ends silently and is told as complete.',
		],
		[
			'options.maxSize ?? Infinity);',
			'Infinity);',
			'A limit above what the API gives makes each page look short: the list ends after the first.',
		],
		[
			'return { page: Number(query.page ?? 1) + 1, [sizeParameter]: Number(most) };',
			'return { page: Number(query.page ?? 1) + 1 };',
			'The second page is counted by another page size than the first: entries are skipped or doubled.',
		],
		[
			"typeof token === 'string' && token !== ''",
			'token !== undefined',
			'An empty or null token is sent as the next page: the list begins anew.',
		],
		[
			'Math.min(Number(query.limit ?? options.size), options.maxSize ?? Infinity);',
			'Number(query.limit ?? options.size);',
			'The user asks for 1000 a page where the API gives 100: the first page looks short, and the list ends (or fails) after it.',
		],
		[
			'this.known = Math.max(this.known ?? 0, total);',
			'this.known = total;',
			'A later answer that tells a smaller length overwrites the larger one: a thin page then passes for the end, and entries are missing.',
		],
	]),
	...faultsOf('core/lists/side-by-side.ts', [
		[
			'running.length < parallel && !failed',
			'running.length < parallel',
			'After a failure tasks still start and spend the quota.',
		],
		[
			'ready.length >= depth) return;',
			'ready.length > depth) return;',
			'One page more than wanted is asked for ahead, which costs quota at every limit.',
		],
		[
			'source.return?.().catch(() => undefined);',
			'',
			'A reader that stops leaves the source open: what it holds is never let go.',
		],
		[
			'run.catch(() => (failed = true));',
			'run.catch(() => undefined);',
			'After a failure further tasks are still started while earlier ones are given out: requests go to the marketplace for a result that nobody gets.',
		],
		[
			'if (ready.length > 0) {',
			'if (ready.length > 0 && !failure) {',
			'Pages read before a failure are thrown away when the failure is there already: the reader gets less than was read.',
		],
		[
			'\t\t\tresult.catch(() => undefined);\n\t\t\tyield { result };',
			'\t\t\tyield { result };',
			'Work that fails before its turn is an unhandled rejection: Node ends the n8n process or reports a crash.',
		],
	]),
	...faultsOf('core/lists/windows.ts', [
		[
			'while (timed[end]?.second === second) end++;',
			'',
			'A part ends within a second: the rest of it is skipped when the list is gone on with.',
		],
		[
			'return time === null ? Infinity',
			'return time === null ? 0',
			'Orders without a time come first instead of last, and the place where a list is gone on with is wrong.',
		],
		[
			'Math.min(start + maxMs, to)',
			'start + maxMs',
			"The last window reaches beyond 'to': orders later than asked for are read, and APIs refuse times in the future.",
		],
		[
			'while (timed[end]?.second === second) end++;',
			'if (timed[end]?.second === second) end++;',
			'A part may end within a second when two or more entries of that second follow: those behind the noted moment are skipped.',
		],
		[
			'return time === null ? Infinity :',
			'return time === null ? 0 :',
			'Entries without a time come first in place of last, and with them a moment in 1970 is noted.',
		],
	]),
];
