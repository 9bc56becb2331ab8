import type { FastifyRequest } from 'fastify';

import { bodyText } from '../kit/raw-body';
import { violation } from '../kit/server';
import { errors, Refusal } from './refusal';

export type Body = Record<string, unknown>;

/** The JSON body of a writing call. The real one ignores what it does not know: a wish that nobody hears. */
export function bodyOf(request: FastifyRequest, known: readonly string[]): Body {
	const body = objectOf(parsed(request), 'Request body');
	for (const name of Object.keys(body)) {
		if (!known.includes(name)) violation(request, `unknown field '${name}'`);
	}
	return body;
}

/** A part of a body that has to be an object; empty when it is not there. */
export function partOf(body: Body, name: string): Body {
	return objectOf(body[name] ?? {}, `'${name}'`);
}

/** What does not have the type that it should have. */
export function notMapped(message: string): Refusal {
	return new Refusal(400, errors('JsonMappingException', message), message);
}

function objectOf(value: unknown, name: string): Body {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Body;
	throw notMapped(`${name} is no JSON object`);
}

function parsed(request: FastifyRequest): unknown {
	try {
		return JSON.parse(bodyText(request));
	} catch {
		throw notMapped('Request body is no JSON');
	}
}
