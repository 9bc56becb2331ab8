import type { ListedFault } from './fault';

/** Faults of core/authorization. */
export const authorization: ListedFault[] = [];
