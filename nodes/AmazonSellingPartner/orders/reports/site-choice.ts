import type { Call } from '../../../../core/operations/call';
import type { Send } from '../../../../core/marketplace';
import { list, object, text } from '../../../../core/orders/read';
import { ResponseError, InvalidInputError, raise } from '../../../../core/request/errors';
import { SITES } from '../../regions';
import { chosenSites } from '../search';

const PARTICIPATIONS = '/sellers/v1/marketplaceParticipations';

/**
 * A report wants its sites named: those that the user has chosen, else all on which the seller takes part.
 * Channels beside Amazon are in that list, too, and no order request takes them. See BEHAVIOR.md, Orders.
 */
export async function reportSites(call: Call, send: Send): Promise<string[]> {
	const chosen = chosenSites(call);
	if (chosen.length > 0) return chosen;
	const answer = await send({ method: 'GET', path: PARTICIPATIONS }).catch(refusalOf);
	if (answer instanceof ResponseError) throw unknownSites();
	const sites = list(object(answer.body).payload)
		.filter((entry) => object(entry.participation).isParticipating === true)
		.map((entry) => text(object(entry.marketplace).id))
		.filter((id) => SITES.some((site) => site.id === id));
	if (sites.length === 0) throw unknownSites();
	return sites as string[];
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
