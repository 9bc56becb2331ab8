import { randomBytes } from 'node:crypto';

import { SELLERS, type RegisteredApp, type Seller } from './app';
import type { AllegroSettings } from './settings';
import { Tokens, type Consent, type Pair } from './tokens';

const CODE_LIFE = 10_000;
const DEVICE_LIFE = 3_600_000;

/** The device flow waits this long between two questions, in seconds. */
export const DEVICE_INTERVAL = 5;

interface Code {
	consent: Consent;
	redirectUri: string;
	challenge?: string;
	until: number;
}

interface Device {
	app: RegisteredApp;
	scopes: readonly string[];
	userCode: string;
	until: number;
	askedAt: number;
	decision?: Seller | 'refused';
}

type DeviceAnswer =
	'authorization_pending' | 'slow_down' | 'access_denied' | 'Invalid device code' | Pair;

/** Where consents become codes and codes become tokens. */
export class Desk {
	readonly tokens: Tokens;
	private readonly codes = new Map<string, Code>();
	private readonly devices = new Map<string, Device>();

	constructor(readonly settings: AllegroSettings) {
		this.tokens = new Tokens(() => this.settings.now());
	}

	/**
	 * A wider request is silently cut to what is ticked; none means everything,
	 * see https://developer.allegro.pl/tutorials/uwierzytelnianie-i-autoryzacja-zlq9e75GdIR
	 */
	scopesFor(app: RegisteredApp, asked: string | null): readonly string[] {
		if (!asked) return app.scopes;
		const words = asked.split(' ');
		return app.scopes.filter((scope) => words.includes(scope));
	}

	consent(app: RegisteredApp, seller: Seller, scopes: readonly string[]): Consent {
		return { app, seller, scopes, since: this.settings.now() };
	}

	newCode(consent: Consent, redirectUri: string, challenge?: string): string {
		const code = randomBytes(24).toString('base64url');
		this.codes.set(code, {
			consent,
			redirectUri,
			challenge,
			until: this.settings.now() + CODE_LIFE,
		});
		return code;
	}

	/** Gives a code away, once and within ten seconds. */
	takeCode(code: string, app: RegisteredApp): Code | undefined {
		const found = this.codes.get(code);
		if (!found || found.consent.app !== app) return undefined;
		this.codes.delete(code);
		return found.until > this.settings.now() ? found : undefined;
	}

	newDevice(app: RegisteredApp, scopes: readonly string[]): { device: string; user: string } {
		const device = randomBytes(12).toString('hex');
		const userCode = randomBytes(5).toString('hex').slice(0, 9);
		const until = this.settings.now() + DEVICE_LIFE;
		this.devices.set(device, { app, scopes, userCode, until, askedAt: 0 });
		return { device, user: userCode };
	}

	deviceBy(userCode: string): Device | undefined {
		const plain = userCode.replaceAll(/[\s-]/g, '').toLowerCase();
		return [...this.devices.values()].find((device) => device.userCode === plain);
	}

	/** See https://developer.allegro.pl/tutorials/uwierzytelnianie-i-autoryzacja-zlq9e75GdIR */
	askDevice(code: string, app: RegisteredApp): DeviceAnswer {
		const now = this.settings.now();
		const device = this.devices.get(code);
		if (!device || device.app !== app || device.until <= now) return 'Invalid device code';
		const soon = now - device.askedAt < DEVICE_INTERVAL * 1000;
		device.askedAt = now;
		if (device.decision === 'refused') return 'access_denied';
		if (device.decision) {
			this.devices.delete(code);
			return this.tokens.open(this.consent(app, device.decision, device.scopes));
		}
		return soon ? 'slow_down' : 'authorization_pending';
	}
}

/** The seller whom a consent page names; the first by default. */
export function sellerBy(key: string | null): Seller {
	return key === 'second' ? SELLERS.second : SELLERS.first;
}
