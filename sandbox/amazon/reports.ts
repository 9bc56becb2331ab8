import type { FastifyInstance } from 'fastify';
import { randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { violation } from '../kit/server';
import type { AmazonSettings } from './app';
import { SpError } from './errors';
import type { Call, Gate, Operation } from './gate';
import { jsonBody, stringList } from './json-body';
import { invalid } from './params';
import { flatFile } from './flat-file';
import { iso } from './sale';

const REPORT_TYPE = 'GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL';
/** see amazon: g.1 */
const URL_LIFE = 300_000;
const COOL_DOWN = 30 * 60_000;

interface Report {
	id: string;
	sellerId: string;
	key: string;
	marketplaceIds: string[];
	from: number;
	to: number;
	createdAt: number;
	status: 'IN_QUEUE' | 'IN_PROGRESS' | 'DONE' | 'CANCELLED';
	documentId: string;
	content: Buffer;
}

const REPORTS = '/reports/2021-06-30';

/** Reports 2021-06-30 with the one report that lists every order, see amazon: g.1 */
export class Reports {
	private readonly reports = new Map<string, Report>();
	private readonly urls = new Map<string, { content: Buffer; expiresAt: number }>();

	constructor(private readonly settings: AmazonSettings) {}

	serve(gate: Gate, scope: FastifyInstance): void {
		gate.serve(scope, this.create(gate));
		gate.serve(scope, {
			path: `${REPORTS}/reports/{reportId}`,
			method: 'GET',
			name: 'getReport',
			rate: 2,
			burst: 15,
			run: (call) => this.show(call),
		});
		gate.serve(scope, {
			path: `${REPORTS}/documents/{reportDocumentId}`,
			method: 'GET',
			name: 'getReportDocument',
			rate: 0.0167,
			burst: 15,
			params: { enableContentEncodingUrlHeader: { kind: 'text', values: ['true', 'false'] } },
			run: (call) => this.document(call),
		});
		this.serveDownloads(scope);
	}

	private create(gate: Gate): Operation {
		return {
			path: `${REPORTS}/reports`,
			method: 'POST',
			name: 'createReport',
			rate: 0.0167,
			burst: 15,
			status: 202,
			run: (call) => {
				const fields = [
					'reportType',
					'dataStartTime',
					'dataEndTime',
					'marketplaceIds',
					'reportOptions',
				];
				const body = jsonBody(call.request, fields);
				if (body.reportType !== REPORT_TYPE) throw invalid('reportType is not valid.');
				const marketplaceIds = stringList(body.marketplaceIds, 'marketplaceIds', 25);
				gate.checkPlaces(marketplaceIds);
				return { reportId: this.order(call, body, marketplaceIds).id };
			},
		};
	}

	private order(call: Call, body: Record<string, unknown>, marketplaceIds: string[]): Report {
		const now = this.settings.now();
		const from = timeOf(body.dataStartTime, now - 30 * 86_400_000);
		const to = timeOf(body.dataEndTime, now);
		if (to < from) throw invalid('dataEndTime is before dataStartTime.');
		const key = JSON.stringify([call.shop.seller.id, [...marketplaceIds].sort()]);
		// The same report again within the cool-down is cancelled, see amazon: g.1
		const isTooOften = [...this.reports.values()].some(
			(r) => r.key === key && r.status !== 'CANCELLED' && now - r.createdAt < COOL_DOWN,
		);
		const sales = call.shop.ledger
			.by('updatedAt')
			.filter((sale) => sale.updatedAt >= from && sale.updatedAt <= to)
			.filter((sale) => marketplaceIds.includes(sale.place.id));
		const report: Report = {
			id: `${randomBytes(4).readUInt32BE()}020${this.reports.size}`,
			sellerId: call.shop.seller.id,
			key,
			marketplaceIds,
			from,
			to,
			createdAt: now,
			status: isTooOften ? 'CANCELLED' : 'IN_QUEUE',
			documentId: `amzn1.spdoc.1.4.eu.${randomUUID()}.T1SANDBOX.316`,
			content: gzipSync(flatFile(sales)),
		};
		this.reports.set(report.id, report);
		return report;
	}

	/** Every look moves it on, so that a client has to look three times. */
	private show(call: Call) {
		const report = this.reports.get(call.pathParams.reportId);
		if (!report || report.sellerId !== call.shop.seller.id) {
			throw new SpError(404, 'NotFound', 'Report not found.', '');
		}
		const { status } = report;
		if (status === 'IN_QUEUE') report.status = 'IN_PROGRESS';
		if (status === 'IN_PROGRESS') report.status = 'DONE';
		return {
			reportId: report.id,
			reportType: REPORT_TYPE,
			dataStartTime: iso(report.from),
			dataEndTime: iso(report.to),
			createdTime: iso(report.createdAt),
			processingStatus: status,
			marketplaceIds: report.marketplaceIds,
			...(status === 'DONE' ? { reportDocumentId: report.documentId } : {}),
		};
	}

	private document(call: Call) {
		const id = call.pathParams.reportDocumentId;
		const report = [...this.reports.values()].find((r) => r.documentId === id);
		if (!report || report.status !== 'DONE' || report.sellerId !== call.shop.seller.id) {
			throw new SpError(404, 'NotFound', 'Document not found.', '');
		}
		const key = randomBytes(24).toString('hex');
		const expiresAt = this.settings.now() + URL_LIFE;
		this.urls.set(key, { content: report.content, expiresAt });
		const url = `http://${call.request.headers.host}/sandbox-bucket/${key}?X-Amz-Expires=300`;
		return { reportDocumentId: id, url, compressionAlgorithm: 'GZIP' };
	}

	/** The signed address is not SP-API: Amazon's headers have no business there. */
	private serveDownloads(scope: FastifyInstance): void {
		scope.get<{ Params: { key: string } }>('/sandbox-bucket/:key', async (request, reply) => {
			const file = this.urls.get(request.params.key);
			const isLeak = request.headers['x-amz-access-token'] ?? request.headers.authorization;
			if (isLeak) violation(request, 'token sent to the download address');
			if (!file || isLeak || this.settings.now() >= file.expiresAt) {
				if (!isLeak) violation(request, 'download address unknown or expired');
				const refusal =
					'<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>';
				return await reply.code(403).type('application/xml').send(refusal);
			}
			return await reply.type('text/plain;charset=UTF-8').send(file.content);
		});
	}
}

function timeOf(value: unknown, otherwise: number): number {
	if (value === undefined) return otherwise;
	const time = typeof value === 'string' ? Date.parse(value) : NaN;
	if (Number.isNaN(time)) throw invalid('A report time is not an ISO 8601 date.');
	return time;
}
