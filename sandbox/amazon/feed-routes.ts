import type { FastifyInstance } from 'fastify';

import { violation } from '../kit/server';
import { strangeColumns } from './acknowledgement';
import type { Bucket } from './bucket';
import { denied, SpError } from './errors';
import { FEED_TYPES, LISTINGS_FEED, type Feed, type Feeds } from './feeds';
import type { Call, Gate, Operation } from './gate';
import { jsonBody, stringList } from './json-body';
import { Pages } from './pages';
import { invalid } from './params';
import { iso } from './sale';

const ROLES_OF_ANY = [...new Set(Object.values(FEED_TYPES).flatMap(({ roles }) => roles))];
const ROOT = '/feeds/2021-06-30';
const FIELDS = ['feedType', 'marketplaceIds', 'inputFeedDocumentId', 'feedOptions'];

const LIST_PARAMS: Operation['params'] = {
	feedTypes: { kind: 'list', max: 10 },
	marketplaceIds: { kind: 'list', max: 10 },
	pageSize: { kind: 'int', max: 100 },
	processingStatuses: {
		kind: 'list',
		values: ['CANCELLED', 'DONE', 'FATAL', 'IN_PROGRESS', 'IN_QUEUE'],
	},
	createdSince: { kind: 'date' },
	createdUntil: { kind: 'date' },
	nextToken: { kind: 'text' },
};

/** Quotas of the calls for one feed, and of those for its list and its documents. */
const LOOK = { rate: 2, burst: 15 };
const RARE = { rate: 0.0222, burst: 10 };

type Served = Omit<Operation, 'roles'>;

/**
 * Feeds 2021-06-30,
 * see https://github.com/amzn/selling-partner-api-models/blob/main/models/feeds-api-model/feeds_2021-06-30.json
 */
export class FeedRoutes {
	private readonly pages = new Pages<Feed>('feedTypes');

	constructor(
		private readonly feeds: Feeds,
		private readonly bucket: Bucket,
	) {}

	serve(gate: Gate, scope: FastifyInstance): void {
		for (const operation of this.operations(gate)) {
			gate.serve(scope, { ...operation, roles: ROLES_OF_ANY });
		}
	}

	private operations(gate: Gate): Served[] {
		const many = `${ROOT}/feeds`;
		const one = `${many}/{feedId}`;
		const documents = `${ROOT}/documents`;
		return [
			{
				path: documents,
				method: 'POST',
				name: 'createFeedDocument',
				...{ rate: 0.5, burst: 15, status: 201 },
				run: (call) => this.createDocument(call),
			},
			{
				path: many,
				method: 'POST',
				name: 'createFeed',
				...{ rate: 0.0083, burst: 15, status: 202 },
				run: (call) => this.create(gate, call),
			},
			{
				path: many,
				method: 'GET',
				name: 'getFeeds',
				...RARE,
				params: LIST_PARAMS,
				run: (call) => this.list(call),
			},
			{
				path: one,
				method: 'GET',
				name: 'getFeed',
				...LOOK,
				run: (call) => this.view(this.find(call)),
			},
			{
				path: one,
				method: 'DELETE',
				name: 'cancelFeed',
				...LOOK,
				run: (call) => this.cancel(call),
			},
			{
				path: `${documents}/{feedDocumentId}`,
				method: 'GET',
				name: 'getFeedDocument',
				...RARE,
				run: (call) => this.showDocument(call),
			},
		];
	}

	private createDocument({ request, shop }: Call) {
		const { contentType } = jsonBody(request, ['contentType']);
		if (typeof contentType !== 'string' || contentType === '') {
			throw invalid('contentType is not valid.');
		}
		const { id } = this.feeds.newDocument(shop.seller.id, contentType);
		const url = this.bucket.toBring(contentType, (content) => this.feeds.bring(id, content));
		return { feedDocumentId: id, url };
	}

	private create(gate: Gate, { request, shop, token }: Call) {
		const body = jsonBody(request, FIELDS);
		const type = String(body.feedType);
		if (!Object.hasOwn(FEED_TYPES, type)) throw invalid('feedType is not valid.');
		const { roles, quota } = FEED_TYPES[type];
		if (!roles.some((role) => token.roles.includes(role))) throw denied('');
		const marketplaceIds = stringList(body.marketplaceIds, 'marketplaceIds', 25);
		gate.checkPlaces(marketplaceIds);
		checkOptions(body.feedOptions ?? {});
		const input = this.feeds.document(shop.seller.id, body.inputFeedDocumentId);
		if (input?.content === undefined) throw invalid('inputFeedDocumentId is not valid.');
		if (type !== LISTINGS_FEED) {
			for (const column of strangeColumns(String(input.content))) {
				violation(request, `unknown column ${column}`);
			}
		}
		if (quota) gate.take(type, token, quota.rate, quota.burst);
		return { feedId: this.feeds.create({ type, shop, marketplaceIds, input }).id };
	}

	private list({ query, shop }: Call) {
		const { page, next } = this.pages.page(query, () => this.feeds.list(shop.seller.id, query));
		return { feeds: page.map((feed) => this.view(feed)), ...next };
	}

	private find({ shop, pathParams }: Call): Feed {
		const feed = this.feeds.find(shop.seller.id, pathParams.feedId);
		if (!feed) throw new SpError(404, 'NotFound', 'Feed not found.', '');
		return feed;
	}

	private cancel(call: Call): void {
		if (!this.feeds.cancel(this.find(call))) throw invalid('The feed is in progress.');
	}

	private view(feed: Feed) {
		const status = this.feeds.statusOf(feed);
		return {
			feedId: feed.id,
			feedType: feed.type,
			marketplaceIds: feed.marketplaceIds,
			createdTime: iso(feed.createdAt),
			processingStatus: status,
			...(status === 'IN_QUEUE' ? {} : { processingStartTime: iso(feed.startedAt) }),
			...(feed.isOver ? { processingEndTime: iso(feed.endedAt) } : {}),
			...(feed.result ? { resultFeedDocumentId: feed.result.id } : {}),
		};
	}

	private showDocument({ shop, pathParams }: Call) {
		const document = this.feeds.document(shop.seller.id, pathParams.feedDocumentId);
		const content = document?.content;
		if (!document || !content) throw new SpError(404, 'NotFound', 'Document not found.', '');
		const headers = { 'content-type': document.contentType };
		return {
			feedDocumentId: document.id,
			url: this.bucket.toFetch(() => ({ content, headers })),
			...(document.isGzipped ? { compressionAlgorithm: 'GZIP' } : {}),
		};
	}
}

function checkOptions(value: unknown): void {
	const isMap =
		typeof value === 'object' &&
		value !== null &&
		Object.values(value).every((option) => typeof option === 'string');
	if (!isMap) throw invalid('feedOptions are not valid.');
}
