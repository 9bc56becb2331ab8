import type { Call } from '../../../../core/operations/call';
import type { Send } from '../../../../core/marketplace';
import { object, text } from '../../../../core/orders/read';
import { clock, pause } from '../../../../core/request/clock';
import { pathSegment } from '../../../../core/request/address';
import { ListError } from '../../../../core/request/errors';
import { type DocumentFile, fetchDocument } from '../../documents';
import { waitingForQuota } from '../quota-wait';

const ROOT = '/reports/2021-06-30';
/** First look at a report, and the longest time between two looks. */
const FIRST_LOOK_MS = 2000;
const LONGEST_LOOK_MS = 30_000;
const ENDS: ReadonlySet<unknown> = new Set(['DONE', 'CANCELLED', 'FATAL']);

/** What a report is about. */
export interface ReportRequest {
	reportType: string;
	/** Reports on what is now have none. */
	dataStartTime?: string;
	/** Without it, up to the moment at which Amazon makes the report. */
	dataEndTime?: string;
	marketplaceIds: readonly string[];
}

/** One report: asked for, waited for and fetched. See BEHAVIOR.md, Reports. */
export class Report {
	private readonly deadline: number;
	/** The quota of the Reports API is waited for as long as the report itself. */
	private readonly send: Send;

	constructor(
		private readonly call: Call,
		private readonly waitMs: number,
	) {
		this.deadline = clock.now() + waitMs;
		this.send = waitingForQuota(call, this.deadline);
	}

	/** The file; nothing where Amazon has cancelled the report, which it does where there is no order. */
	async read(request: ReportRequest, isJapan: boolean): Promise<DocumentFile | undefined> {
		// Asked for twice, it is made twice; that costs nothing but a request.
		const order = {
			method: 'POST',
			path: `${ROOT}/reports`,
			body: request,
			idempotent: true,
		} as const;
		const reportId = text(object((await this.send(order)).body).reportId);
		if (reportId === null)
			throw new ListError('Amazon did not create the report', 'Try again later');
		const { processingStatus, reportDocumentId } = await this.finished(reportId);
		if (processingStatus === 'CANCELLED') return undefined;
		const documentId = text(reportDocumentId);
		if (processingStatus === 'FATAL') throw await this.failure(reportId, documentId);
		if (documentId === null) {
			throw new ListError(`The report ${reportId} has no document`, 'Try again later');
		}
		return await this.fetch(documentId, isJapan);
	}

	/** Looked at ever more seldom, as long as the user wants to wait. */
	private async finished(reportId: string): Promise<Record<string, unknown>> {
		const path = `${ROOT}/reports/${pathSegment(reportId)}`;
		for (let wait = FIRST_LOOK_MS; ; wait = Math.min(wait * 2, LONGEST_LOOK_MS)) {
			const report = object((await this.send({ method: 'GET', path })).body);
			if (ENDS.has(report.processingStatus)) return report;
			if (clock.now() + wait > this.deadline) throw this.tooLong(reportId);
			await pause(wait, this.call.client.signal);
		}
	}

	private async fetch(documentId: string, isJapan: boolean): Promise<DocumentFile> {
		const path = `${ROOT}/documents/${pathSegment(documentId)}`;
		return await fetchDocument(this.call, this.send, path, isJapan);
	}

	/** Amazon writes the reason into the document. */
	private async failure(reportId: string, documentId: string | null): Promise<ListError> {
		const file = documentId === null ? undefined : await this.fetch(documentId, false);
		const said = file ? new TextDecoder(file.charset).decode(file.chunks[0]).slice(0, 300) : '';
		return new ListError(
			`Amazon could not create the report ${reportId}`,
			said.trim() === '' ? 'It gives no reason. Try again later' : `It says: ${said.trim()}`,
		);
	}

	private tooLong(reportId: string): ListError {
		const minutes = Math.round(this.waitMs / 60_000);
		return new ListError(
			`Amazon has not finished the report ${reportId} within ${minutes} min`,
			"Raise 'Maximum Report Wait', or try again when Amazon is less busy",
		);
	}
}
