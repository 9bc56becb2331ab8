import { Random } from '../kit/random';
import { hundredths, money, type LineItem } from './form';

const SERVICES = [
	{ definitionId: 'GIFT_WRAP', name: 'Pakowanie na prezent', grosze: 600 },
	{ definitionId: 'CARRY_IN', name: 'Wniesienie', grosze: 4900 },
];

/** Dice of its own for whatever has this id, so that what is rolled here moves no other seed. */
export function diceOf(id: string): Random {
	return new Random(parseInt(id.slice(0, 8), 16));
}

/** What some lines have besides goods: services, a deposit for each unit, a coupon that only the price shows. */
export function withExtras(line: LineItem, perPln: number): LineItem {
	const dice = diceOf(line.id);
	const { currency } = line.price;
	const price = (grosze: number) => money(Math.max(1, grosze * perPln), currency);
	const chosen = dice.chance(0.06) ? SERVICES : SERVICES.filter(() => dice.chance(0.03));
	return {
		...line,
		deposit: dice.chance(0.04) ? { price: price(50) } : null,
		// Null has been seen for none, see allegro-api #2870.
		selectedAdditionalServices:
			chosen.length === 0 && dice.chance(0.05)
				? null
				: chosen.map(({ definitionId, name, grosze }) => ({
						definitionId,
						name,
						price: price(grosze),
						quantity: line.quantity,
					})),
		// A coupon of a campaign is not named, see allegro-api #9790.
		discounts: dice.chance(0.3) ? [] : line.discounts,
	};
}

/** What is to be paid for lines, services and deposits, in hundredths. */
export function totalOf(lines: readonly LineItem[]): number {
	return lines.reduce((sum, { price, quantity, deposit, selectedAdditionalServices }) => {
		const services = selectedAdditionalServices ?? [];
		const extra = services.reduce((all, one) => all + hundredths(one.price) * one.quantity, 0);
		// The deposit is that of one unit, see allegro-api #13878.
		const unit = hundredths(price) + (deposit ? hundredths(deposit.price) : 0);
		return sum + unit * quantity + extra;
	}, 0);
}
