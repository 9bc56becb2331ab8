import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Feed } from './feed';
import type { State } from './state';

/** What all nodes of a workflow keep together is shared with the user's own. */
const OURS = 'marketplaceTriggers';

/** Of a state, what a trigger can go on from: a time, or for a feed that compares no times its place. */
export type Note = Omit<State, 'position'> & Partial<State>;

/**
 * The state in short, kept under the node's id: n8n keeps the state itself under the node's name, so a node
 * that was renamed finds nothing, and what happened since its last poll would be lost. With durable cursors
 * n8n does not keep the place of the first poll either.
 */
export function note<Raw>(context: IPollFunctions, feed: Feed<Raw>, state: State): void {
	const { at, begin, account, choice, position } = state;
	const all = context.getWorkflowStaticData('global');
	const former = notesIn(all);
	const time: Note = { at, begin, account, choice, seen: {} };
	const own = feed.comparesContent ? { ...time, position } : time;
	const { id } = context.getNode();
	if (JSON.stringify(former[id]) === JSON.stringify(own)) return;
	all[OURS] = { ...former, [id]: { ...own } };
}

/** What was noted of this node, whatever its name was then. */
export function noted(context: IPollFunctions): Note | undefined {
	return notesIn(context.getWorkflowStaticData('global'))[context.getNode().id];
}

/** As a copy: what n8n has loaded is wrapped in proxies. */
function notesIn(all: IDataObject): Record<string, Note> {
	return JSON.parse(JSON.stringify(all[OURS] ?? {})) as Record<string, Note>;
}
