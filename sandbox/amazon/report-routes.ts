import type { FastifyInstance } from 'fastify';
import { randomBytes } from 'node:crypto';

import { violation } from '../kit/server';
import type { FileHost } from '../kit/backend';
import type { AmazonSettings } from './settings';
import { SpError } from './errors';
import type { Call, Gate, Operation } from './gate';
import { jsonBody, stringList } from './json-body';
import { invalid, isDate, type Query } from './params';
import { REPORT_TYPES, statusOf, type Report } from './report-types';
import { Reports } from './reports';
import { iso } from './sale';

const URL_LIFE = 300_000;
const ROOT = '/reports/2021-06-30';
const FIELDS = ['reportType', 'dataStartTime', 'dataEndTime', 'marketplaceIds', 'reportOptions'];
/** Quotas of the calls for one report, for its list and for its document */
const LOOK = { rate: 2, burst: 15 };
const RARE = { rate: 0.0222, burst: 10 };
const HEAVY = { rate: 0.0167, burst: 15 };

const LIST_PARAMS: Operation['params'] = {
	reportTypes: { kind: 'list', max: 10 },
	processingStatuses: {
		kind: 'list',
		values: ['CANCELLED', 'DONE', 'FATAL', 'IN_PROGRESS', 'IN_QUEUE'],
	},
	marketplaceIds: { kind: 'list', max: 10 },
	pageSize: { kind: 'int', max: 100 },
	createdSince: { kind: 'date' },
	createdUntil: { kind: 'date' },
	nextToken: { kind: 'text' },
};

/**
 * Reports 2021-06-30, and the host that files are downloaded from,
 * see https://github.com/amzn/selling-partner-api-models/blob/main/models/reports-api-model/reports_2021-06-30.json
 */
export class ReportRoutes {
	private readonly reports: Reports;
	private readonly urls = new Map<string, { report: Report; expiresAt: number; told: boolean }>();
	private readonly pages = new Map<string, { rest: Report[]; size: number }>();

	constructor(
		private readonly settings: AmazonSettings,
		private readonly host: FileHost,
	) {
		this.reports = new Reports(settings);
	}

	serve(gate: Gate, scope: FastifyInstance): void {
		const one = `${ROOT}/reports/{reportId}`;
		const operations: Operation[] = [
			{
				path: `${ROOT}/reports`,
				method: 'POST',
				name: 'createReport',
				...HEAVY,
				status: 202,
				run: (call) => this.create(gate, call),
			},
			{
				path: `${ROOT}/reports`,
				method: 'GET',
				name: 'getReports',
				...RARE,
				params: LIST_PARAMS,
				run: (call) => this.list(call),
			},
			{ path: one, method: 'GET', name: 'getReport', ...LOOK, run: (call) => this.show(call) },
			{
				path: one,
				method: 'DELETE',
				name: 'cancelReport',
				...RARE,
				run: (call) => this.reports.cancel(this.find(call)),
			},
			{
				path: `${ROOT}/documents/{reportDocumentId}`,
				method: 'GET',
				name: 'getReportDocument',
				...HEAVY,
				params: { enableContentEncodingUrlHeader: { kind: 'text', values: ['true', 'false'] } },
				run: (call) => this.document(call),
			},
		];
		for (const operation of operations) gate.serve(scope, operation);
	}

	private create(gate: Gate, call: Call) {
		const body = jsonBody(call.request, FIELDS);
		const type = String(body.reportType);
		if (!Object.hasOwn(REPORT_TYPES, type)) throw invalid('reportType is not valid.');
		const marketplaceIds = stringList(body.marketplaceIds, 'marketplaceIds', 25);
		gate.checkPlaces(marketplaceIds);
		const wish = {
			type,
			marketplaceIds: [...marketplaceIds].sort(),
			dataStartTime: timeOf(body.dataStartTime),
			dataEndTime: timeOf(body.dataEndTime),
			options: body.reportOptions,
		};
		return { reportId: this.reports.create(call, wish).id };
	}

