import type { ListedFault } from './fault';

/** Faults of nodes/BigCommerce. */
export const bigcommerce: ListedFault[] = [];
