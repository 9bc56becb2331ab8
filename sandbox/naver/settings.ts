import type { SandboxSettings } from '../kit/settings';
import type { ProductSeed } from './product';

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
	/** How many products each store has at the start, of every kind. @default 60 */
	products?: number;
	/** Instead of them: the products of the first store. */
	catalogue?: ProductSeed[];
	/** API groups of the application. Without 상품 there are no products. @default all */
	apiGroups?: string[];
	/** How many products one call changes. @default 50 */
	multiUpdateMost?: number;
	/** What becomes of the entries before one that cannot be done. @default nothing is done */
	multiUpdateFailure?: 'nothing' | 'untilThere';
	/** What a stock of a product with options gets from the call for many. @default refused */
	stockOfOptionProducts?: 'refused' | 'ignored';
	/** Whether the call for many can put on sale again what is sold out. @default true */
	multiUpdateOpens?: boolean;
	/** Whether a product that is sold out is on sale again as soon as it has stock. @default false */
	stockReopens?: boolean;
	/** What happens after each page of products that is read: the newest are added, or some are deleted. */
	catalogueMoves?: 'adds' | 'removes' | 'both';
}
