import {
	ICredentialsHelper,
	NodeHelpers,
	isExpression,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type ICredentialsExpressionResolveValues,
	type IDataObject,
	type IExecuteData,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeParameters,
	type INodeProperties,
	type IRequestOptionsSimplified,
	type IWorkflowExecuteAdditionalData,
	Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

/** Fields of n8n's own `oAuth2Api`, which is no part of the packages that tests install. */
const OAUTH2_FIELDS: ReadonlyArray<[string, INodeProperties['type'], string]> = [
	['grantType', 'options', 'authorizationCode'],
	['authUrl', 'string', ''],
	['accessTokenUrl', 'string', ''],
	['clientId', 'string', ''],
	['clientSecret', 'string', ''],
	['scope', 'string', ''],
	['authQueryParameters', 'string', ''],
	['authentication', 'options', 'header'],
];

const OAUTH2_PROPERTIES = OAUTH2_FIELDS.map(([name, type, value]) => {
	return { displayName: name, name, type, default: value } as INodeProperties;
});

/** n8n's credential store, in memory: what it does with a credential around a request, as in 2.41.1. */
export class MemoryCredentials extends ICredentialsHelper {
	/** What is stored, by id. */
	readonly stored = new Map<string, ICredentialDataDecryptedObject>();
	/** How often something was stored. */
	updates = 0;

	constructor(private readonly types: readonly ICredentialType[]) {
		super();
	}

	getParentTypes(name: string): string[] {
		return [...(this.type(name).extends ?? [])];
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const options = requestOptions as IHttpRequestOptions;
		const { authenticate } = this.type(typeName);
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		const resolve = (value: unknown) =>
			isExpression(value)
				? String(
						workflow.expression.getSimpleParameterValue(
							node,
							value as string,
							'internal',
							{ $credentials: credentials as IDataObject as never },
							undefined,
							'',
						) ?? '',
					)
				: value;
		for (const [place, values] of Object.entries(authenticate?.properties ?? {})) {
			const target = ((options as unknown as IDataObject)[place] ??= {}) as IDataObject;
			for (const [name, value] of Object.entries(values as IDataObject)) {
				target[String(resolve(name))] = resolve(value) as string;
			}
		}
		return options;
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { preAuthentication, properties } = this.type(typeName);
		const field = properties.find(({ typeOptions }) => typeOptions?.expirable === true)?.name;
		if (!preAuthentication || field === undefined) return undefined;
		if (credentials[field] !== '' && !credentialsExpired) return undefined;
		const output = await preAuthentication.call(helpers, credentials);
		const details = node.credentials?.[typeName];
		if (output[field] === undefined || !details) return undefined;
		await this.updateCredentials(details, typeName, {
			...this.read(details),
			...(output as ICredentialDataDecryptedObject),
		});
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const output = await this.type(typeName).preAuthentication?.call(helpers, credentials);
		return output as ICredentialDataDecryptedObject | undefined;
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		details: INodeCredentialsDetails,
		typeName: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolve?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = this.read(details);
		if (raw === true) return stored;
		const { workflow, ...run } = resolve ?? nowhere();
		const isOwn = resolve === undefined;
		if (isOwn) await workflow.expression.acquireIsolate();
		try {
			return this.resolved(stored, typeName, { workflow, ...run }, mode, executeData);
		} finally {
			if (isOwn) await workflow.expression.releaseIsolate();
		}
	}

	private resolved(
		stored: ICredentialDataDecryptedObject,
		typeName: string,
		resolve: ICredentialsExpressionResolveValues,
		mode: WorkflowExecuteMode,
		executeData: IExecuteData | undefined,
	): ICredentialDataDecryptedObject {
		const fields = NodeHelpers.getNodeParameters(
			this.getCredentialsProperties(typeName),
			stored as INodeParameters,
			true,
			false,
			null,
			null,
		) as INodeParameters;
		if (stored.oauthTokenData !== undefined) fields.oauthTokenData = stored.oauthTokenData as never;
		const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } = resolve;
		return workflow.expression.getParameterValue(
			fields,
			runExecutionData,
			runIndex,
			itemIndex,
			node.name,
			connectionInputData,
			mode,
			{},
			executeData,
			false,
			fields,
		) as unknown as ICredentialDataDecryptedObject;
	}

	async updateCredentials(
		details: INodeCredentialsDetails,
		_type: string,
		fields: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.updates++;
		this.stored.set(String(details.id), structuredClone(fields));
	}

	async updateCredentialsOauthTokenData(
		details: INodeCredentialsDetails,
		type: string,
		{ oauthTokenData }: ICredentialDataDecryptedObject,
	): Promise<void> {
		await this.updateCredentials(details, type, { ...this.read(details), oauthTokenData });
	}

	getCredentialsProperties(typeName: string): INodeProperties[] {
		const { properties, extends: parents } = this.type(typeName);
		// Where nothing is inherited, n8n leaves two fields of one name as they are.
		if (!parents) return properties;
		const all = parents.includes('oAuth2Api') ? [...OAUTH2_PROPERTIES] : [];
		NodeHelpers.mergeNodeProperties(all, properties);
		return all;
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async getCredentials(): Promise<never> {
		throw new Error('Nothing of this package reads encrypted credentials');
	}

	private type(name: string): ICredentialType {
		const found = this.types.find((type) => type.name === name);
		if (!found) throw new Error(`Unknown credential type ${name}`);
		return found;
	}

	private read({ id }: INodeCredentialsDetails): ICredentialDataDecryptedObject {
		const fields = this.stored.get(String(id));
		if (!fields) throw new Error(`There is no credential ${id}`);
		return structuredClone(fields);
	}
}

/** For a trigger, which has no item, n8n resolves the expressions of a credential in a workflow of nothing. */
function nowhere(): ICredentialsExpressionResolveValues {
	const type = { description: { properties: [] } } as never;
	const workflow = new Workflow({
		nodes: [
			{ id: 'mock', name: 'mock', type: 'mock', typeVersion: 1, position: [0, 0], parameters: {} },
		],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		},
	});
	return {
		workflow,
		node: workflow.nodes.mock,
		connectionInputData: [],
		itemIndex: 0,
		runExecutionData: null,
		runIndex: 0,
	};
}
