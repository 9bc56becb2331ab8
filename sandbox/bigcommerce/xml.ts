/**
 * V2's other dialect, for whoever forgets to ask for JSON, see https://github.com/getconversio/node-bigcommerce/pull/22
 */
export function toXml(root: string, value: unknown): string {
	return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, value)}`;
}

function element(name: string, value: unknown): string {
	return `<${name}>${content(name, value)}</${name}>`;
}

function content(name: string, value: unknown): string {
	if (value === null || value === undefined) return '';
	if (Array.isArray(value)) {
		const one = name.endsWith('s') ? name.slice(0, -1) : 'item';
		return value.map((item) => element(one, item)).join('');
	}
	if (typeof value === 'object') {
		return Object.entries(value)
			.map(([key, inner]) => element(key, inner))
			.join('');
	}
	return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
