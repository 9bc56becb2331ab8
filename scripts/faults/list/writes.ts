import { faultsOf } from './fault';

/** core/writes/. */
export const writes = [
	...faultsOf('core/writes/run-writes.ts', [
		[
			'pause(lost.some(isTimeOut) ? AFTER_TIMEOUT_MS : BEFORE_LOOK_MS)',
			'pause(0)',
			'A parcel that is still being made is looked for at once, not found, and made twice.',
		],
		[
			"const tries = operation.repeat === 'never' ? 1 : 2;",
			'const tries = 2;',
			'A cancellation without an answer is sent twice.',
		],
		[
			'if (saysNothing) return',
			'if (false) return',
			'A parcel whose answer was lost is told as failed, and whoever runs it again makes a second.',
		],
		[
			"if (task.parts.length === 0) task.end = 'written';\n\t\treturn",
			'return',
			'What a look finds done is told as unknown.',
		],
		[
			'for (const task of tasks.values()) task.end = sent.outcome(task.key);',
			'',
			'Retry On Fail sends all parcels again.',
		],
		[
			'if (endsAll(error)) this.stopped ??= { error };',
			'',
			'With an access that has ended, every parcel is sent in vain.',
		],
		[
			'if (more.concerns?.(task.wish) !== false)',
			'if (true)',
			'A parcel whose order needed no status has failed because that of another was not set.',
		],
		[
			'if (endsAll(state)) this.stopped ??= { error: state };',
			'',
			'Behind a firewall, every order is read in vain.',
		],
		[
			'{ json: structuredClone(outcome.json) }',
			'outcome',
			'Whoever changes one of two items of a parcel changes the other, too.',
		],
	]),
	...faultsOf('core/writes/run-writes.ts', [
		[
			'if (!isCheck || !(state instanceof Error)) this.states',
			'this.states',
			'After a look in vain, nothing is known of the other parcels of the order, and the run breaks off.',
		],
		[
			'this.recognize(task, (part) => operation.recognize?.(part, state));',
			'',
			'A parcel that a look has shown is made again.',
		],
		[
			'task.before.push(...answers.filter((answer): answer is Answer => !isLost(answer)));',
			'',
			'What was refused beside a lost answer is told as done.',
		],
		[
			'task.parts = parts.filter((_, at) => isLost(answers[at]));',
			'',
			'With one part of a parcel, the others are made again, too.',
		],
	]),
	...faultsOf('core/writes/sent.ts', [
		[
			'JSON.stringify([call.context.getNode().name, call.itemIndex])',
			"''",
			'With Retry On Fail, an order of one shop is told as done, because another shop has one of the same number.',
		],
	]),
	...faultsOf('core/writes/parcel.ts', [
		[
			'if (written === null && isBlank(quantity)) return',
			'if (written === null) return',
			'A quantity that an expression could not compute becomes all that is open.',
		],
		[
			"text(call.exact(lineId, 'Line ID'))",
			'text(lineId)',
			'A line ID that JavaScript has rounded is sent as another one.',
		],
		[
			"text(trackingNumber)?.replace(/[\\s-]/g, '').toUpperCase() ?? null",
			'text(trackingNumber)',
			'The same number with blanks is a second parcel.',
		],
		[
			"if (first === 'all' || second === 'all') return 'all';",
			"if (first === 'all' || second === 'all') return first;",
			'A parcel with everything in it has one line only.',
		],
	]),
	...faultsOf('core/writes/open-lines.ts', [
		[
			'if (wanted > left || wanted === 0) {',
			'if (wanted === 0) {',
			'More units than are open are sent.',
		],
	]),
];
