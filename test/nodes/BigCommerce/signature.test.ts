import { describe, expect, it } from 'vitest';
import { isGenuine } from '../../../nodes/BigCommerce/trigger/signature';

/** Cross-checked with the library that BigCommerce's documentation prescribes. */
const CLIENT_SECRET = 'a2f0c1d9e8b7a6f5e4d3c2b1a0f9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b3a2f1';
const SIGNATURE = 'v1,m/Tk/24NBTkqmAevPJA+7QYjHSG2D3Auzw3cqKcmFBQ=';
const BODY =
	'{"producer":"stores/abc123","hash":"dd70c0976e06b67aaf671e73f49dcb79230ebf9d","created_at":1732147199,"store_id":"1025646","scope":"store/order/created","data":{"type":"order","id":250}}';
const SENT_AT = 1732147200_000;

function check({
	headers = {},
	own = [] as string[],
	secret = CLIENT_SECRET,
	at = SENT_AT,
	body = BODY,
} = {}) {
	const signed = {
		'webhook-id': 'msg_bc_test_0001',
		'webhook-timestamp': '1732147200',
		'webhook-signature': SIGNATURE,
	};
	const delivery = { headers: { ...signed, ...headers }, raw: Buffer.from(body) };
	return isGenuine(delivery, { clientSecret: secret, own }, at);
}

describe('a signed call', () => {
	it('is known by its signature, also among others', () => {
		expect(check()).toBe(true);
		const several = { 'webhook-signature': `v1,AAAA v1a,xyz ${SIGNATURE}` };
		expect(check({ headers: several })).toBe(true);
	});

	it.each([
		['another secret', { secret: 'other' }],
		['another body', { body: `${BODY} ` }],
		['another id', { headers: { 'webhook-id': 'msg_bc_test_0002' } }],
		['no id', { headers: { 'webhook-id': undefined } }],
		['another time', { headers: { 'webhook-timestamp': '1732147201' } }],
		['no time', { headers: { 'webhook-timestamp': 'now' } }],
		['an empty signature', { headers: { 'webhook-signature': '' } }],
		['another version', { headers: { 'webhook-signature': SIGNATURE.replace('v1', 'v2') } }],
		['several headers in one', { headers: { 'webhook-signature': [SIGNATURE] } }],
	])('is refused with %s', (_label, changes) => expect(check(changes as object)).toBe(false));

	it('counts for five minutes to either side', () => {
		for (const seconds of [-300, 300]) expect(check({ at: SENT_AT + seconds * 1000 })).toBe(true);
		for (const seconds of [-301, 301]) expect(check({ at: SENT_AT + seconds * 1000 })).toBe(false);
	});

	it('is not saved by the secret of the webhook when its signature is wrong', () => {
		const headers = { 'webhook-signature': 'v1,AAAA', 'x-n8n-webhook-proof': 'own' };
		expect(check({ headers, own: ['own'] })).toBe(false);
	});
});

describe('a call that nobody can check by a signature', () => {
	const unsigned = { 'webhook-signature': undefined };

	it.each([
		['with the secret of the webhook', 'own', ['other', 'own'], true],
		['with another one', 'else', ['own'], false],
		['without one', undefined, ['own'], false],
		['with an empty one, where none is known', '', ['', ''], false],
		['where nothing is known', 'own', [], false],
	])('%s', (_label, sent, own, expected) => {
		const headers = { ...unsigned, 'x-n8n-webhook-proof': sent };
		expect(check({ headers, own })).toBe(expected);
		expect(check({ headers: { 'x-n8n-webhook-proof': sent }, own, secret: '' })).toBe(expected);
	});
});
