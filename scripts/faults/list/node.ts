import type { ListedFault } from './fault';

/** Faults of core/node. */
export const node: ListedFault[] = [];
