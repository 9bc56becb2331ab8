import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetProcess } from '../../../core/request/process-memory';
import {
	InvalidInputError,
	QuotaBlockedError,
	ListError,
	LostResponseError,
	UnknownOutcomeError,
	NoResponseError,
	NotSentError,
	UnexpectedResponseError,
	TimeoutBeforeSendError,
	QuotaError,
	RedirectError,
	ResponseError,
	QuotaStarvedError,
	TokenError,
} from '../../../core/request/errors';
import type { Verdict } from '../../../core/marketplace';
import {
	dropPublished,
	isFirstPoll,
	isTemporary,
	keepPublished,
	PollTimeoutError,
	publishedAt,
} from '../../../core/triggers/published';
import { FakeClock } from '../../kit/fake-clock';

const HOUR = 60 * 60_000;
let time: FakeClock;

beforeEach(() => {
	forgetProcess('poll');
	time = new FakeClock();
});

const context = (mode?: string) =>
	({ ...(mode && { getActivationMode: () => mode }) }) as unknown as IPollFunctions;

describe('the first poll', () => {
	it('is the first of a context that n8n made for the activation', () => {
		const [first, second] = [context(), context()];
		expect([1, 2, 3].map(() => isFirstPoll(first, 't'))).toEqual([true, false, false]);
		expect([1, 2].map(() => isFirstPoll(second, 't'))).toEqual([true, false]);
	});

	it('is one of the process alone where n8n makes a context for each poll', () => {
		expect([1, 2, 3].map(() => isFirstPoll(context(), 't'))).toEqual([true, false, false]);
		expect(isFirstPoll(context(), 'another')).toBe(true);
	});
});

describe('the publication', () => {
	const at = (mode?: string, kept: IDataObject = {}, isFirst = true) =>
		publishedAt(context(mode), 't', kept, isFirst);

	it('is when the trigger was polled first, until there is a place', () => {
		const begin = at();
		expect(begin).toBe(time.now);
		time.now += 10_000;
		expect(at()).toBe(begin);
		dropPublished('t');
		expect(at()).toBe(time.now);
	});

	it.each([
		['activate', true, HOUR + 1, false],
		['create', true, HOUR + 1, false],
		['activate', true, HOUR, true],
		['activate', false, HOUR + 1, true],
		['init', true, HOUR + 1, true],
		['update', true, HOUR + 1, true],
		['leadershipChange', true, HOUR + 1, true],
		[undefined, true, HOUR + 1, true],
	])(
		'by %s (first poll: %s) %d ms after the last try is the same: %s',
		(mode, isFirst, ms, same) => {
			const begin = at('init');
			time.now += ms;
			expect(at(mode, {}, isFirst)).toBe(same ? begin : time.now);
		},
	);

	it('is the same where somebody tries again within an hour of the last try, however long that goes on', () => {
		const begin = at('activate');
		for (let tries = 0; tries < 5; tries++) {
			time.now += HOUR;
			expect(at('activate')).toBe(begin);
		}
	});

	it('is earlier than now, also where our clock was set back', () => {
		at();
		time.now -= HOUR;
		expect(at()).toBe(time.now);
	});

	it('survives a restart by what n8n has kept, and no trace of it is left behind', () => {
		const kept: IDataObject = { state: 1 };
		keepPublished('t', kept);
		expect(kept).toEqual({ state: 1 });
		const begin = at();
		time.now += 5000;
		at();
		keepPublished('t', kept);
		expect(kept.published).toEqual({ first: begin, last: begin + 5000 });
		forgetProcess('poll');
		time.now += HOUR;
		expect(at('activate', kept)).toBe(begin);
		dropPublished('t', kept);
		expect(kept).toEqual({ state: 1 });
		expect(at()).toBe(time.now);
	});

	it('keeps a copy, which later tries do not change', () => {
		const kept: IDataObject = {};
		at();
		keepPublished('t', kept);
		const before = structuredClone(kept);
		time.now += 1000;
		at();
		expect(kept).toEqual(before);
	});
});

const refused = (verdict: Verdict) =>
	new ResponseError({ status: 500, headers: {}, body: {} }, verdict, '/orders');

it.each<[string, unknown, boolean]>([
	['a refusal for too many requests', refused('throttled'), true],
	['a refusal that passes', refused('transient'), true],
	['a denied access', refused('denied'), false],
	['an access that has ended', refused('expired'), false],
	['a block', refused('blocked'), false],
	['what is not there', refused('gone'), false],
	['a wrong request', refused('invalid'), false],
	['no token for now', new TokenError('x', 'y', 'z', true), true],
	['no token at all', new TokenError('x', 'y', 'z'), false],
	['a lost answer to the call for a token', new LostResponseError('x', 'y', 'z'), true],
	['no answer', new NoResponseError('ETIMEDOUT'), true],
	['an odd answer', new UnexpectedResponseError('x', 'y'), true],
	['no time', new TimeoutBeforeSendError('x'), true],
	['a request that was never sent', new NotSentError('x'), false],
	['a quota', new QuotaError('x', 1), true],
	['a quota that is held up', new QuotaBlockedError('x', 1), true],
	['a quota that others use up', new QuotaStarvedError('x', 1, 15), true],
	['a poll without an end', new PollTimeoutError('x', 'y'), true],
	['a list that is too long', new ListError('x', 'y'), false],
	['another host', new RedirectError('x'), false],
	['a write of unknown end', new UnknownOutcomeError(1, { method: 'POST', path: '/' }), false],
	['a wrong input', new InvalidInputError('x'), false],
	['a fault of our own', new TypeError('x'), false],
	['what is no error', undefined, false],
])('%s may be over at the next poll: %3$s', (_what, error, passes) => {
	expect(isTemporary(error)).toBe(passes);
});
