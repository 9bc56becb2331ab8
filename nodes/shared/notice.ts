import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** A text of its own in the panel. n8n shows the `hint` of a collection nowhere. */
export function notice(
	name: string,
	displayName: string,
	show?: NonNullable<IDisplayOptions['show']>,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'notice',
		default: '',
		...(show && { displayOptions: { show } }),
	};
}
