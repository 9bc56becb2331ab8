import { CallbackError } from './callback-error';

const MAX_LENGTH = 8000;

/**
 * The parameters of an address as the browser sent them. Read here and not by n8n's server, which makes
 * lists and objects of repeated names; a name that stands there twice is refused.
 */
export class CallbackQuery {
	private readonly raws = new Map<string, string>();

	constructor(address: string) {
		const start = address.indexOf('?');
		const written = start < 0 ? '' : address.slice(start + 1).split('#')[0];
		if (written.length > MAX_LENGTH) throw unreadable();
		for (const part of written.split('&').filter((entry) => entry !== '')) {
			const [name] = part.split('=', 1);
			const key = decode(name);
			if (this.raws.has(key)) throw unreadable();
			this.raws.set(key, part.slice(name.length + 1));
		}
	}

	has(name: string): boolean {
		return this.raws.has(name);
	}

	/** The value, empty when the parameter is not there. */
	get(name: string): string {
		return decode(this.raw(name));
	}

	/** The value as it stands in the address, to be handed on byte for byte. */
	raw(name: string): string {
		return this.raws.get(name) ?? '';
	}
}

function decode(written: string): string {
	try {
		return decodeURIComponent(written.replaceAll('+', ' '));
	} catch {
		throw unreadable();
	}
}

function unreadable(): CallbackError {
	return new CallbackError(400, 'This address cannot be read', 'Start again from the beginning');
}
