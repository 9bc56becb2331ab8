/** A fault that a developer could make, and what it would do to a user. */
export interface ListedFault {
	/** Path from the root. */
	file: string;
	/** Text that stands once in the file. */
	find: string;
	/** What stands there instead. */
	put: string;
	/** What goes wrong for whom. */
	why: string;
}

/** The faults of one file: what stands there, what stands there instead, what goes wrong for whom. */
export function faultsOf(
	file: string,
	faults: ReadonlyArray<readonly [find: string, put: string, why: string]>,
): ListedFault[] {
	return faults.map(([find, put, why]) => ({ file, find, put, why }));
}
