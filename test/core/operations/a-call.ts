import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type {
	ApiRequest,
	ApiResponse,
	Connection,
	Marketplace,
	Send,
} from '../../../core/marketplace';
import { ItemCall, type Result, type Results } from '../../../core/operations/call';
import type { Client } from '../../../core/client';
import { Secrets } from '../../../core/request/secrets';
import { answer, shop } from '../../kit/shop';

interface Setting {
	parameters?: IDataObject;
	marketplace?: Partial<Marketplace>;
	connection?: Partial<Connection>;
	/** What the marketplace answers; an error is thrown. */
	serve?: (request: ApiRequest, nth: number) => ApiResponse | Error;
	itemIndex?: number;
	node?: IDataObject;
	/** What n8n runs the node with. */
	run?: object;
	timezone?: string;
	/** The file of the input item. */
	file?: { bytes: Buffer; mimeType: string };
	secret?: string;
}

/** One operation on one item, and all that it says and sends. */
export function aCall(setting: Setting = {}) {
	const { parameters = {}, connection, serve = () => answer(200), itemIndex = 0, file } = setting;
	const sent: ApiRequest[] = [];
	const hints: string[] = [];
	const logged: string[] = [];
	const send: Send = async (request) => {
		const given = serve(request, sent.push(request));
		if (given instanceof Error) throw given;
		return await Promise.resolve(given);
	};
	const context = {
		getNode: () => ({
			name: 'Shop',
			credentials: { shopApi: { id: '7', name: 'My shop' } },
			...setting.node,
		}),
		getNodeParameter: (name: string, item: number, fallback: unknown) => {
			if (item !== itemIndex) throw new Error(`The parameter of another item: ${item}`);
			return name in parameters ? parameters[name] : fallback;
		},
		getExecuteData: () => setting.run,
		getTimezone: () => setting.timezone ?? 'Europe/Warsaw',
		logger: {
			info: (text: string) => void logged.push(`info ${text}`),
			warn: (text: string) => void logged.push(`warn ${text}`),
		},
		addExecutionHints: ({ message, location }: { message: string; location: string }) =>
			void hints.push(`${location}: ${message}`),
		helpers: {
			assertBinaryData: (item: number, field: string) => {
				if (item !== itemIndex || field !== 'data') throw new Error(`No file ${field} in ${item}`);
				return { mimeType: file?.mimeType };
			},
			getBinaryDataBuffer: async (item: number, field: string) => {
				if (item !== itemIndex || field !== 'data') throw new Error(`No file ${field} in ${item}`);
				return await Promise.resolve(file?.bytes);
			},
			prepareBinaryData: async (bytes: Buffer, fileName: string, mimeType?: string) =>
				await Promise.resolve({ data: bytes.toString(), fileName, mimeType }),
		},
	} as unknown as IExecuteFunctions;
	const client = {
		marketplace: shop(setting.marketplace),
		credentialType: 'shopApi',
		connection: {
			baseUrl: 'https://shop.example',
			account: null,
			quotaOwner: 'me',
			...connection,
		},
		secrets: new Secrets([setting.secret]),
		requests: () => sent.length,
		send,
	} as unknown as Client;
	return { call: new ItemCall(context, itemIndex, client), sent, hints, logged };
}

export async function all(results: Results): Promise<Result[]> {
	const items: Result[] = [];
	for await (const part of results) items.push(...part);
	return items;
}
