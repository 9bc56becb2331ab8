import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';

import type { FileHost } from '../kit/backend';
import { bodyText, withRawBodies } from '../kit/raw-body';
import { violation } from '../kit/server';
import type { AmazonSettings } from './settings';

const URL_LIFE = 300_000;

interface Download {
	content: Buffer;
	headers: Record<string, string>;
}

/** What a signed address is for, and until when. */
interface Signed {
	expiresAt: number;
	/** Gives the file. */
	download?: () => Download;
	/** Takes a file of this type, letter for letter. */
	upload?: { contentType: string; take: (content: string) => void };
}

/** The host where files lie. A signed address is not SP-API: Amazon's headers have no business there. */
export class Bucket implements FileHost {
	url = '';
	private readonly signed = new Map<string, Signed>();

	constructor(private readonly settings: AmazonSettings) {}

	/** An address from which the file can be fetched. */
	toFetch(download: () => Download): string {
		return this.sign({ download });
	}

	/** An address to which a file can be brought. */
	toBring(contentType: string, take: (content: string) => void): string {
		return this.sign({ upload: { contentType, take } });
	}

	private sign(what: Omit<Signed, 'expiresAt'>): string {
		const key = randomBytes(24).toString('hex');
		this.signed.set(key, { ...what, expiresAt: this.settings.now() + URL_LIFE });
		return `${this.url}/sandbox-bucket/${key}?X-Amz-Expires=300`;
	}

	routes(app: FastifyInstance): void {
		withRawBodies(app, (scope) => {
			scope.get('/sandbox-bucket/:key', async (request, reply) => {
				if (isLeak(request)) {
					return await refuse(request, reply, 'token sent to the download address');
				}
				const download = this.find(request)?.download;
				if (!download) return await refuse(request, reply, 'download address unknown or expired');
				const { content, headers } = download();
				return await reply.headers(headers).send(content);
			});
			scope.put('/sandbox-bucket/:key', async (request, reply) => {
				const stranger = Object.keys(request.headers).find((name) => name.startsWith('x-amz-'));
				if (stranger || isLeak(request)) {
					return await refuse(request, reply, `${stranger ?? 'token'} sent to the upload address`);
				}
				const upload = this.find(request)?.upload;
				if (!upload) return await refuse(request, reply, 'upload address unknown or expired');
				const type = request.headers['content-type'] ?? '';
				if (type !== upload.contentType) {
					return await refuse(request, reply, `Content-Type ${type}, not ${upload.contentType}`);
				}
				upload.take(bodyText(request));
				return await reply.send('');
			});
		});
	}

	private find(request: FastifyRequest): Signed | undefined {
		const { key } = request.params as { key: string };
		const signed = this.signed.get(key);
		return signed && this.settings.now() < signed.expiresAt ? signed : undefined;
	}
}

function isLeak({ headers }: FastifyRequest): boolean {
	return (headers['x-amz-access-token'] ?? headers.authorization) !== undefined;
}

async function refuse(
	request: FastifyRequest,
	reply: FastifyReply,
	why: string,
): Promise<FastifyReply> {
	violation(request, why);
	const refusal = '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>';
	return await reply.code(403).type('application/xml').send(refusal);
}
