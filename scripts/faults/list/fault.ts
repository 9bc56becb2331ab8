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
