/** Whether a `Content-Type` says that the content is neither JSON nor a page nor mere words. */
export function isFileType(contentType = ''): boolean {
	const type = mediaType(contentType);
	return type !== '' && !/json|html|xml|^text\/plain$/i.test(type);
}

/** The type alone, without its parameters; empty where there is none. */
export function mediaType(contentType = ''): string {
	return contentType.split(';')[0].trim();
}

/** `; name=value`, the value a quoted text or a bare one. */
const PARAMETER = /;\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)/g;
/** `UTF-8'en'na%C3%AFve.txt`: charset, language, and bytes. */
const EXTENDED = /^([\w-]+)'[^']*'((?:[^%]|%[0-9a-f]{2})+)$/i;

/**
 * The name of a file in the header `Content-Disposition` (RFC 6266): of `filename*` (RFC 8187), else of
 * `filename`. A path in front of it belongs to another machine.
 */
export function fileNameOf(header: string | undefined): string | undefined {
	const parameters = new Map<string, string>();
	for (const [, name, value] of `;${header ?? ''}`.matchAll(PARAMETER)) {
		const key = name.toLowerCase();
		if (!parameters.has(key)) parameters.set(key, unquoted(value.trim()));
	}
	return bare(extended(parameters.get('filename*'))) ?? bare(plain(parameters.get('filename')));
}

function unquoted(value: string): string {
	return value.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1');
}

function extended(value = ''): string | undefined {
	const [, charset, written] = EXTENDED.exec(value) ?? [];
	if (written === undefined) return undefined;
	const bytes = written.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
		String.fromCharCode(parseInt(hex, 16)),
	);
	return decode(bytes, charset);
}

/** Headers come byte by byte; some servers write UTF-8 into them as it is. */
function plain(value: string | undefined): string | undefined {
	return value === undefined ? undefined : (decode(value, 'utf-8') ?? value);
}

/** A text of bytes in its charset; nothing, where they are none or the charset is unknown. */
function decode(bytes: string, charset: string): string | undefined {
	if (/[\u0100-\uffff]/.test(bytes)) return undefined;
	try {
		return new TextDecoder(charset, { fatal: true }).decode(Buffer.from(bytes, 'latin1'));
	} catch {
		return undefined;
	}
}

function bare(name: string | undefined): string | undefined {
	const last = name
		?.split(/[/\\]/)
		.at(-1)
		?.replace(/\p{Cc}/gu, '')
		.trim();
	return last === undefined || /^\.*$/.test(last) ? undefined : last;
}
