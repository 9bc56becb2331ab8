import { violation } from '../kit/server';
import { bodyOf, notMapped, partOf, type Body } from './body';
import type { Call } from './gate';
import type { Command, Family, Task } from './offer-command-book';
import type { Offer, Reason } from './offer';
import { priceReason, stockReason } from './offer-rules';
import { errors, invalid, Refusal, tooMany } from './refusal';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MOST_MODIFICATIONS = 25;
const MOST_OFFERS = 1000;
const PER_MINUTE = 9000;
const REPORTS_PER_MINUTE = 270_000;

/** POST /sale/offer-bulk-modification-commands, see https://developer.allegro.pl/swagger.yaml */
export function bulkCommand(call: Call): unknown {
	const { bulkClosed } = call.shop.settings;
	if (bulkClosed !== undefined) {
		const code = bulkClosed === 403 ? 'AccessDenied' : 'NotAcceptableException';
		throw new Refusal(bulkClosed, errors(code, 'Access is denied'), 'bulk commands are closed');
	}
	const { commandId, modifications } = bodyOf(call.request, ['commandId', 'modifications']);
	const changes = listOf(modifications, 'modifications', MOST_MODIFICATIONS);
	const tasks = changes.flatMap((change) => bulkTasks(change, call));
	const named = tasks.map(({ offerId, field }) => `${offerId} ${field}`);
	if (new Set(named).size < named.length) {
		throw invalid('modifications', 'The same offer is modified more than once');
	}
	return register(call, 'bulk', commandId, tasks);
}

/** PUT /sale/offer-quantity-change-commands/{id}: one stock for all offers that it names. */
export function quantityCommand(call: Call): unknown {
	const body = bodyOf(call.request, ['modification', 'offerCriteria']);
	const run = stockSetting(partOf(body, 'modification'), call);
	const tasks = offersOf(body).map((offerId) => ({ offerId, field: 'stock', run }));
	return register(call, 'quantity', call.params.id, tasks);
}

/** PUT /sale/offer-price-change-commands/{id}: one price for all offers that it names. */
export function priceCommand(call: Call): unknown {
	const body = bodyOf(call.request, ['modification', 'offerCriteria']);
	const { type, price, marketplaceId } = partOf(body, 'modification');
	if (type !== 'FIXED_PRICE') throw relative(String(type));
	const run = (offer: Offer) =>
		setPrice(offer, String(marketplaceId ?? offer.marketplace), price, call);
	const tasks = offersOf(body).map((offerId) => ({ offerId, field: 'price', run }));
	return register(call, 'price', call.params.id, tasks);
}

/** PUT /sale/offer-publication-commands/{id}: ends offers or puts them on sale. */
export function publicationCommand(call: Call): unknown {
	const body = bodyOf(call.request, ['publication', 'offerCriteria']);
	const { action } = partOf(body, 'publication');
	if (action !== 'ACTIVATE' && action !== 'END') throw invalid('publication', 'Unknown action');
	const run = (offer: Offer): Reason | undefined => {
		if (action === 'ACTIVATE' && offer.available === 0) {
			return { code: 'EMPTY_STOCK', message: 'Offer with no stock cannot be activated' };
		}
		const status = action === 'END' ? 'ENDED' : 'ACTIVE';
		call.shop.offers.change(offer, () => (offer.status = status));
		return undefined;
	};
	const tasks = offersOf(body).map((offerId) => ({ offerId, field: 'publication', run }));
	return register(call, 'publication', call.params.id, tasks);
}

/** How a command is going; zeros say nothing, see https://github.com/allegro/allegro-api/issues/6260 */
export function commandReport(family: Family): (call: Call) => unknown {
	return (call) => {
		const command = commandOf(call, family);
		take(call, 'reports', REPORTS_PER_MINUTE, command.tasks.length);
		return report(command, call.now);
	};
}

/** What has become of each task of a command. */
export function commandTasks(family: Family): (call: Call) => unknown {
	return (call) => {
		const { query, now } = call;
		const command = commandOf(call, family);
		const { tasks } = command;
		take(call, 'reports', REPORTS_PER_MINUTE, tasks.length);
		const at = query.number('offset');
		const isOpen = now < command.completedAt;
		return {
			tasks: tasks.slice(at, at + query.number('limit')).map(({ offerId, field, reason }) => ({
				...(family === 'bulk'
					? { subject: { offerId, field } }
					: { offer: { id: offerId }, field }),
				status: isOpen ? 'NEW' : reason ? 'FAIL' : 'SUCCESS',
				message: isOpen || !reason ? '' : reason.message,
				errors:
					isOpen || !reason
						? []
						: (errors(reason.code, reason.message, reason) as { errors: unknown[] }).errors,
			})),
		};
	};
}

