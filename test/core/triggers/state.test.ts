import { ObservableObject, type IDataObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import type { Client } from '../../../core/client';
import { accountOf, saveState, loadState, type TriggerState } from '../../../core/triggers/state';

const STATE: TriggerState = {
	checkpoint: { event: '17' },
	at: 1000,
	begin: 500,
	seen: { keys: { abc: 1 }, horizon: 0 },
	account: 'x',
	choice: 'now',
};

describe('the state between two polls', () => {
	it('comes back as it was kept', () => {
		const kept: IDataObject = {};
		saveState(kept, STATE);
		expect(kept.state).toMatchObject({ version: 1 });
		expect(loadState(JSON.parse(JSON.stringify(kept)) as IDataObject)).toMatchObject(STATE);
	});

	it('comes back from the proxies in which n8n wraps what it has loaded, as a copy', () => {
		const first: IDataObject = {};
		saveState(first, { ...STATE, checkpoint: { ids: ['1', '2'] } });
		const kept = ObservableObject.create(JSON.parse(JSON.stringify(first)) as IDataObject);
		const ids = loadState(kept)?.checkpoint.ids as string[];
		ids.push('3');
		expect(loadState(kept)?.checkpoint).toEqual({ ids: ['1', '2'] });
	});

	it('is read in the form of version 1, which saved workflows hold', () => {
		const kept = {
			state: {
				version: 1,
				checkpoint: { event: '1532603898317497' },
				at: 1772438400000,
				begin: 1772438400000,
				seen: { keys: { '3q2-7wAAAAA': 1772438400 }, horizon: 0 },
				account: 'k2Jd8fQx0aPz1bNm',
				choice: 'now',
			},
		};
		expect(loadState(kept)).toMatchObject({
			checkpoint: { event: '1532603898317497' },
			seen: kept.state.seen,
		});
	});

	it('is a first poll where nothing was kept', () => {
		expect(loadState({})).toBeUndefined();
		expect(loadState({ state: 'broken' })).toBeUndefined();
		expect(loadState({ state: { at: 1 } })).toBeUndefined();
	});

	it('is not written again when nothing has changed', () => {
		const kept: IDataObject = {};
		saveState(kept, STATE);
		const before = kept.state;
		saveState(kept, { ...STATE });
		expect(kept.state).toBe(before);
		saveState(kept, { ...STATE, at: 1001 });
		expect(loadState(kept)).toMatchObject({ at: 1001 });
	});
});

describe('the name of an account', () => {
	const name = (more: object = {}, id = 'shop') =>
		accountOf({
			marketplace: { id },
			connection: { baseUrl: 'https://a', quotaOwner: 'keys-1', account: null, ...more },
		} as unknown as Client);

	it.each<[string, object, string?]>([
		['marketplace', {}, 'other'],
		['address', { baseUrl: 'https://b' }],
		['keys, where nobody knows the account', { quotaOwner: 'keys-2' }],
		['account', { account: 'seller-1' }],
	])('is another for another %s', (_what, more, id) => {
		expect(name(more, id)).not.toBe(name());
	});

	it('is the same with new keys, where the account is known, and tells nobody who it is', () => {
		const account = 'seller-1';
		expect(name({ account, quotaOwner: 'keys-2' })).toBe(name({ account }));
		expect(name({ account: 'seller-2' })).not.toBe(name({ account }));
		expect(name({ account })).toMatch(/^[\w-]{16}$/);
	});
});
