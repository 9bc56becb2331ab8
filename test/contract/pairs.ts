import { readSpec } from './specs';

/** A request that Amazon's static sandbox knows, and its answer. */
export interface Pair {
	name: string;
	operationId: string;
	version: string;
	status: number;
	method: string;
	path: string;
	query: Record<string, string | string[]>;
	body?: unknown;
	response: unknown;
}

interface Static {
	request: { parameters: Record<string, { value: unknown }> };
	response: unknown;
}
interface Described {
	operationId: string;
	parameters?: Array<{ name: string; in: string }>;
	responses?: Record<string, Record<string, { static?: Static[] } | undefined>>;
}
interface Document {
	info: { version: string };
	paths: Record<string, Record<string, Described & Array<{ name: string; in: string }>>>;
}

/** Where a published request leaves out a part of its own path. */
const ANY_ID = '902-0000000-0000000';

/** All pairs of these documents. */
export function publishedPairs(documents: string[]): Pair[] {
	return documents.flatMap((name) => {
		const { info, paths } = readSpec<Document>(`amazon/${name}.json`);
		return Object.entries(paths).flatMap(([path, { parameters: shared = [], ...methods }]) =>
			Object.entries(methods).flatMap(([method, operation]) =>
				Object.entries(operation.responses ?? {}).flatMap(([status, response]) =>
					(response['x-amzn-api-sandbox']?.static ?? []).map((pair, index) => ({
						...readPair(path, [...(shared as never[]), ...(operation.parameters ?? [])], pair),
						name: `${info.version} ${operation.operationId} ${status} #${index + 1}`,
						operationId: operation.operationId,
						version: info.version,
						status: Number(status),
						method: method.toUpperCase(),
					})),
				),
			),
		);
	});
}

function readPair(
	path: string,
	parameters: Array<{ name: string; in: string }>,
	{ request, response }: Static,
): Pick<Pair, 'path' | 'query' | 'body' | 'response'> {
	const given = Object.entries(request.parameters).map(([name, { value }]) => ({
		// Some descriptions call the body otherwise, their pairs never do.
		place: name === 'body' ? name : parameters.find((known) => known.name === name)?.in,
		name,
		value,
	}));
	const of = (place: string) => given.filter((parameter) => parameter.place === place);
	const inPath = Object.fromEntries(of('path').map(({ name, value }) => [name, value]));
	return {
		path: path.replace(/\{(\w+)\}/g, (_, name: string) => String(inPath[name] ?? ANY_ID)),
		query: Object.fromEntries(of('query').map(({ name, value }) => [name, value])) as Pair['query'],
		body: of('body')[0]?.value,
		response,
	};
}
