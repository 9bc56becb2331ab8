import type { SandboxSettings } from '../kit/settings';

/**
 * What this backend reads beyond the common settings; all of it can be changed while it runs. The vendor
 * has published none of these points, so a client must get along with every choice.
 */
export interface AssistSettings extends SandboxSettings {
	/** @default 'application/json'; PHP's own would be 'text/html; charset=UTF-8' */
	tokenContentType?: string;
	/** How a bad token is told; `good`: as JSON with status 200. @default 'json' */
	badToken?: 'json' | 'good' | 'html' | 'redirect';
	/** In which encoding orders are sent. @default 'UTF-8' */
	charset?: 'Windows-31J';
	/** Media type of orders. @default 'application/json; charset=utf-8' */
	contentType?: string;
	/** Key of an object around the list; without it the list is the answer. */
	envelope?: string;
	/** Most orders in one answer; 500 is the limit of the sister products. @default 500 */
	maxRecords?: number;
	/** Redirect URL registered in the admin screen. @default APP.redirectUri */
	redirectUri?: string;
	/**
	 * After this the authorization must be given anew; a sister product asks for it monthly,
	 * see https://assist-tencho.com/faq/?p=3481
	 * @default 31 days
	 */
	tokenLifeMs?: number;
}