	private list({ query, shop }: Call) {
		const { rest, size } = this.pageOf(query, shop.seller.id);
		const now = this.settings.now();
		const following = rest.slice(size);
		return {
			reports: rest.slice(0, size).map((report) => view(report, now)),
			...(following.length > 0 ? { nextToken: this.remember(following, size) } : {}),
		};
	}

	private pageOf(query: Query, sellerId: string): { rest: Report[]; size: number } {
		if (query.nextToken === undefined) {
			if (!query.reportTypes) throw invalid('Either reportTypes or nextToken is required.');
			return { rest: this.reports.list(sellerId, query), size: Number(query.pageSize ?? 10) };
		}
		const page = this.pages.get(query.nextToken);
		const isAlone = Object.keys(query).length === 1;
		if (!page || !isAlone) throw invalid('nextToken is not valid, or not the only parameter.');
		return page;
	}

	private remember(rest: Report[], size: number): string {
		const token = randomBytes(30).toString('base64');
		this.pages.set(token, { rest, size });
		return token;
	}

	private find(call: Call): Report {
		const { reportId } = call.pathParams;
		const report = this.reports.find(call.shop.seller.id, ({ id }) => id === reportId);
		if (!report) throw new SpError(404, 'NotFound', 'Report not found.', '');
		return report;
	}

	private show(call: Call) {
		return view(this.find(call), this.settings.now());
	}

	private document(call: Call) {
		const id = call.pathParams.reportDocumentId;
		const now = this.settings.now();
		const report = this.reports.find(call.shop.seller.id, (one) => one.documentId === id);
		const status = report && statusOf(report, now);
		if (!report || (status !== 'DONE' && status !== 'FATAL')) {
			throw new SpError(404, 'NotFound', 'Document not found.', '');
		}
		const key = randomBytes(24).toString('hex');
		const told = call.query.enableContentEncodingUrlHeader === 'true';
		this.urls.set(key, { report, expiresAt: now + URL_LIFE, told });
		return {
			reportDocumentId: id,
			url: `${this.host.url}/sandbox-bucket/${key}?X-Amz-Expires=300`,
			...(report.isGzipped ? { compressionAlgorithm: 'GZIP' } : {}),
		};
	}

	/** The signed address is not SP-API: Amazon's headers have no business there. */
	serveDownloads(app: FastifyInstance): void {
		app.get<{ Params: { key: string } }>('/sandbox-bucket/:key', async (request, reply) => {
			const file = this.urls.get(request.params.key);
			const isLeak = request.headers['x-amz-access-token'] ?? request.headers.authorization;
			if (isLeak) violation(request, 'token sent to the download address');
			if (!file || isLeak || this.settings.now() >= file.expiresAt) {
				if (!isLeak) violation(request, 'download address unknown or expired');
				const refusal =
					'<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>';
				return await reply.code(403).type('application/xml').send(refusal);
			}
			const { content, charset, isGzipped } = file.report;
			const isTold = this.settings.reports?.tellCharset ?? true;
			if (file.told && isGzipped) reply.header('content-encoding', 'gzip');
			const label = this.settings.reports?.label ?? charset;
			reply.header('content-type', isTold ? `text/plain;charset=${label}` : 'text/plain');
			return await reply.send(content);
		});
	}
}

function view(report: Report, now: number) {
	const status = statusOf(report, now);
	const hasDocument = status === 'DONE' || status === 'FATAL';
	return {
		reportId: report.id,
		reportType: report.type,
		dataStartTime: iso(report.from),
		dataEndTime: iso(report.to),
		createdTime: iso(report.createdAt),
		processingStatus: status,
		...(now >= report.startedAt ? { processingStartTime: iso(report.startedAt) } : {}),
		...(now >= report.endedAt ? { processingEndTime: iso(report.endedAt) } : {}),
		marketplaceIds: report.marketplaceIds,
		...(hasDocument ? { reportDocumentId: report.documentId } : {}),
	};
}

function timeOf(value: unknown): string | undefined {
	if (value === undefined) return undefined;
	if (typeof value !== 'string' || !isDate(value)) {
		throw invalid('A report time is not an ISO 8601 date.');
	}
	return value;
}
