/** How a marketplace server is started; everything has a default. */
export interface SandboxSettings {
	/** How many orders it holds. */
	orders: number;
	/** Seed of everything random. */
	seed: number;
	/** Added to every answer. */
	latencyMs: number;
	/** How long the fault `hang` keeps a call before its connection breaks. Default: until the caller goes. */
	hangMs?: number;
	/** Factor on the published rates and bursts; 1 is what the marketplace really allows. */
	quotaScale: number;
	/** How long, at most, lists take to show what has happened (Amazon, BigCommerce, Naver; offers of Allegro). @default 0 */
	indexLagMs?: number;
	/** The marketplace's own clock, in milliseconds since 1970; its answers carry it as `Date`. */
	now: () => number;
}

export const DEFAULTS: SandboxSettings = {
	orders: 2000,
	seed: 1,
	latencyMs: 0,
	quotaScale: 1,
	now: () => Date.now(),
};
