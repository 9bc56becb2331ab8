import { register, type Lab } from '../lab';
import { OWNER } from '../n8n/environment';
import type { Execution } from '../n8n/execution';
import { otherCredentials } from './credentials';

const CALLBACK = '/rest/oauth2-credential/callback';

/** Leaves the editor open on a run, with credentials that can be connected, until the program is ended. */
export async function stayOpen(lab: Lab, workflowId: string, execution: Execution): Promise<never> {
	await prepareEditor(lab);
	console.log(`\n${directions(lab, workflowId, execution)}`);
	return await new Promise(() => undefined);
}

/** What a visitor may try: both ways into each marketplace, and its Connect button. */
export async function prepareEditor({ n8n, servers }: Lab): Promise<void> {
	register(Object.values(servers), `${n8n.editorUrl}${CALLBACK}`);
	for (const credential of otherCredentials(servers)) {
		const { id: _ours, ...fields } = credential;
		await n8n.call('POST', '/credentials', fields);
	}
}

function directions({ n8n, servers }: Lab, workflowId: string, { id }: Execution): string {
	const { loginId, password } = servers.assistTencho.backend.grant({ expired: false });
	return `n8n is open on this run:
  ${n8n.editorUrl}/workflow/${workflowId}/executions/${id}
  Sign in with ${OWNER.email} and the password ${OWNER.password}
  Double-click a node to see its orders.

To try Connect, open an OAuth2 credential:
  ${n8n.editorUrl}/home/credentials
  Assist Tencho asks for a login: ${String(loginId)} and ${String(password)}

Ctrl+C ends n8n and deletes everything it wrote.`;
}
