/** The same numbers for the same seed, so that a failing run can be repeated (mulberry32). */
export class Random {
	private state: number;

	constructor(seed: number) {
		this.state = seed >>> 0;
	}

	/** 0 <= x < 1 */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) >>> 0;
		let x = this.state;
		x = Math.imul(x ^ (x >>> 15), x | 1);
		x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
		return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
	}

	/** min <= n <= max */
	int(min: number, max: number): number {
		return min + Math.floor(this.next() * (max - min + 1));
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	pick<T>(values: readonly T[]): T {
		return values[Math.floor(this.next() * values.length)];
	}

	hex(length: number): string {
		return Array.from({ length }, () => this.int(0, 15).toString(16)).join('');
	}

	digits(length: number): string {
		return Array.from({ length }, () => this.int(0, 9)).join('');
	}

	uuid(): string {
		const h = this.hex(32);
		return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`;
	}
}
