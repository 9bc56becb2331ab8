import type { FastifyInstance } from 'fastify';

import { ROLES } from './app';
import type { Bucket } from './bucket';
import type { AmazonSettings } from './settings';
import { denied, SpError } from './errors';
import { ORDER_ROLES, type Call, type Gate, type Operation } from './gate';
import { jsonBody, stringList } from './json-body';
import { Pages } from './pages';
import { invalid, isDate } from './params';
import { LISTINGS_REPORT, REPORT_TYPES, statusOf, type Report } from './report-types';
import { Reports } from './reports';
import { iso } from './sale';

const ROOT = '/reports/2021-06-30';
const LISTINGS_ROLES = [ROLES.listings, ROLES.orders];
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
 * Reports 2021-06-30,
 * see https://github.com/amzn/selling-partner-api-models/blob/main/models/reports-api-model/reports_2021-06-30.json
 */
export class ReportRoutes {
	private readonly reports: Reports;
	private readonly pages = new Pages<Report>('reportTypes');

	constructor(
		private readonly settings: AmazonSettings,
		private readonly bucket: Bucket,
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
		const roles = [...new Set([...ORDER_ROLES, ...LISTINGS_ROLES])];
		for (const operation of operations) gate.serve(scope, { roles, ...operation });
	}

	private create(gate: Gate, call: Call) {
		const body = jsonBody(call.request, FIELDS);
		const type = String(body.reportType);
		const isKnown = type === LISTINGS_REPORT || Object.hasOwn(REPORT_TYPES, type);
		if (!isKnown) throw invalid('reportType is not valid.');
		const roles = type === LISTINGS_REPORT ? LISTINGS_ROLES : ORDER_ROLES;
		if (!roles.some((role) => call.token.roles.includes(role))) throw denied('');
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
		const now = this.settings.now();
		const { page, next } = this.pages.page(query, () => this.reports.list(shop.seller.id, query));
		return { reports: page.map((report) => view(report, now)), ...next };
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
		const isTold = call.query.enableContentEncodingUrlHeader === 'true';
		return {
			reportDocumentId: id,
			url: this.bucket.toFetch(() => this.download(report, isTold)),
			...(report.isGzipped ? { compressionAlgorithm: 'GZIP' } : {}),
		};
	}

	/** `isTold`: the client unpacks it by itself. */
	private download({ content, charset, isGzipped }: Report, isTold: boolean) {
		const { tellCharset = true, label = charset } = this.settings.reports ?? {};
		return {
			content,
			headers: {
				...(isTold && isGzipped ? { 'content-encoding': 'gzip' } : {}),
				'content-type': tellCharset ? `text/plain;charset=${label}` : 'text/plain',
			},
		};
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
