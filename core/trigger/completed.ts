import type { Call } from '../node/call';
import type { Sighting, Trigger } from './feed';

/** The orders of some news, whole also where the feed of the marketplace leaves something out. */
export async function completed<Raw extends object>(
	call: Call,
	{ complete }: Pick<Trigger<Raw>, 'complete'>,
	news: Array<[key: string, Sighting<Raw>]>,
): Promise<Array<[key: string, raw: Raw]>> {
	const orders = news.map(([, { raw }]) => raw);
	const whole = news.length === 0 ? [] : ((await complete?.(call, orders)) ?? orders);
	return news.map(([key], place) => [key, whole[place]]);
}
