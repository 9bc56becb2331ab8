import { ROLES } from './app';
import { SpError } from './errors';
import type { Call, Operation } from './gate';
import { jsonBody } from './json-body';
import type { RestrictedResource, Tokens } from './tokens';
import { invalid } from './params';

const ELEMENTS = ['buyerInfo', 'shippingAddress', 'buyerTaxInformation'];
/** Only these know data elements */
const WITH_ELEMENTS = /^\/orders\/v0\/orders(\/[^/]+(\/orderItems)?)?$/;
const RESTRICTED = [
	WITH_ELEMENTS,
	/^\/orders\/v0\/orders\/[^/]+\/(address|buyerInfo|regulatedInfo|orderItems\/buyerInfo)$/,
	/^\/reports\/2021-06-30\/documents\/[^/{}]+$/,
];

/**
 * Tokens API: createRestrictedDataToken,
 * see https://github.com/amzn/selling-partner-api-models/blob/main/models/tokens-api-model/tokens_2021-03-01.json
 */
export function restrictedTokens(tokens: Tokens): Operation {
	return {
		path: '/tokens/2021-03-01/restrictedDataToken',
		method: 'POST',
		name: 'createRestrictedDataToken',
		rate: 1,
		burst: 10,
		run(call) {
			const body = jsonBody(call.request, ['targetApplication', 'restrictedResources']);
			const { clientId, seller, roles } = call.token;
			const restricted = resourcesOf(body.restrictedResources, call);
			return {
				restrictedDataToken: tokens.issueAccess({ clientId, seller, roles }, { restricted }),
				expiresIn: 3600,
			};
		},
	};
}

function resourcesOf(value: unknown, call: Call): RestrictedResource[] {
	if (!Array.isArray(value) || value.length === 0 || value.length > 50) {
		throw invalid('restrictedResources must have 1 to 50 entries.');
	}
	return value.map((entry: Partial<RestrictedResource>) => resourceOf(entry, call));
}

function resourceOf(entry: Partial<RestrictedResource>, call: Call): RestrictedResource {
	const { method, path, dataElements = [] } = entry ?? {};
	if (!method || !['GET', 'PUT', 'POST', 'DELETE'].includes(method)) {
		throw invalid('method is not valid.');
	}
	if (typeof path !== 'string' || !RESTRICTED.some((shape) => shape.test(path))) {
		throw invalid(`path ${String(path)} is not a restricted resource.`);
	}
	if (!Array.isArray(dataElements) || dataElements.some((name) => !ELEMENTS.includes(name))) {
		throw invalid('dataElements are not valid.');
	}
	if (dataElements.length > 0 && !WITH_ELEMENTS.test(path)) {
		throw invalid(`path ${path} takes no dataElements.`);
	}
	const canRead = [ROLES.shipping, ROLES.tax].some((role) => call.token.roles.includes(role));
	if (!canRead) {
		const what =
			dataElements.length > 0
				? 'Application does not have access to one or more requested data elements: ' +
					`[${dataElements.join(', ')}]`
				: 'Application do not have access to some or all requested resource';
		throw new SpError(400, 'InvalidInput', what);
	}
	return { method, path, dataElements };
}
