import { Workflow, type ICredentialType, type INodeParameters } from 'n8n-workflow';

const NODE = {
	id: '1',
	name: 'n',
	type: 't',
	typeVersion: 1,
	position: [0, 0] as [number, number],
};
const KNOWN = { description: { properties: [] } };

/** A hidden field of a credential as n8n evaluates it on the credential's own values. */
export function hiddenField(type: ICredentialType, name: string, values: object): unknown {
	const property = type.properties.find((candidate) => candidate.name === name);
	const defaults = type.properties.map((each) => [each.name, each.default] as const);
	return evaluate(String(property?.default), '$self', {
		...Object.fromEntries(defaults),
		...values,
	});
}

/** An expression with `$self` or `$credentials`. */
export function evaluate(expression: string, name: '$self' | '$credentials', values: object) {
	const workflow = new Workflow({
		nodes: [{ ...NODE, parameters: {} }],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => KNOWN,
			getByNameAndVersion: () => KNOWN,
			getKnownTypes: () => ({}),
		} as never,
	});
	const self = name === '$self' ? values : {};
	return workflow.expression.getParameterValue(
		expression,
		null,
		0,
		0,
		'n',
		[],
		'internal',
		{ $credentials: values } as never,
		undefined,
		false,
		self as INodeParameters,
	);
}
