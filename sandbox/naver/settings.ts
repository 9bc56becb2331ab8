import type { SandboxSettings } from '../kit/settings';

/** What this backend reads beyond the common settings; all of it can be changed while it runs. */
export interface NaverSettings extends SandboxSettings {
	/** Whether a non-conforming token call limits the application to 1 call an hour. @default true */
	tokenPenalty?: boolean;
	/** Whether the caller's address is on the allow-list; the token call never asks. @default true */
	ipAllowed?: boolean;
	/** Orders or product orders whose confirmation says that the address has changed. */
	changedAddresses?: string[];
	/** What a dispatch finds wrong with a tracking number: of another courier, used before, not valid. */
	trackingProblems?: Record<string, '104119' | '104121' | '104122'>;
}
