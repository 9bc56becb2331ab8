import type { ListedFault } from './fault';

/** Faults of nodes/AmazonSellingPartner. */
export const amazon: ListedFault[] = [];
