/** A part of a longer work, and how long it usually takes. */
export interface Step {
	title: string;
	seconds: number;
}

/** Says how much of a step is done, from 0 to 1. */
export type Report = (fraction: number) => void;

/** Where the line goes. */
interface Output {
	isTTY?: boolean;
	write(text: string): unknown;
}

/** Of a step that takes longer than usual, nobody knows how much is left. */
const MOST_ESTIMATED = 0.95;

/** How far a work is, in one line: rewritten in a terminal, elsewhere written once a step. */
export class Progress {
	private current = -1;
	private begun = 0;
	/** Until a step reports, the time that it usually takes counts. */
	private reported?: number;
	private timer?: NodeJS.Timeout;

	constructor(
		private readonly steps: readonly Step[],
		private readonly out: Output = process.stdout,
	) {}

	/** Begins the next step, which ends the one before. */
	begin(): Report {
		const step = ++this.current;
		this.begun = Date.now();
		this.reported = undefined;
		if (this.out.isTTY) this.timer ??= setInterval(() => this.show(), 1000).unref();
		this.show();
		return (fraction) => {
			if (step === this.current) this.reported = fraction;
		};
	}

	/** Ends the last step; in a terminal the line goes. */
	end(): void {
		clearInterval(this.timer);
		if (this.out.isTTY) this.out.write('\r\x1b[2K');
	}

	private show(): void {
		const { title, seconds } = this.steps[this.current];
		const spent = (Date.now() - this.begun) / 1000;
		const fraction = this.reported ?? Math.min(MOST_ESTIMATED, spent / seconds);
		const done = sum(this.steps.slice(0, this.current)) + fraction * seconds;
		const percent = Math.floor((100 * done) / sum(this.steps));
		const line = `${String(percent).padStart(3)}%  ${title}`;
		this.out.write(this.out.isTTY ? `\r\x1b[2K${line} (${Math.round(spent)} s)` : `${line}\n`);
	}
}

function sum(steps: readonly Step[]): number {
	return steps.reduce((all, { seconds }) => all + seconds, 0);
}
