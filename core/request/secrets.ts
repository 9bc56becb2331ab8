import { timingSafeEqual } from 'crypto';

/** Shapes that are secrets wherever they appear: bearer tokens, JWTs, Amazon's tokens and secrets, bcrypt, also in base64. */
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
/** Shorter ones would mask ordinary words, and no marketplace gives such. */
const MIN_LENGTH = 8;
/** Nobody writes a secret in base64 into an answer longer than this; looking for it there costs too much. */
const MAX_BASE64_TEXT = 200_000;

/** One secret, and how to find it in whatever form an API echoes it. */
interface Needle {
	/** A part that every plain form has in common; empty where there is none. */
	core: string;
	plain: RegExp;
	base64: readonly string[];
}

/** Knows the secrets of one credential. */
export class Secrets {
	private readonly needles: readonly Needle[];

	constructor(values: readonly unknown[]) {
		const texts = values
			.filter((value) => typeof value === 'string')
			.map((value) => value.trim())
			// Digits alone would break the JSON they are masked in, and no secret is made of them.
			.filter((value) => value.length >= MIN_LENGTH && !/^\d+$/.test(value));
		this.needles = [...new Set(texts)].sort((a, b) => b.length - a.length).map(needle);
	}

	/** The text without the credential's own secrets. For answers, whose other content must stay as it is. */
	mask(text: string): string {
		let masked = text;
		for (const { core, plain, base64 } of this.needles) {
			if (masked.includes(core)) masked = masked.replace(plain, MASK);
			if (masked.length > MAX_BASE64_TEXT) continue;
			for (const part of base64) {
				if (masked.includes(part)) masked = masked.replace(base64Around(part), MASK);
			}
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

function needle(secret: string): Needle {
	const runs = secret.match(/[A-Za-z0-9_.-]+/g) ?? [];
	return {
		core: runs.reduce((longest, run) => (run.length > longest.length ? run : longest), ''),
		plain: new RegExp([...secret].map(anyForm).join(''), 'gi'),
		base64: base64Parts(secret),
	};
}

const HTML_NAMES: Readonly<Record<string, string>> = {
	'&': 'amp',
	'<': 'lt',
	'>': 'gt',
	'"': 'quot',
	"'": 'apos',
};

/** One character as it is, in JSON, percent-encoded, in a form, or in HTML; as a regular expression. */
function anyForm(char: string): string {
	if (/[A-Za-z0-9]/.test(char)) return char;
	const code = char.codePointAt(0) ?? 0;
	const percent = [...Buffer.from(char)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`);
	const units = [...char.split('')].map(
		(unit) => `\\\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
	const forms = [
		`\\\\?${char.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}`,
		percent.join(''),
		units.join(''),
		`&#0*${code};`,
		`&#x0*${code.toString(16)};`,
		...(char in HTML_NAMES ? [`&${HTML_NAMES[char]};`] : []),
		...(char === ' ' ? ['\\+'] : []),
	];
	return `(?:${forms.join('|')})`;
}

/**
 * What base64 makes of the secret wherever it stands in a longer text, e.g. behind `id:`: three ways, by its
 * position modulo three, without the characters that its neighbours have a share in.
 */
function base64Parts(secret: string): string[] {
	const bytes = Buffer.from(secret);
	return [0, 1, 2].flatMap((shift) => {
		const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
		const end = Math.floor(((shift + bytes.length) * 8) / 6);
		const part = encoded.slice(Math.ceil((shift * 8) / 6), end);
		const urlSafe = part.replaceAll('+', '-').replaceAll('/', '_');
		return part.length < MIN_LENGTH ? [] : [part, ...(urlSafe === part ? [] : [urlSafe])];
	});
}

/** With what stands beside it: the rest of the same base64 text. */
function base64Around(part: string): RegExp {
	const literal = part.replace(/[+/]/g, '\\$&');
	return new RegExp(`[A-Za-z0-9+/_-]*${literal}[A-Za-z0-9+/_-]*=*`, 'g');
}

/** Whether two texts are the same, in a time that does not show where they differ. */
export function isEqualInConstantTime(given: string, wanted: string): boolean {
	const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
	return a.length === b.length && timingSafeEqual(a, b);
}
