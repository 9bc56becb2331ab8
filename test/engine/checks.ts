import Ajv from 'ajv';
import type { IDataObject } from 'n8n-workflow';
import { expect } from 'vitest';

import type { Account } from '../../core/accounts/account';
import schema from '../../nodes/shared/account.schema.json';
import { expectNoSecret, secretsOf } from './canaries';
import type { Stage, Setting } from './stage';

/** Parameters of a check. */
export const check = (more: IDataObject = {}) => ({
	resource: 'account',
	operation: 'check',
	...more,
});
const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);

/** Checks the account of the stage; what comes is legal and holds no secret. */
export async function ask(
	stage: Stage,
	{ parameters, ...setting }: Setting = {},
): Promise<Account> {
	const node = stage.node({ ...setting, parameters: check(parameters) });
	const before = secretsOf(node.stored());
	const items = await node.run();
	expect(items).toHaveLength(1);
	const account = items[0].json as unknown as Account;
	expectLegal(account);
	expectNoSecret(items, [...before, ...secretsOf(node.stored())]);
	return account;
}

/** The shape is the one that the editor knows, and what is unknown has a reason. */
function expectLegal(account: Account): void {
	expect(validate(account), JSON.stringify(validate.errors)).toBe(true);
	expect(Object.keys(account).sort()).toEqual(Object.keys(schema.properties).sort());
	const fields = account.unknown.map(({ field }) => field);
	const plain = ['account', 'name', 'scopes', 'roles', 'marketplaces'] as const;
	for (const field of plain) expect(fields.includes(field)).toBe(account[field] === null);
	for (const { code, message, advice } of account.warnings) {
		expect(message.length, code).toBeGreaterThan(10);
		expect(advice.length, code).toBeGreaterThan(10);
	}
}
