import type { Offer, Reason } from './offer';
import { errors, Refusal } from './refusal';

export type Family = 'bulk' | 'quantity' | 'price' | 'publication';

/** One thing that a command does to one offer. */
export interface Task {
	offerId: string;
	field: string;
	run: (offer: Offer) => Reason | undefined;
	/** Why it came to nothing; null when it went well, undefined as long as it is open. */
	reason?: Reason | null;
}

export interface Command {
	id: string;
	family: Family;
	createdAt: number;
	completedAt: number;
	tasks: Task[];
}

/** The commands of a seller; an id serves once, whatever it was for. */
export class Commands {
	private readonly known = new Map<string, Command>();

	add(command: Command): void {
		if (this.known.has(command.id)) {
			const message = 'Command id was already used';
			throw new Refusal(409, errors('COMMAND_ALREADY_EXISTS', message), message);
		}
		this.known.set(command.id, command);
	}

	get(family: Family, id: string): Command | undefined {
		const command = this.known.get(id);
		return command?.family === family ? command : undefined;
	}
}
