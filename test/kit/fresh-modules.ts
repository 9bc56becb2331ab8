import { vi } from 'vitest';

// A process runs many files one after another, as n8n's core takes long to load; each begins with fresh modules
// of ours, as in a process of its own.
vi.resetModules();
