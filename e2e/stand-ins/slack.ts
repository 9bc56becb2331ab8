import type { Credential } from '../../scripts/n8n/n8n';
import type { Host } from './hosts';

const TOKEN = 'xoxb-stand-in';

export const SLACK: Credential = {
	id: 'slack',
	name: 'Slack',
	type: 'slackApi',
	data: { accessToken: TOKEN },
};

/** A message as it was posted. */
interface Message {
	channel: string;
	text: string;
}

/** A workspace that takes messages: https://docs.slack.dev/reference/methods/chat.postMessage */
export class Slack {
	readonly messages: Message[] = [];

	readonly host: Host = ({ method, url, headers }, body) => {
		if (headers.authorization !== `Bearer ${TOKEN}`)
			return [200, { ok: false, error: 'invalid_auth' }];
		if (method !== 'POST' || url !== '/api/chat.postMessage')
			return [200, { ok: false, error: 'unknown_method' }];
		const message = JSON.parse(body) as Message;
		if (!message.channel) return [200, { ok: false, error: 'channel_not_found' }];
		if (!message.text) return [200, { ok: false, error: 'no_text' }];
		this.messages.push(message);
		return [200, { ok: true, channel: message.channel, ts: `${this.messages.length}.0`, message }];
	};
}
