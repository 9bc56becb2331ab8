import { Bucket } from './quota';
import type { SandboxSettings } from './settings';

/** Token buckets by key, following `quotaScale` when it is changed while the server runs. */
export class Buckets {
	private readonly buckets = new Map<string, { bucket: Bucket; scale: number }>();

	constructor(private readonly settings: SandboxSettings) {}

	of(key: string, perSecond: number, burst: number): Bucket {
		const scale = this.settings.quotaScale;
		const known = this.buckets.get(key);
		if (known?.scale === scale) return known.bucket;
		const bucket = new Bucket(perSecond * scale, Math.max(1, Math.round(burst * scale)), () =>
			this.settings.now(),
		);
		this.buckets.set(key, { bucket, scale });
		return bucket;
	}
}
