import type { ApiResponse } from '../../core/marketplace';
import { object, text } from '../../core/orders/read';
import { repeatedPageError } from '../../core/lists/pages';

/** What no two answers of Naver have in common; nothing where it does not say. */
export function answerId({ body }: ApiResponse): string | undefined {
	const { timestamp, traceId } = object(body);
	const parts = [text(timestamp), text(traceId)];
	return parts.includes(null) ? undefined : parts.join(' ');
}

/**
 * A cache may send the answer before (`former`) once more, to a request for another window. Then what is in that
 * window would be lost, and where the answer was empty nothing else shows it.
 */
export function refuseRepeated(former: string | undefined, response: ApiResponse): void {
	const id = answerId(response);
	if (id !== undefined && id === former) throw repeatedPageError();
}

/** For one list after another: refuses an answer that is the one before. */
export function onlyNewAnswers(): (response: ApiResponse) => void {
	let former: string | undefined;
	return (response) => {
		refuseRepeated(former, response);
		former = answerId(response);
	};
}
