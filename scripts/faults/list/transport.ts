import type { ListedFault } from './fault';

/** Faults of core/transport. */
export const transport: ListedFault[] = [];
