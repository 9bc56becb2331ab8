import type { FastifyRequest } from 'fastify';

import { bodyText } from '../kit/raw-body';
import { violation } from '../kit/server';
import { invalid } from './params';

/** The body as an object with only these keys. */
export function jsonBody(request: FastifyRequest, known: string[]): Record<string, unknown> {
	let body: unknown;
	try {
		body = JSON.parse(bodyText(request));
	} catch {
		throw invalid('The body is not JSON.');
	}
	return objectOf(body, 'The body', known, request);
}

/** An object with only these keys. */
export function objectOf(
	value: unknown,
	name: string,
	known: string[],
	request: FastifyRequest,
): Record<string, unknown> {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw invalid(`${name} is not an object.`);
	}
	for (const key of Object.keys(value)) {
		if (!known.includes(key)) violation(request, `unknown body field ${key}`);
	}
	return value as Record<string, unknown>;
}

/** A list of strings, none empty. */
export function stringList(value: unknown, name: string, max: number): string[] {
	const isList = Array.isArray(value) && value.every((v) => typeof v === 'string' && v !== '');
	if (!isList || value.length === 0 || value.length > max) {
		throw invalid(`${name} must be a list of 1 to ${max} strings.`);
	}
	return value as string[];
}
