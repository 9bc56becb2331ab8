import { describe, expect, it } from 'vitest';
import { toOrder } from '../../nodes/NaverCommerce/orders/mapping';
import { toOrder as allegro } from '../../nodes/Allegro/orders/mapping';
import { toOrder as kaufland } from '../../nodes/Kaufland/orders/mapping';
import schema from '../../nodes/shared/order.schema.json';
import { readFixtures } from '../kit/fixtures';

interface Schema {
	type: string | string[];
	enum?: string[];
	properties?: Record<string, Schema>;
	items?: Schema;
}

const ACCOUNT = { account: 'jan' };
const WHOLE = { ...ACCOUNT, changedAt: () => undefined, linesComplete: true };

/** What contradicts the schema, by the path of the field. */
function problems(
	value: unknown,
	{ type, enum: words, properties, items }: Schema,
	at = '',
): string[] {
	const types = [type].flat();
	if (!types.includes(typeOf(value)))
		return [`${at} is ${typeOf(value)}, not ${types.join(' or ')}`];
	if (words && !words.includes(value as string)) return [`${at} is ${String(value)}`];
	if (Array.isArray(value)) {
		return value.flatMap((entry) => problems(entry, items as Schema, `${at}[]`));
	}
	if (typeof value !== 'object' || value === null) return [];
	const [fields, described] = [Object.keys(value), Object.keys(properties ?? {})];
	if (fields.join() !== described.join()) return [`${at}: ${fields.join()} / ${described.join()}`];
	return Object.entries(value).flatMap(([name, inner]) =>
		problems(inner, (properties ?? {})[name], `${at}.${name}`),
	);
}

function typeOf(value: unknown): string {
	if (value === null) return 'null';
	return Array.isArray(value) ? 'array' : typeof value;
}

describe('the preview of an order, which n8n shows for mapping before the first run', () => {
	it.each([
		...readFixtures('allegro').map(({ name, raw }) => [`allegro/${name}`, allegro(raw, ACCOUNT)]),
		...readFixtures('kaufland').map(({ name, raw }) => [`kaufland/${name}`, kaufland(raw)]),
		...readFixtures('naver').map(({ name, raw }) => [`naver/${name}`, toOrder(raw, WHOLE)]),
	])('has the fields of %s in their order, each with its type', (_name, order) => {
		expect(problems(order, schema as Schema)).toEqual([]);
	});

	it('shows no raw order, which comes only where it is asked for', () => {
		expect(schema.properties).not.toHaveProperty('raw');
	});
});
