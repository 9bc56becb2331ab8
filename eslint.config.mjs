import js from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { globalIgnores } from 'eslint/config';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import nodesBase from 'eslint-plugin-n8n-nodes-base';
import ts from 'typescript-eslint';

const community = n8nCommunityNodesPlugin.configs.recommended;

// The same rules as `n8n-node lint`; those that it turns off are off here for its reasons.
export default ts.config(
	globalIgnores(['dist', '**/node_modules', 'artifacts']),
	{
		files: ['**/*.ts'],
		extends: [js.configs.recommended, ts.configs.recommended, importX.flatConfigs.recommended],
		settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
		rules: {
			'prefer-spread': 'off',
			// A name that begins with _ says that a value is left out on purpose.
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ varsIgnorePattern: '^_', argsIgnorePattern: '^_' },
			],
		},
	},
	{
		files: ['core/**/*.ts', 'credentials/**/*.ts', 'nodes/**/*.ts'],
		extends: [community],
		rules: { 'no-console': 'error' },
	},
	{
		files: ['test/**/*.ts'],
		rules: {
			// Answers of a server are any JSON; what a test expects of them is their type.
			'@typescript-eslint/no-explicit-any': 'off',
			// A source that fails before it has given anything is what some tests are about.
			'require-yield': 'off',
		},
	},
	{ plugins: { 'n8n-nodes-base': nodesBase } },
	{
		files: ['package.json'],
		extends: [community],
		rules: { ...nodesBase.configs.community.rules },
		languageOptions: { parser: ts.parser, parserOptions: { extraFileExtensions: ['.json'] } },
	},
	{
		files: ['credentials/**/*.ts'],
		rules: {
			...nodesBase.configs.credentials.rules,
			// Both are off in n8n's own configuration for community packages: the first wants the name of a
			// page of n8n's docs, the second flags every field with "token" in its name.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			...nodesBase.configs.nodes.rules,
			// Off in n8n's own configuration: the first two do not know NodeConnectionTypes, the third wants
			// no upper limit on numbers.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
			'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
		},
	},
);
