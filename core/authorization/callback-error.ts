/** A callback that leads to nothing: what the visitor reads about it, in plain words. */
export class CallbackError extends Error {
	constructor(
		/** The HTTP status of the page, 4xx. */
		readonly status: number,
		/** What happened. */
		message: string,
		/** The next step. */
		readonly advice: string,
		/** For the owner's log, where the owner may have to do something. */
		readonly note?: string,
	) {
		super(message);
	}
}
