import type { ListedFault } from './fault';

/** Faults of nodes/AssistTencho. */
export const assistTencho: ListedFault[] = [];
