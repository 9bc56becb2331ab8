import { DateTime } from 'luxon';
import type { Marketplace } from '../../core/marketplace';
import { VERSION } from '../../core/version';
import { classify, describe, readQuota } from './answers';
import { connectAmazon } from './access/connection';
import { pageStyles } from './pages';
import { quotas } from './quotas';

/** Amazon wants name, version and at least the language. See BEHAVIOR.md, Requests. */
export const USER_AGENT = `n8n-nodes-marketplaces/${VERSION} (Language=JavaScript; Platform=n8n)`;

export const amazon: Marketplace = {
	id: 'amazon',
	displayName: 'Amazon',
	credentials: {
		amazonSellingPartnerApi: {
			renewal: 'preAuthentication',
			tokenField: 'accessToken',
			secrets: ['clientSecret', 'refreshToken', 'accessToken', 'authorizationCode'],
			connect: connectAmazon,
		},
	},
	headers: (_request, now) => ({
		accept: 'application/json',
		'user-agent': USER_AGENT,
		'x-amz-date': DateTime.fromMillis(now, { zone: 'utc' }).toFormat("yyyyMMdd'T'HHmmss'Z'"),
	}),
	contentType: () => 'application/json',
	arrayFormat: 'comma',
	reservedHeaders: ['user-agent', 'x-amz-access-token', 'x-amz-date'],
	requestIdHeader: 'x-amzn-requestid',
	classify,
	describe,
	orderPath: /^\/orders\/(?:v0|2026-01-01)\/orders\/([^/?]+)/,
	quotas,
	readQuota,
	pageStyles,
};
