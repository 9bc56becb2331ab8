import type { INodePropertyOptions } from 'n8n-workflow';

import { type Call, requireText, type Result } from '../operations/call';
import { idOwner } from '../orders/order';
import { BadInput } from '../request/errors';
import type { Sighting } from './feed';

/** Every state of an order, in place of one thing that happens to it. */
const UPDATED = 'orderUpdated';
const CREATED = 'orderCreated';

/** Something that a sighting proves. */
interface News {
	/** The same whenever the same thing is told, whatever the order looks like by then. */
	key: string;
	/** When it happened, where anybody knows. */
	at: number | null;
}

/** The event that the user waits for. */
export interface TriggerEvent<Raw> {
	name: string;
	/** Whether it is told of every state of an order, not once for each order. */
	isEveryState: boolean;
	/** What the sighting tells of this event, if anything that happened at `begin` or later. */
	newsOf(sighting: Sighting<Raw>, begin: number): News | undefined;
	/** What was written of an order, with what makes it recognisable. */
	items(key: string, written: Result[]): Result[];
}

/** `special`: what can happen in this marketplace, beside new and changed orders. */
export function eventOf<Raw>(
	call: Call,
	special: readonly INodePropertyOptions[],
): TriggerEvent<Raw> {
	const name = nameOf(call, special);
	const { marketplace, connection } = call.client;
	const owner = idOwner(marketplace, connection.account);
	const newsOf = (sighting: Sighting<Raw>, begin: number): News | undefined => {
		const { id, revision, at, facts, occasions } = sighting;
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
		isEveryState: name === UPDATED,
		newsOf,
		items: (key, written) => {
			const mark = { event: name, eventKey: `${owner}:${key}` };
			return written.map(({ json, ...rest }) => ({ ...rest, json: { ...json, ...mark } }));
		},
	};
}

/** An event that the marketplace does not have would never fire, and nobody would know why. */
function nameOf(call: Call, special: readonly INodePropertyOptions[]): string {
	const name = requireText(call.parameter<unknown>('event', CREATED), 'Event');
	const known = [CREATED, UPDATED, ...special.map(({ value }) => String(value))];
	if (known.includes(name)) return name;
	throw new BadInput(`The event '${name}' is unknown`, `It can be: ${known.join(', ')}`);
}
