import type { ListedFault } from './fault';

/** Faults of credentials. */
export const credentials: ListedFault[] = [];
