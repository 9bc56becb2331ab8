import { tmpdir } from 'node:os';
import { join } from 'node:path';

// n8n-core writes its settings on start; not into the home of whoever runs the bench. Import this first.
process.env.N8N_USER_FOLDER ??= join(tmpdir(), 'n8n-nodes-marketplaces-bench');
process.env.N8N_LOG_LEVEL ??= 'silent';
