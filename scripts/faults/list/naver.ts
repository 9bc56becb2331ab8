import type { ListedFault } from './fault';

/** Faults of nodes/NaverCommerce. */
export const naver: ListedFault[] = [];
