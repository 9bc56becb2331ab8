import type { ListedFault } from './fault';

/** Faults of core/order. */
export const order: ListedFault[] = [];
