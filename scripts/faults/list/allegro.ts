import type { ListedFault } from './fault';

/** Faults of nodes/Allegro. */
export const allegro: ListedFault[] = [];
