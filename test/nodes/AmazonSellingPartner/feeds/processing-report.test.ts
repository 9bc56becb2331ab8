import { describe, expect, it } from 'vitest';

import { readProcessingReport } from '../../../../nodes/AmazonSellingPartner/feeds/processing-report';
import { answersOf } from '../../../../nodes/AmazonSellingPartner/writes/cancel';

const lines = [
	...['11', '12'].map((lineId) => ({ orderId: 'A', lineId })),
	{ orderId: 'B', lineId: '13' },
].map((line) => ({ ...line, marketplaceId: 'DE', reason: 'NoInventory' }));

const unnamed = { status: 'accepted', handle: { type: 'feed', id: '1' } } as const;

function read(text: string) {
	return readProcessingReport({ chunks: [Buffer.from(text)], charset: 'utf-8' });
}

function statusesOf(text: string): string[] {
	const report = read(text);
	if (!report) throw new Error('No report');
	return answersOf(report, lines, unnamed).map(({ status }) => status);
}

const head = (processed: number, successful: number, columns: string) =>
	`Feed Processing Summary:\r\n\tNumber of records processed\t\t${processed}\r\n\tNumber of records successful\t\t${successful}\r\n\r\n${columns}\r\n`;
const SKU = 'original-record-number\tsku\terror-code\terror-type\terror-message';
const IDS =
	'original-record-number\torder-id\torder-item-id\terror-code\terror-type\terror-message';

describe('a processing report', () => {
	it('has counts and remarks', () => {
		expect(read(`${head(3, 2, SKU)}2\t\t18\tWarnung\tSchon weg`)).toEqual({
			...{ processed: 3, successful: 2 },
			remarks: [
				{
					...{ record: 2, orderId: null, itemId: null, code: '18' },
					...{ message: 'Schon weg', isWarning: true },
				},
			],
		});
		expect(read('Number of records processed: 3\nNumber of records successful: 3')).toMatchObject({
			...{ processed: 3, successful: 3, remarks: [] },
		});
	});

	it.each(['', '<html>Sorry</html>', 'An internal error occurred 17'])('is none: %j', (text) =>
		expect(read(text)).toBeUndefined(),
	);

	it.each([
		['all are done', head(3, 3, SKU), ['done', 'done', 'done']],
		[
			'by the number of the record',
			`${head(3, 2, SKU)}3\t\t1\tError\tNo`,
			['done', 'done', 'failed'],
		],
		['without counts', `${SKU}\n1\t\t1\tError\tNo`, ['failed', 'done', 'done']],
		['a warning is no refusal', `${head(3, 3, SKU)}1\t\t1\tAvviso\tHm`, ['done', 'done', 'done']],
		[
			'in a language that nobody knows, counts decide',
			`${head(3, 3, SKU)}1\t\t1\tNota\tHm`,
			['done', 'done', 'done'],
		],
		[
			'IDs outweigh a number that counts otherwise',
			`${head(3, 2, IDS)}2\tA\t11\t1\tError\tNo`,
			['failed', 'done', 'done'],
		],
		[
			'an order alone names all its lines',
			`${head(3, 1, IDS)}9\tA\t\t1\tError\tNo`,
			['failed', 'failed', 'done'],
		],
		[
			'what is not accounted for is not called done',
			`${head(3, 1, SKU)}1\t\t1\tError\tNo`,
			['failed', 'accepted', 'accepted'],
		],
		[
			'a remark on no line at all',
			`${head(3, 2, SKU)}7\t\t1\tError\tNo`,
			['accepted', 'accepted', 'accepted'],
		],
		['nothing was looked at', head(0, 0, SKU), ['accepted', 'accepted', 'accepted']],
	])('says what became of each line: %s', (_, text, statuses) => {
		expect(statusesOf(text)).toEqual(statuses);
	});

	it("gives Amazon's words", () => {
		const report = read(`${head(3, 2, SKU)}1\t\t18\tError\tNo\n2\t\t19\tWarning\tHm`);
		const [failed, done] = answersOf(report as NonNullable<typeof report>, lines, unnamed);
		expect(failed).toMatchObject({ error: { details: { said: 'No', code: '18' } } });
		expect(done).toEqual({ status: 'done', warnings: ['Amazon says: Hm (19)'] });
	});
});
