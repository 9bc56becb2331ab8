import type { ListedFault } from './fault';

/** Faults of core/paging. */
export const paging: ListedFault[] = [];