function bulkTasks(change: Body, call: Call): Task[] {
	const { offerId, stock, prices, ...rest } = change;
	for (const name of Object.keys(rest)) violation(call.request, `unknown field '${name}'`);
	if (typeof offerId !== 'string' || offerId === '' || offerId.length > 20) {
		throw invalid('modifications', `'${String(offerId)}' is no offer id`);
	}
	const tasks: Task[] = [];
	if (stock !== undefined) {
		const run = stockSetting(partOf(change, 'stock'), call);
		tasks.push({ offerId, field: 'stock', run });
	}
	if (prices !== undefined) {
		const wanted = Object.entries(partOf(change, 'prices')) as [string, Body][];
		if (wanted.length < 1 || wanted.length > 10) throw invalid('prices', 'No or too many prices');
		for (const [, { changeType }] of wanted) {
			if (changeType !== 'FIXED') throw relative(String(changeType));
		}
		const run = (offer: Offer): Reason | undefined =>
			wanted
				.map(([marketplace, { value }]) => setPrice(offer, marketplace, value, call))
				.find((reason) => reason !== undefined);
		tasks.push({ offerId, field: 'prices', run });
	}
	if (tasks.length === 0) throw invalid('modifications', 'Nothing is modified');
	return tasks;
}

/** Zero is not to be had by any command, see https://github.com/allegro/allegro-api/issues/6166 */
function stockSetting({ changeType, value }: Body, call: Call): Task['run'] {
	if (changeType !== 'FIXED') throw relative(String(changeType));
	if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
		const message = 'Quantity value is incorrect';
		const body = errors('INCORRECT_QUANTITY_VALUE', message, { path: 'modification.value' });
		throw new Refusal(422, body, message);
	}
	return (offer) => {
		if (offer.isFulfillment) violation(call.request, 'stock of One Fulfillment');
		const reason = stockReason(offer, value, call.shop.settings);
		if (!reason) call.shop.offers.setStock(offer, value);
		return reason;
	};
}

function setPrice(
	offer: Offer,
	marketplace: string,
	value: unknown,
	{ shop }: Call,
): Reason | undefined {
	const reason = priceReason(offer, marketplace, value, shop.settings);
	if (!reason) shop.offers.setPrice(offer, marketplace, value as NonNullable<Offer['price']>);
	return reason;
}

/** What the real one does too, and nobody may want here: done twice, it is another value. */
function relative(type: string): Refusal {
	return new Refusal(422, errors('VALIDATION_ERROR', type), `'${type}' is no fixed value`);
}

function offersOf(body: Body): string[] {
	const [criterion, ...others] = listOf(body.offerCriteria, 'offerCriteria', 1);
	if (criterion.type !== 'CONTAINS_OFFERS' || others.length > 0) {
		throw invalid('offerCriteria', 'Unknown criteria');
	}
	return listOf(criterion.offers, 'offers', MOST_OFFERS).map(({ id }) => String(id));
}

function listOf(value: unknown, name: string, most: number): Body[] {
	if (!Array.isArray(value)) throw notMapped(`'${name}' is no list`);
	if (value.length < 1 || value.length > most) throw invalid(name, `Not 1 to ${most} entries`);
	return value as Body[];
}

function register(call: Call, family: Family, id: unknown, tasks: Task[]): unknown {
	if (typeof id !== 'string' || !UUID.test(id)) throw invalid('commandId', 'No UUID');
	const { shop, now } = call;
	const { commandMs = 0 } = shop.settings;
	const command: Command = { id, family, createdAt: now, completedAt: now + commandMs, tasks };
	shop.commands.add(command);
	take(call, 'changes', PER_MINUTE, tasks.length);
	shop.offers.later(commandMs, () => {
		for (const task of tasks) {
			const offer = shop.offers.get(task.offerId);
			const missing = { code: 'OFFER_NOT_FOUND', message: 'The offer does not exist.' };
			task.reason = (offer ? task.run(offer) : missing) ?? null;
		}
	});
	return call.reply.code(201).send(report(command, now, true));
}

function report(
	{ id, createdAt, completedAt, tasks }: Command,
	now: number,
	isNew = false,
): unknown {
	const isDone = !isNew && now >= completedAt;
	const failed = tasks.filter(({ reason }) => reason).length;
	return {
		id,
		createdAt: new Date(createdAt).toISOString(),
		completedAt: isDone ? new Date(completedAt).toISOString() : null,
		taskCount: isDone
			? { total: tasks.length, success: tasks.length - failed, failed }
			: { total: 0, success: 0, failed: 0 },
	};
}

function commandOf({ shop, params }: Call, family: Family): Command {
	shop.offers.settle();
	const command = shop.commands.get(family, params.id);
	if (command) return command;
	const message = 'Command not found';
	throw new Refusal(404, errors('NotFoundException', message), message);
}

/** Changes and reports are counted by offers, for each user of an app. */
function take({ buckets, shop }: Call, what: string, perMinute: number, count: number): void {
	const bucket = buckets.of(`${shop.seller.id} ${what}`, perMinute / 60, perMinute);
	if (bucket.left < count) throw tooMany(`more than ${perMinute} ${what} of offers a minute`);
	for (let i = 0; i < count; i++) bucket.take();
}
