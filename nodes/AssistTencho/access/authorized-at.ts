import { authorizedAt } from '../../shared/credential-fields';

export const assistTenchoAuthorizedAt = authorizedAt(
	'The day on which you last allowed access. With it, Account > Check warns a month later: the vendor names no end, so that is a guess.',
);
