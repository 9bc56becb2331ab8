import { resultOperation } from '../../../core/products/results';
import { changed, operationOf } from './patch';
import { results } from './commands';
import { words } from './list';

/** _Offer > Get Result_: of a command, or of the change of one offer. */
export const getResult = resultOperation({
	words,
	types: ['command', 'operation'],
	async ask(handles, writer) {
		const [{ type, id }] = handles;
		if (type === 'command') {
			const wanted = handles.map(({ productIds, productId }) => productIds ?? [productId ?? '']);
			return await results(id, wanted, writer);
		}
		const answer = await changed(operationOf(id), writer);
		return handles.map(() => answer);
	},
	whereToLook: "Look at the offer in Allegro's Sales Center",
});
