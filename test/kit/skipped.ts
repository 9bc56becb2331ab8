import { hasSpecs } from '../contract/specs';

/** Once a run, not once a file: what is skipped, and why. */
export default function setup(): void {
	if (hasSpecs) return;
	console.info('Contract tests are skipped: the official API descriptions are not there');
}
