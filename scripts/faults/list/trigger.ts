import type { ListedFault } from './fault';

/** Faults of core/trigger. */
export const trigger: ListedFault[] = [];
