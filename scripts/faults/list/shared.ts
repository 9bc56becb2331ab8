import type { ListedFault } from './fault';

/** Faults of nodes/shared. */
export const shared: ListedFault[] = [];
