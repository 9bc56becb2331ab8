import type { IDataObject } from 'n8n-workflow';

import type { Send } from '../marketplace';
import type { BatchOperation, Parameters } from '../operations/batch';
import type { ItemCall } from '../operations/call';

/**
 * One write of one marketplace, e.g. _Order > Ship_: data and a few functions. `runWrites` does the rest.
 *
 * - `Wish`: what an input item asks for, in plain JSON
 * - `State`: how the thing is now, as far as this write needs to know
 * - `Part`: what goes into one call, alone or with others; a wish may need several
 */
export interface WriteOperation<Wish extends object, State, Part> {
	readonly words: BatchOperation['words'] & {
		/** What a wish may consist of, e.g. `product orders`. */
		readonly parts?: string;
	};
	/** What the parameters name, for errors. */
	names(item: Parameters): IDataObject;
	/** Checks the parameters of an item; throws `InvalidInputError`. Sends nothing. */
	read(call: ItemCall): Wish;
	/** What is written to, e.g. the order's ID. Its wishes are planned and sent one after the other. */
	subject(wish: Wish): string;
	/** Items of the same key ask for the same thing, which is done once. Their subject is the same, too. */
	key(wish: Wish): string;
	/** Two wishes of one key as one; throws `InvalidInputError`, where they contradict each other. */
	merge?(first: Wish, second: Wish): Wish;
	/**
	 * Reads how things are, for many subjects together where many go into one call (`chunk`), else for one: what
	 * cannot be read is an error in its place, what needs no look is left out.
	 */
	lookUp?(subjects: Subjects<Wish>, reader: Reader): Promise<States<State>>;
	/**
	 * What is to be sent for a wish; nothing, where it is so already. Wishes of a subject are planned in the order of
	 * the input, and may take from the state what the next one must not have. Throws `InvalidInputError`.
	 */
	plan(wish: Wish, state: State | undefined): readonly Part[];
	/** Without it, each part is a call of its own. */
	readonly chunk?: Chunking<Part>;
	/** Sends parts, and says in their order what became of each; `undefined` where the answer does not say. */
	write(parts: readonly Part[], writer: Writer): Promise<ReadonlyArray<Answer | undefined>>;
	/** Whether items tell how it was before: then what a check finds does not take the place of the first look. */
	readonly tellsBefore?: boolean;
	/**
	 * What may be done where no answer came: `safe`: the requests are idempotent, and sent again at once.
	 * `afterLook`: sent again, once a look has shown that it was not done. `never`.
	 */
	readonly repeat: 'safe' | 'afterLook' | 'never';
	/**
	 * What a look after a lost answer shows of a part: its answer, if it was done. The others are sent again as they
	 * are. Without it, `plan` is asked again, and nothing to be sent means done.
	 */
	recognize?(part: Part, state: State): Answer | undefined;
	/**
	 * Whether another run would see that a wish was fulfilled. Where it would not, "Retry On Fail" does not send again
	 * what may have been done.
	 */
	leavesTrace?(wish: Wish): boolean;
	/** What else is to be sent when all wishes of a subject are through, for those that are done. */
	followUp?(done: ReadonlyArray<Written<Wish, State>>): FollowUp<Wish, Part> | undefined;
	/** What the user looks at where nobody knows whether it was done. */
	readonly whereToLook: string;
	/** The output item. `others`: what was done in this run for the same subject, itself included. */
	toItem(
		written: Written<Wish, State>,
		others: ReadonlyArray<Written<Wish, State>>,
		call: ItemCall,
	): object;
}

/** The wishes by their subject. */
export type Subjects<Wish> = ReadonlyMap<string, readonly Wish[]>;

/** How things are by their subject, or why that could not be read. */
export type States<State> = ReadonlyMap<string, State | Error>;

interface Chunking<Part> {
	/** As many parts go into one call; all of one key have the same size. */
	readonly size: number | ((part: Part) => number);
	/** Parts of different keys do not go into the same call. */
	key?(part: Part): string;
	/** What must not be in the run twice, e.g. the number of a product order. */
	identity(part: Part): string;
	/** So many subjects are looked up and sent together. @default 300 */
	readonly together?: number;
}

interface FollowUp<Wish, Part> {
	readonly part: Part;
	/** What has happened if it fails, e.g. `The parcel was added, but the status was not set`. */
	readonly otherwise: string;
	/** Whose wish it is; without it, that of all. */
	concerns?(wish: Wish): boolean;
}

/** What a look may use. */
export interface Reader {
	readonly send: Send;
	/** Whether it is after a write without an answer, so that even what needed no look before needs one now. */
	readonly isCheck: boolean;
	/** How many there are in the whole run. */
	readonly subjects: number;
	readonly call: ItemCall;
}

/** What a write may use. */
export interface Writer {
	readonly send: Send;
	/** Until when results of this call that come later may be waited for, in milliseconds since 1970. */
	readonly waitUntil: number;
	readonly call: ItemCall;
	/** Waits, until the user presses Stop. */
	pause(ms: number): Promise<void>;
}

/** What the marketplace says about a part. */
export type Answer =
	| {
			readonly status: 'done' | 'unchanged';
			/** Whatever `toItem` wants to know of the answer. */
			readonly body?: unknown;
			readonly warnings?: readonly string[];
	  }
	| {
			readonly status: 'accepted';
			readonly handle: Handle;
			/** What could not be found out about it. */
			readonly warnings?: readonly string[];
	  }
	| { readonly status: 'failed'; readonly error: Error };

/** How to ask later what became of a write that the marketplace has only taken. */
export interface Handle {
	readonly type: string;
	readonly id: string;
}

/** A wish that was fulfilled, or taken. */
export interface Written<Wish, State> {
	readonly wish: Wish;
	/** As it was before, less what the wishes of this run took. */
	readonly state: State | undefined;
	readonly status: 'done' | 'accepted' | 'unchanged';
	/** Of its parts, in their order. */
	readonly bodies: readonly unknown[];
	readonly warnings: readonly string[];
	readonly handle: Handle | null;
}
