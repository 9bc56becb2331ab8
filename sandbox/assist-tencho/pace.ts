import type { SandboxSettings } from '../kit/settings';

/** Arrival times wobble by this much on a busy machine, which is nobody's fault. */
const TOLERANCE_MS = 40;

/**
 * One call a second and never two at once: a rule of the sister products,
 * see https://raku2repeat.com/faq/basis/02-0695; not confirmed for Assist Tencho
 */
export class Pace {
	private running = 0;
	private lastAt = -Infinity;

	constructor(private readonly settings: SandboxSettings) {}

	/** Counts a call in; the answer says which rule it breaks, or nothing. */
	enter(): string {
		const now = this.settings.now();
		const gap = 1000 / this.settings.quotaScale;
		const isParallel = this.running > 0;
		const passed = now < this.lastAt ? Infinity : now - this.lastAt;
		// A clock of whole milliseconds cannot tell less than one.
		const isEarly = gap > 1 && passed < gap - Math.min(TOLERANCE_MS, gap / 2);
		this.running++;
		if (isParallel) return 'parallel call';
		if (isEarly) return 'less than a second since the call before';
		this.lastAt = now;
		return '';
	}

	leave(): void {
		this.running--;
	}
}
