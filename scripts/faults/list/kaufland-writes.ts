import { faultsOf } from './fault';

/** nodes/Kaufland/writes/. */
export const kauflandWrites = [
	...faultsOf('nodes/Kaufland/writes/ship.ts', [
		[
			'isBefore: wasSent(piece),',
			'isBefore: false,',
			'What was sent before is sent again, in vain and against its state.',
		],
		[
			': { carrier: null, trackingNumber: null };',
			': {};',
			'A parcel that somebody sent before is told with the number of this one, which Kaufland never got.',
		],
		[
			"		return piece && wasSent(piece) ? { status: 'done', body: one } : undefined;",
			'		return undefined;',
			'A piece whose answer was lost is sent again, refused, and its parcel is told as that of somebody else.',
		],
		[
			'	if (waiting.length > 0) return waiting;\n',
			'',
			'An order that waits for its payment is refused without a word of that.',
		],
		[
			'	order.take(pieces);\n	return pieces.map((piece) => ({',
			'	return pieces.map((piece) => ({',
			'Two parcels of one order both hold everything, and only one number arrives.',
		],
		[
			'if (parcel.trackingNumber === null && needsNumber(parcel.carrier))',
			'if (parcel.trackingNumber === null)',
			'A letter without a number cannot be sent.',
		],
		[
			'isOpen(piece) && !gone.has(piece.lineId)',
			'isOpen(piece)',
			'What was just sent still remains to be sent.',
		],
		[
			'refuseUnsendable(order, pieces);\n',
			'\n',
			'A parcel with a piece that was cancelled is sent in part.',
		],
	]),
	...faultsOf('nodes/Kaufland/writes/order.ts', [
		[
			"return status === 204 ? { status: 'done' } : undefined;",
			"return status < 300 ? { status: 'done' } : undefined;",
			'A page of a proxy counts as a parcel that was sent.',
		],
		[
			"if (now && isSo(now)) return { status: 'unchanged' };",
			'',
			'What somebody else sent a moment ago has failed, and is sent by hand once more.',
		],
		[
			'(quantity ?? 1) !== 1',
			'(quantity ?? 1) < 1',
			'Two of a line are told as sent, where one piece was.',
		],
		[
			'		if (!this.isKauflands) return;\n',
			'		return;\n',
			'Orders that Kaufland sends itself are sent by the seller, too.',
		],
	]),
	...faultsOf('nodes/Kaufland/writes/open-pieces.ts', [
		[
			'const isWorthIt = !isCheck && inRun >= LEAST_ORDERS;',
			'const isWorthIt = inRun >= LEAST_ORDERS;',
			'After a lost answer, the list of before is believed, and the piece is sent again.',
		],
		[
			'if (pages > subjects) return undefined;',
			'',
			'For a few parcels of a great seller, hundreds of pages are read.',
		],
		[
			'[...pieces.values()].every(({ status }) => status === READY) &&',
			'',
			'An order that was released a moment ago is refused by a list that does not know it yet.',
		],
		[
			"lines === 'all' || lines.every(({ lineId }) => pieces.has(lineId))",
			"lines === 'all' || lines.length > 0",
			'A line that was sent before is one that the order does not have.',
		],
	]),
	...faultsOf('nodes/Kaufland/writes/cancel.ts', [
		[
			'		.filter((piece) => !isCancelled(piece))\n',
			'',
			'What is cancelled already is cancelled again, and refused.',
		],
		[
			"		return piece && isCancelled(piece) ? { status: 'done', body: one } : undefined;",
			'		return undefined;',
			'A cancellation whose answer was lost is sent again.',
		],
		[
			'order.free.filter(isOpen)',
			'order.free.filter((piece) => !isCancelled(piece))',
			'With everything open, pieces that are on their way are cancelled, too.',
		],
	]),
	...faultsOf('nodes/Kaufland/writes/carriers.ts', [
		[
			'if (found) return found.code;',
			'if (found) return written;',
			'A carrier in small letters is refused by Kaufland, piece by piece.',
		],
	]),
];
