import type { IncomingMessage } from 'node:http';
import type { Credential } from '../../scripts/n8n/n8n';
import type { Answer, Host } from './hosts';

const TOKEN = 'google-access-token';

export const GOOGLE_SHEETS: Credential = {
	id: 'google-sheets',
	name: 'Google Sheets',
	type: 'googleSheetsOAuth2Api',
	data: {
		clientId: 'google-client',
		clientSecret: 'google-client-secret',
		oauthTokenData: { access_token: TOKEN, token_type: 'Bearer', expires_in: 3600 },
	},
};

/** One spreadsheet, as Google's API shows it: https://developers.google.com/workspace/sheets/api/reference/rest */
export class GoogleSheets {
	/** By the name of the sheet; the first row holds the column names. */
	readonly sheets = new Map<string, unknown[][]>();

	constructor(
		private readonly id: string,
		...names: string[]
	) {
		for (const name of names) this.sheets.set(name, []);
	}

	/** The rows of a sheet below its first, by column name. */
	rows(name: string): Array<Record<string, unknown>> {
		const [columns = [], ...rows] = this.sheets.get(name) ?? [];
		return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
	}

	readonly host: Host = (request, body) => {
		if (request.headers.authorization !== `Bearer ${TOKEN}`) return refused(401, 'UNAUTHENTICATED');
		const url = new URL(String(request.url), 'https://sheets.googleapis.com');
		const [, id, rest = ''] = /^\/v4\/spreadsheets\/([^/:]+)(.*)$/.exec(url.pathname) ?? [];
		if (id !== this.id) return refused(404, 'NOT_FOUND');
		const { method = '' } = request;
		if (method === 'GET' && rest === '') return [200, { sheets: this.properties() }];
		if (method === 'POST' && rest === ':batchUpdate') return [200, { spreadsheetId: id }];
		if (method === 'POST' && rest === '/values:batchUpdate') return this.update(body);
		const [, range, action] = /^\/values\/([^:]+(?::\d+|:[A-Z]+\d*)?)(:append)?$/.exec(
			decodeURIComponent(rest),
		) ?? ['', '', ''];
		const sheet = this.sheets.get(range.split('!')[0].replace(/^'|'$/g, ''));
		if (!sheet) return refused(400, 'INVALID_ARGUMENT');
		return this.values(request, sheet, range, action === ':append', body);
	};

	/** Writes single cells: all of them, or none. */
	private update(body: string): Answer {
		const { data, valueInputOption } = JSON.parse(body) as CellUpdates;
		const cells = data.map(({ range, values }) => {
			const [, name = '', letters = '', row] = /^(.+)!([A-Z]+)(\d+)$/.exec(range) ?? [];
			const sheet = this.sheets.get(name.replace(/^'|'$/g, ''));
			return { sheet, column: columnOf(letters), row: Number(row) - 1, values };
		});
		if (!valueInputOption || cells.some(({ sheet }) => !sheet)) {
			return refused(400, 'INVALID_ARGUMENT');
		}
		for (const { sheet = [], column, row, values } of cells) {
			const [[value]] = values;
			// `null` leaves a cell as it is.
			if (value !== null) (sheet[row] ??= [])[column] = value;
		}
		return [200, { spreadsheetId: this.id, totalUpdatedCells: cells.length }];
	}

	private values(
		{ method, url }: IncomingMessage,
		sheet: unknown[][],
		range: string,
		isAppended: boolean,
		body: string,
	): Answer {
		const first = Number(/!\D*(\d+)/.exec(range)?.[1] ?? 1) - 1;
		const last = Number(/:\D*(\d+)/.exec(range)?.[1] ?? Infinity);
		const isRaw = String(url).includes('valueRenderOption=UNFORMATTED_VALUE');
		const cells = shown(sheet.slice(first, last), isRaw);
		// Of empty cells Google names the range alone.
		if (method === 'GET') return [200, { range, ...(cells.length > 0 && { values: cells }) }];
		const { values } = JSON.parse(body) as { values: unknown[][] };
		if (method === 'POST' && isAppended) sheet.push(...values);
		else if (method === 'PUT') sheet.splice(first, values.length, ...values);
		else return refused(400, 'INVALID_ARGUMENT');
		return [200, { spreadsheetId: this.id, updatedRows: values.length }];
	}

	private properties() {
		return [...this.sheets.keys()].map((title, sheetId) => ({ properties: { sheetId, title } }));
	}
}

interface CellUpdates {
	data: Array<{ range: string; values: [[unknown]] }>;
	valueInputOption?: string;
}

/** `A` is 0, `AA` is 26. */
function columnOf(letters: string): number {
	return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** Empty rows at the end and empty cells at the end of a row are left out. */
function shown(rows: unknown[][], isRaw: boolean): unknown[][] {
	const filled = Array.from(rows, (row = []) => {
		const cells = Array.from(row, (cell) => cell ?? '');
		const shownCells = cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);
		return isRaw ? shownCells : shownCells.map(String);
	});
	return filled.slice(0, filled.findLastIndex(({ length }) => length > 0) + 1);
}

function refused(code: number, status: string): Answer {
	return [code, { error: { code, status, message: status } }];
}
