import type { Call } from '../node/call';
import type { Sighting, Trigger } from './feed';

/** Sightings with whole orders, where the feed of the marketplace leaves something out. */
export async function completed<Raw extends object>(
	call: Call,
	{ complete }: Pick<Trigger<Raw>, 'complete'>,
	sightings: Array<Sighting<Raw>>,
): Promise<Array<Sighting<Raw>>> {
	if (complete === undefined || sightings.length === 0) return sightings;
	const orders = await complete(
		call,
		sightings.map(({ raw }) => raw),
	);
	return sightings.map((sighting, place) => ({ ...sighting, raw: orders[place] }));
}
