import type { Call } from '../../../../core/operations/call';
import type { Send } from '../../../../core/marketplace';
import { ResponseError, InvalidInputError, raise } from '../../../../core/request/errors';
import { participatingSites } from '../../participations';
import { chosenSites } from '../search';

/** A report wants its sites named: those that the user has chosen, else all on which the seller takes part. */
export async function reportSites(call: Call, send: Send): Promise<string[]> {
	const chosen = chosenSites(call);
	if (chosen.length > 0) return chosen;
	const sites = await participatingSites(send).catch(refusalOf);
	if (sites instanceof ResponseError || sites.length === 0) throw unknownSites();
	return sites;
}

function refusalOf(error: unknown): ResponseError {
	if (error instanceof ResponseError && error.verdict === 'denied') return error;
	return raise(error);
}

function unknownSites(): InvalidInputError {
	return new InvalidInputError(
		"'Marketplaces' is empty, and Amazon does not say on which sites this account sells",
		'Reports need them: choose at least one',
	);
}
