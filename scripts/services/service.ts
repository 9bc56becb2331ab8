/** A server of this run, on loopback. */
export interface Service {
	port: number;
	/** Ends it and deletes all that it wrote. */
	stop(): Promise<void>;
}
