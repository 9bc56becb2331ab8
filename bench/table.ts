/** A table as it stands in RESULTS.md. */
export function print(title: string, header: readonly string[], body: readonly string[][]): void {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	const rule = header.map((_name, i) => (i < 2 ? '---' : '---:'));
	console.log(['', `## ${title}`, '', line(header), line(rule), ...body.map(line), ''].join('\n'));
}

export function rounded(value: number, digits = 0): string {
	const [whole, part] = value.toFixed(digits).split('.');
	const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
	return part === undefined ? grouped : `${grouped}.${part}`;
}

/** A stretch of simulated time in the unit that a person would choose. */
export function lasting(ms: number): string {
	if (ms < 60_000) return `${rounded(ms / 1000, 1)} s`;
	return ms < 3_600_000 ? `${rounded(ms / 60_000, 1)} min` : `${rounded(ms / 3_600_000, 1)} h`;
}

/** How many times as much the other one needs; a dash where there is nothing to compare with. */
export function times(other: number, own: number): string {
	return own > 0 ? `${rounded(other / own, other / own < 10 ? 2 : 0)}×` : '–';
}
