/** Shapes that are secrets wherever they appear: bearer tokens, JWTs, Amazon's tokens and secrets, bcrypt in base64. */
const SHAPES: readonly RegExp[] = [
	/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=|-]{8,}/gi,
	/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*)?/g,
	/\bAtz[ar]?(\.sprdt)?(\||%7C)[A-Za-z0-9._~+/=-]{8,}/gi,
	/\bamzn1\.oa2-cs\.v1\.[0-9a-f]{16,}/gi,
	/\bJDJ[ahnibxr5][A-Za-z0-9+/=]{20,}/g,
	/\$2[aby]\$\d{2}\$[./A-Za-z0-9]{22,}/g,
	/((access|refresh)_?token|client_?secret(_sign)?)("?\s*[:=]\s*"?)[^\s"&,;}]{6,}/gi,
];

const MASK = '***';

/** Knows the secrets of one credential, in every form in which an API may echo them. */
export class Secrets {
	private readonly forms: string[];

	constructor(values: readonly unknown[]) {
		const texts = values.filter((value) => typeof value === 'string').map((value) => value.trim());
		// Shorter ones would mask ordinary words, and no marketplace gives such.
		const long = texts.filter((value) => value.length >= 8);
		this.forms = [...new Set(long.flatMap(forms))].sort((a, b) => b.length - a.length);
	}

	/** The text without the credential's own secrets. For answers, whose other content must stay as it is. */
	mask(text: string): string {
		let masked = text;
		for (const form of this.forms) {
			if (masked.includes(form)) masked = masked.replaceAll(form, MASK);
		}
		return masked;
	}

	/** The text without anything that looks like a secret. For errors and logs. */
	redact(text: string): string {
		return SHAPES.reduce(
			(current, shape) => current.replace(shape, (found) => keepName(found)),
			this.mask(text),
		);
	}
}

function keepName(found: string): string {
	const name =
		/^((?:Bearer|Basic)\s+|[a-z_]*(?:token|secret|sign)"?\s*[:=]\s*"?)/i.exec(found)?.[0] ?? '';
	return name + MASK;
}

function forms(secret: string): string[] {
	const json = JSON.stringify(secret).slice(1, -1);
	const encoded = encodeURIComponent(secret);
	return [
		secret,
		json,
		encoded,
		encoded.replace(/%20/g, '+'),
		Buffer.from(secret).toString('base64'),
	];
}
