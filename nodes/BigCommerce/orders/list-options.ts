import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { loadOptions } from '../../../core/operations/load-options';
import { list, object, text } from '../../../core/orders/read';
import { pages, styleOf } from '../../../core/lists/pages';
import { bigCommerce } from '../marketplace';

/** The statuses of the store, with its own labels. */
export async function getStatuses(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await loadOptions(this, bigCommerce, async ({ send }) => {
		const { body } = await send({ method: 'GET', path: '/v2/order_statuses' });
		return list(body).map((status) => ({
			name: text(status.custom_label) ?? text(status.name) ?? String(status.id),
			value: Number(status.id),
		}));
	});
}

export async function getChannels(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await loadOptions(this, bigCommerce, async ({ send }) => {
		const request = { method: 'GET', path: '/v3/channels' } as const;
		const style = styleOf(bigCommerce, request.path);
		const found: INodePropertyOptions[] = [];
		for await (const { items } of pages(send, request, style)) {
			for (const channel of items.map(object)) {
				found.push({ name: text(channel.name) ?? String(channel.id), value: Number(channel.id) });
			}
		}
		return found;
	});
}
