import type { MarketplaceServer } from '../../sandbox/kit/server';
import { itemsOf, type Execution } from '../n8n/execution';
import { compare, differences } from './compare';
import { counted, ordinaryOrder } from './summary';

/** One row of the table, and what is behind it. */
export interface Delivery {
	cells: string[];
	/** How many orders the marketplace has. */
	expected: number;
	/** Why the delivery is not what it should be. */
	complaints: string[];
	/** One of the orders, in the unified form. */
	example?: Record<string, unknown>;
}

const HEAD = ['marketplace', 'orders', 'expected', 'lines', 'API calls', 'tokens', 'seconds'];
const WORDS = `expected: orders that the sandbox of the marketplace has
tokens: how often the node asked for an access token; the others were stored already`;

/** What the node called `title` delivered, held against what its marketplace has. */
export function deliveryOf(
	execution: Execution,
	title: string,
	server: MarketplaceServer,
): Delivery {
	const { requests, tokenCalls, violations } = server.stats();
	const refused = violations.slice(0, 3).map((violation) => `not allowed: ${violation}`);
	const held = server.backend.held();
	const expected = new Set(held.map(({ id }) => id)).size;
	const counts = [requests, tokenCalls];
	try {
		const orders = itemsOf(execution, title);
		const comparison = compare(
			orders.map(({ id }) => String(id)),
			held,
		);
		const lines = orders.reduce((sum, order) => sum + linesOf(order), 0);
		const [{ seconds }] = execution.nodes[title];
		const numbers = [comparison.delivered, expected, lines, ...counts];
		return {
			cells: [title, ...numbers.map(shown), seconds.toFixed(1)],
			expected,
			complaints: [...differences(comparison), ...refused],
			example: ordinaryOrder(orders),
		};
	} catch (error) {
		const complaints = [(error as Error).message, ...refused];
		const cells = [title, '-', shown(expected), '-', ...counts.map(shown), '-'];
		return { cells, expected, complaints };
	}
}

function linesOf(order: Record<string, unknown>): number {
	return Array.isArray(order.lines) ? order.lines.length : 0;
}

function shown(count: number): string {
	return count.toLocaleString('en');
}

/** The deliveries as a table, with its words explained. */
export function tableOf(deliveries: readonly Delivery[]): string {
	const rows = [HEAD, ...deliveries.map(({ cells }) => cells)];
	const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	const lines = rows.map((row) =>
		row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '),
	);
	return [...lines, '', WORDS].join('\n');
}

/** Whether all is as it should be, in words. */
export function verdictOf(deliveries: readonly Delivery[]): string {
	const complaints = deliveries.flatMap(({ cells: [title], complaints: list }) =>
		list.map((complaint) => `  ${title}: ${complaint}`),
	);
	if (complaints.length > 0) return ['NOT OK:', ...complaints].join('\n');
	const orders = deliveries.reduce((sum, { expected }) => sum + expected, 0);
	return `OK: all ${counted(orders, 'order')} delivered, none missing, none doubled.`;
}

export function isWell(deliveries: readonly Delivery[]): boolean {
	return deliveries.every(({ complaints }) => complaints.length === 0);
}
