import { invalid } from './problem';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** The query of a call as it was sent. */
export class Query {
	constructor(private readonly sent: URLSearchParams) {}

	text(name: string): string | undefined {
		const values = this.sent.getAll(name);
		if (values.length > 1) throw invalid({ field: name, message: 'given more than once' });
		return values[0];
	}

	word<T extends string>(name: string, words: readonly T[]): T | undefined {
		const value = this.text(name);
		return value === undefined ? undefined : known(name, value, words);
	}

	/** A list repeats its name. That commas part its values is not confirmed, so they do not. */
	words<T extends string>(name: string, words: readonly T[]): T[] | undefined {
		const values = this.sent.getAll(name);
		return values.length > 0 ? values.map((value) => known(name, value, words)) : undefined;
	}

	whole(name: string, range: { min: number; max?: number; value: number }): number {
		const value = this.text(name);
		if (value === undefined) return range.value;
		const number = /^\d+$/.test(value) ? Number(value) : NaN;
		if (!(number >= range.min && number <= (range.max ?? 2 ** 31 - 1))) {
			throw invalid({ field: name, message: `from ${range.min} to ${range.max ?? 'int32'}` });
		}
		return number;
	}

	/** Whole seconds, UTC; the description knows no other form. */
	time(name: string): number | undefined {
		const value = this.text(name);
		if (value === undefined) return undefined;
		const time = TIME.test(value) ? Date.parse(value) : NaN;
		if (Number.isNaN(time)) throw invalid({ field: name, message: 'YYYY-MM-DDTHH:mm:ssZ' });
		return time;
	}
}

function known<T extends string>(name: string, value: string, words: readonly T[]): T {
	const word = words.find((one) => one === value);
	if (word === undefined) throw invalid({ field: name, message: `one of ${words.join(', ')}` });
	return word;
}
