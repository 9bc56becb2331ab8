import type { Route } from './gate';
import {
	bulkCommand,
	commandReport,
	commandTasks,
	priceCommand,
	publicationCommand,
	quantityCommand,
} from './offer-commands';
import type { Family } from './offer-command-book';
import { editOffer, offerParts, shownOffer, shownOperation } from './offer-edit';
import { listOffers, OFFER_LIST_PARAMETERS } from './offer-list';
import type { Parameters } from './query';

const READ = 'allegro:api:sale:offers:read';
const WRITE = 'allegro:api:sale:offers:write';
const OFFER = '/sale/product-offers/:id';
const BULK = '/sale/offer-bulk-modification-commands';

const TASK_PAGE: Parameters = {
	limit: { kind: 'number', min: 1, max: 1000, value: 100 },
	offset: { kind: 'number', min: 0, max: 999, value: 0 },
};

/** Reading what has become of a command needs the right to write too, see https://developer.allegro.pl/swagger.yaml */
function reports(family: Family, path: string): Route[] {
	return [
		{ method: 'GET', path: `${path}/:id`, scope: WRITE, run: commandReport(family) },
		{
			method: 'GET',
			path: `${path}/:id/tasks`,
			scope: WRITE,
			query: TASK_PAGE,
			run: commandTasks(family),
		},
	];
}

function family(name: Family, run: Route['run']): Route[] {
	const path = `/sale/offer-${name === 'publication' ? name : `${name}-change`}-commands`;
	return [{ method: 'PUT', path: `${path}/:id`, scope: WRITE, run }, ...reports(name, path)];
}

/** See https://developer.allegro.pl/swagger.yaml */
export const OFFER_ROUTES: readonly Route[] = [
	{
		method: 'GET',
		path: '/sale/offers',
		scope: READ,
		query: OFFER_LIST_PARAMETERS,
		run: listOffers,
	},
	{ method: 'GET', path: OFFER, scope: READ, run: shownOffer },
	{
		method: 'GET',
		path: `${OFFER}/parts`,
		scope: READ,
		query: { include: { kind: 'word', words: ['stock', 'price'], repeat: true } },
		run: offerParts,
	},
	{ method: 'PATCH', path: OFFER, scope: WRITE, perMinute: 2490, run: editOffer },
	{ method: 'GET', path: `${OFFER}/operations/:operation`, scope: READ, run: shownOperation },
	{ method: 'POST', path: BULK, scope: WRITE, media: 'beta', run: bulkCommand },
	...reports('bulk', BULK),
	...family('quantity', quantityCommand),
	...family('price', priceCommand),
	...family('publication', publicationCommand),
];
