import { createServer, type Socket } from 'node:net';
import type { Credential } from '../../scripts/n8n/n8n';
import { Listening } from './listening';

/** The credential of whichever server runs. */
export const MAIL = { id: 'mail', name: 'Mail', type: 'smtp' };

/** A mail server that keeps what it gets, by RFC 5321, as far as one client needs it. */
export class MailServer {
	/** Each as it was sent: headers, an empty line, the body. */
	readonly mails: string[] = [];
	private listening?: Listening;

	async start(): Promise<void> {
		this.listening = await Listening.start(createServer((socket) => this.serve(socket)));
	}

	async close(): Promise<void> {
		await this.listening?.close();
	}

	get credential(): Credential {
		const data = {
			host: '127.0.0.1',
			port: this.listening?.port,
			secure: false,
			disableStartTls: true,
		};
		return { ...MAIL, data };
	}

	private serve(socket: Socket): void {
		let pending = '';
		let data: string | undefined;
		socket.setEncoding('utf8').on('error', () => socket.destroy());
		socket.write('220 stand-in\r\n');
		socket.on('data', (part: string) => {
			pending += part;
			for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
				const line = pending.slice(0, end);
				pending = pending.slice(end + 2);
				if (data === undefined) {
					if (line === 'DATA') data = '';
					socket.write(replyTo(line));
					if (line === 'QUIT') socket.end();
				} else if (line === '.') {
					this.mails.push(data);
					data = undefined;
					socket.write('250 taken\r\n');
				} else {
					data += `${line.replace(/^\.\./, '.')}\r\n`;
				}
			}
		});
	}
}

function replyTo(line: string): string {
	const [verb] = line.toUpperCase().split(/[ :]/);
	if (verb === 'DATA') return '354 go on\r\n';
	if (verb === 'QUIT') return '221 bye\r\n';
	return ['EHLO', 'HELO', 'MAIL', 'RCPT', 'RSET', 'NOOP'].includes(verb)
		? '250 fine\r\n'
		: '502 not known\r\n';
}

/** The subject, as a person reads it. */
export function subjectOf(mail: string): string {
	const [, subject = ''] = /^Subject: (.*(?:\r\n .*)*)/m.exec(mail) ?? [];
	return subject
		.replace(/\r\n /g, '')
		.replace(/=\?UTF-8\?B\?([^?]*)\?=/gi, (_all, text: string) =>
			Buffer.from(text, 'base64').toString('utf8'),
		)
		.replace(/=\?UTF-8\?Q\?([^?]*)\?=/gi, (_all, text: string) =>
			fromQuotedPrintable(text.replaceAll('_', ' ')),
		);
}

/** The body, as a person reads it. */
export function textOf(mail: string): string {
	const end = mail.indexOf('\r\n\r\n');
	const body = mail.slice(end + 4);
	const [, encoding = '7bit'] =
		/^Content-Transfer-Encoding: (\S+)/im.exec(mail.slice(0, end)) ?? [];
	if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
	return encoding === 'quoted-printable' ? fromQuotedPrintable(body) : body;
}

function fromQuotedPrintable(text: string): string {
	const bytes = text
		.replace(/=\r\n/g, '')
		.replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
	return Buffer.from(bytes, 'latin1').toString('utf8');
}
