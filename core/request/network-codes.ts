interface NetworkCode {
	/** What a person is told instead of the code. */
	words?: string;
	/** Whether there was no connection that the request could have gone through. */
	neverLeft?: true;
}

/** Errors of a connection, as Node and n8n's HTTP library name them: nobody has answered. */
const CODES: Readonly<Record<string, NetworkCode>> = {
	EAI_AGAIN: { words: 'host name not found', neverLeft: true },
	ECONNABORTED: { words: 'timeout' },
	ECONNREFUSED: { words: 'connection refused', neverLeft: true },
	ECONNRESET: { words: 'connection reset' },
	EHOSTUNREACH: { neverLeft: true },
	ENETUNREACH: { neverLeft: true },
	ENOTFOUND: { words: 'host name not found', neverLeft: true },
	EPIPE: {},
	EPROTO: { neverLeft: true },
	ETIMEDOUT: { words: 'timeout' },
};

/** The certificate was refused, or the request could not be written. */
const NOT_WRITTEN = /^ERR_(TLS|SSL|INVALID|UNESCAPED)_/;

export function isNetworkCode(code: unknown): code is string {
	return typeof code === 'string' && Object.hasOwn(CODES, code);
}

/** What a code means, in words; nothing for one that few would look up in words. */
export function networkWords(code: string): string | undefined {
	return isNetworkCode(code) ? CODES[code].words : undefined;
}

/** Whether nothing can have reached the other side. */
export function neverLeft(code: string): boolean {
	return NOT_WRITTEN.test(code) || (isNetworkCode(code) && CODES[code].neverLeft === true);
}
