import { pool } from '../../../core/lists/side-by-side';
import type { ItemCall } from '../../../core/operations/call';
import { text } from '../../../core/orders/read';
import { StoppedError } from '../../../core/request/clock';
import { InvalidInputError, raise, ResponseError } from '../../../core/request/errors';
import { inHalves } from '../../../core/writes/halves';
import type { Answer, Writer } from '../../../core/writes/operation';
import { byNumber, noteOptions, ORIGINS, readOrigin } from './catalog';
import { type FieldName, hasValue, isReopened, isStillClosed, type Part, putOnSale } from './part';
import { type Entry, numberOf, optionsOf, type Origin } from './wire';

/** How long after a change the list is asked whether it shows it, and then once more. */
const BEFORE_LOOKS_MS = [1000, 3000];
const SIDE_BY_SIDE = 4;

/** Products without options, many in one call. */
export async function updateProducts(
	parts: readonly Part[],
	field: FieldName,
	writer: Writer,
): Promise<Array<Answer | undefined>> {
	try {
		await writer.send({
			method: 'PATCH',
			path: `${ORIGINS}/multi-update`,
			body: { multiProductUpdateRequestVos: parts.map((part) => requestOf(part, field)) },
			idempotent: true,
		});
	} catch (error) {
		if (!isRefusal(error)) return raise(error);
		const [only, ...others] = parts;
		if (others.length === 0) return [await whyRefused(only, field, writer, error)];
		// Which of them it is, only halving shows.
		return await inHalves(parts, async (some) => await updateProducts(some, field, writer));
	}
	return await verified(parts, field, writer);
}

/** Said of the whole call, and perhaps meant of one product: it may be gone, or not for sale any more. */
function isRefusal(error: unknown): error is ResponseError {
	return error instanceof ResponseError && ['invalid', 'gone'].includes(error.verdict);
}

async function whyRefused(
	part: Part,
	field: FieldName,
	writer: Writer,
	error: ResponseError,
): Promise<Answer> {
	if (field === 'quantity' && error.verdict === 'invalid') {
		const { send, call } = writer;
		const failed = optionsRefusal(part.target.id, await readOrigin(send, part.target.id), call);
		if (failed) return failed;
	}
	return { status: 'failed', error };
}

function requestOf({ target, value }: Part, field: FieldName): object {
	const originProductNo = Number(target.id);
	if (field === 'price') {
		return {
			originProductNo,
			multiUpdateTypes: ['SALE_PRICE'],
			productSalePrice: { salePrice: Number(value) },
		};
	}
	const reopens = isReopened(field, target.statusType, value);
	return {
		originProductNo,
		multiUpdateTypes: ['STOCK', ...(reopens ? ['PRODUCT_STATUS_SALE'] : [])],
		stockQuantity: Number(value),
	};
}

/**
 * The answer names no products, so the list is asked what it shows now. It does not show options: a product that
 * has some keeps the sum of theirs.
 */
async function verified(
	parts: readonly Part[],
	field: FieldName,
	writer: Writer,
): Promise<Array<Answer | undefined>> {
	const answers = new Map<Part, Answer>();
	const left = (): Part[] => parts.filter((part) => !answers.has(part));
	try {
		for (const pause of BEFORE_LOOKS_MS) {
			if (left().length === 0) break;
			await writer.pause(pause);
			const numbers = left().map(({ target }) => target.id);
			const shown = new Map(
				(await byNumber(writer.send, numbers)).map((found) => [numberOf(found), { found }]),
			);
			for (const part of left()) {
				const entry = shown.get(part.target.id);
				if (entry && isAsWished(entry, part, field)) answers.set(part, { status: 'done' });
			}
		}
		await pool(left(), SIDE_BY_SIDE, async (part) => {
			const answer = await lookedAt(part, field, writer);
			if (answer) answers.set(part, answer);
		});
	} catch (error) {
		if (error instanceof StoppedError) return raise(error);
		const warnings = ['Naver took the change. It could not be read back.'];
		return parts.map((part) => answers.get(part) ?? { status: 'done', warnings });
	}
	return parts.map((part) => answers.get(part));
}

function isAsWished(entry: Entry, part: Part, field: FieldName): boolean {
	return hasValue(entry, part, field) && !isStillClosed(entry, part, field);
}

/** A list may lag behind; the product's own page says what it has, and whether by its options. */
async function lookedAt(part: Part, field: FieldName, writer: Writer): Promise<Answer | undefined> {
	const { id } = part.target;
	const origin = await readOrigin(writer.send, id);
	const failed = field === 'quantity' && optionsRefusal(id, origin, writer.call);
	if (failed) return failed;
	const entry: Entry = { found: {}, origin };
	if (!hasValue(entry, part, field)) return undefined;
	if (!isStillClosed(entry, part, field)) return { status: 'done' };
	return { status: 'done', warnings: await putOnSale(id, part.value, writer) };
}

/** Where a product has options, nothing else has a stock. */
function optionsRefusal(
	id: string,
	origin: Partial<Origin>,
	{ client }: ItemCall,
): Answer | undefined {
	const options = optionsOf(origin);
	if (options.length === 0) return undefined;
	noteOptions(client, id, origin);
	const named = options
		.slice(0, 10)
		.map((option) => text(option.sellerManagerCode) ?? text(option.id));
	const error = new InvalidInputError(
		`Product '${id}' has options, and its stock is the sum of theirs`,
		`Set the stock of an option, by its SKU or ID: ${named.join(', ')}`,
	);
	return { status: 'failed', error };
}
