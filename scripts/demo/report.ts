import type { MarketplaceServer } from '../../sandbox/kit/server';
import { itemsOf, type Execution } from '../n8n/execution';
import { compare, differences } from './compare';

/** One row of the table, and what is behind it. */
interface Delivery {
	cells: string[];
	/** Why the delivery is not what it should be. */
	complaints: string[];
	/** The first order, in the unified form. */
	first?: Record<string, unknown>;
}

const HEAD = ['marketplace', 'orders', 'held', 'lines', 'requests', 'token calls', 'seconds'];

/** What the node called `title` delivered, held against what its marketplace has. */
export function deliveryOf(
	execution: Execution,
	title: string,
	server: MarketplaceServer,
): Delivery {
	const { requests, tokenCalls, violations } = server.stats();
	const refused = violations.slice(0, 3).map((violation) => `not allowed: ${violation}`);
	const counts = [String(requests), String(tokenCalls)];
	try {
		const orders = itemsOf(execution, title);
		const comparison = compare(
			orders.map(({ id }) => String(id)),
			server.backend.held(),
		);
		const lines = orders.reduce((sum, order) => sum + linesOf(order), 0);
		const [{ seconds }] = execution.nodes[title];
		const { delivered, held } = comparison;
		return {
			cells: [title, ...[delivered, held, lines].map(String), ...counts, seconds.toFixed(1)],
			complaints: [...differences(comparison), ...refused],
			first: orders[0],
		};
	} catch (error) {
		const held = String(server.backend.held().length);
		const complaints = [(error as Error).message, ...refused];
		return { cells: [title, '-', held, '-', ...counts, '-'], complaints };
	}
}

function linesOf(order: Record<string, unknown>): number {
	return Array.isArray(order.lines) ? order.lines.length : 0;
}

/** The deliveries as a table, with complaints below. */
export function tableOf(deliveries: Delivery[]): string {
	const rows = [HEAD, ...deliveries.map(({ cells }) => cells)];
	const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	const lines = rows.map((row) =>
		row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '),
	);
	const complaints = deliveries.flatMap(({ cells: [title], complaints: list }) =>
		list.map((complaint) => `${title}: ${complaint}`),
	);
	return [...lines, ...complaints].join('\n');
}
