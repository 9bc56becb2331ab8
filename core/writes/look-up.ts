import { pool } from '../lists/side-by-side';
import { StoppedError } from '../request/clock';
import { raise } from '../request/errors';
import type { States, Subjects } from './operation';

const SIDE_BY_SIDE = 8;

/** A look at each subject by itself. What cannot be read is an error in its place; `undefined` needs no look. */
export async function lookAtEach<Wish, State>(
	subjects: Subjects<Wish>,
	look: (subject: string, wishes: readonly Wish[]) => Promise<State | undefined>,
): Promise<States<State>> {
	const states = new Map<string, State | Error>();
	await pool(subjects, SIDE_BY_SIDE, async ([subject, wishes]) => {
		try {
			const state = await look(subject, wishes);
			if (state !== undefined) states.set(subject, state);
		} catch (error) {
			if (error instanceof StoppedError) return raise(error);
			states.set(subject, error as Error);
		}
	});
	return states;
}
