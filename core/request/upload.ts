import { type Sender, sendSigned, type TransferLimits } from './signed-request';

/** What is uploaded, with the media type that its address was signed for. */
interface Upload {
	readonly bytes: Buffer;
	readonly contentType: string;
}

/** Puts a file at an address that the marketplace has signed for us, and gives the status of the answer. */
export async function upload(
	sender: Sender,
	url: string,
	{ bytes, contentType }: Upload,
	limits: TransferLimits = {},
): Promise<number> {
	const headers = { 'content-type': contentType };
	return await sendSigned(
		sender,
		{ method: 'PUT', url, headers, body: bytes, encoding: 'arraybuffer' },
		async ({ statusCode }) => await Promise.resolve(statusCode),
		limits,
	);
}
