import type { INodePropertyOptions } from 'n8n-workflow';

import { type Call, requireText, type Result } from '../operations/call';
import { idOwner } from '../orders/order';
import { InvalidInputError } from '../request/errors';
import type { OrderChange } from './feed';

/** Every state of an order, instead of one thing that happens to it. */
const UPDATED = 'orderUpdated';
const CREATED = 'orderCreated';

/** Something that a change proves. */
interface NewEvent {
	/** The same whenever the same event is emitted, whatever the order looks like by then. */
	key: string;
	/** When it happened, where anybody knows. */
	at: number | null;
}

/** One of the events that the user waits for. */
export interface TriggerEvent<Raw> {
	name: string;
	/** Whether it is emitted for every state of an order, not once for each order. */
	isEveryChange: boolean;
	/** What the change proves of this event, if anything that happened at `begin` or later. */
	detect(change: OrderChange<Raw>, begin: number): NewEvent | undefined;
	/** What was written of an order, with what makes it recognisable. */
	items(key: string, written: Result[]): Result[];
}

/** Names of the events that the user has chosen, as he chose them. */
export function chosenEvents(call: Call): string[] {
	const chosen = call.parameter<unknown>('events', [CREATED]);
	const names = Array.isArray(chosen) ? chosen : [chosen];
	return [...new Set(names.map((name) => requireText(name, 'Events')))];
}

/** `special`: what can happen in this marketplace, beside new and changed orders. */
export function eventsOf<Raw>(
	call: Call,
	special: readonly INodePropertyOptions[],
): Array<TriggerEvent<Raw>> {
	return checkedNames(call, special).map((name) => eventOf<Raw>(call, name));
}

function eventOf<Raw>(call: Call, name: string): TriggerEvent<Raw> {
	const { marketplace, connection } = call.client;
	const owner = idOwner(marketplace, connection.account);
	const detect = (change: OrderChange<Raw>, begin: number): NewEvent | undefined => {
		const { id, revision, at, facts, occasions } = change;
		if (id === '') return undefined;
		if (name === UPDATED) return at < begin ? undefined : { key: `${id}:${revision}`, at };
		const happenedAt = facts[name];
		if (happenedAt === undefined || (happenedAt ?? at) < begin) return undefined;
		const occasion = occasions?.[name];
		const key = [id, name, ...(occasion === undefined ? [] : [occasion])].join(':');
		return { key, at: happenedAt };
	};
	return {
		name,
		isEveryChange: name === UPDATED,
		detect,
		items: (key, written) => {
			// Stands first, and is ours even where the marketplace has a field of that name.
			const mark = { event: name };
			const eventKey = `${owner}:${key}`;
			return written.map(({ json, ...rest }) => ({
				...rest,
				json: { ...mark, ...json, ...mark, eventKey },
			}));
		},
	};
}

/** An event that the marketplace does not have would never fire, and nobody would know why. */
function checkedNames(call: Call, special: readonly INodePropertyOptions[]): string[] {
	const names = chosenEvents(call);
	if (names.length === 0)
		throw new InvalidInputError("'Events' is empty", 'Choose at least one event');
	const known = [CREATED, UPDATED, ...special.map(({ value }) => String(value))];
	const unknown = names.find((name) => !known.includes(name));
	if (unknown === undefined) return names;
	throw new InvalidInputError(
		`The event '${unknown}' is unknown`,
		`Possible values: ${known.join(', ')}`,
	);
}
