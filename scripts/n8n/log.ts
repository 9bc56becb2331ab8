/** One line of n8n's log in its JSON form. */
interface LogLine {
	level: string;
	message: string;
}

/**
 * Warnings and errors of n8n's log, and whatever its processes wrote past the logger, each once.
 * Ports, times and stacks are left out, so that two starts can be compared.
 */
export function warningsIn(log: string): string[] {
	const found = log.split('\n').flatMap((line) => {
		const entry = read(line);
		if (!entry) return line.trim() === '' ? [] : [line];
		return ['warn', 'error'].includes(entry.level) ? [entry.message.split('\n    at ')[0]] : [];
	});
	return [...new Set(found.map((text) => text.replaceAll(/\d+/g, '#').trim()))];
}

function read(line: string): LogLine | undefined {
	if (!line.startsWith('{')) return undefined;
	try {
		return JSON.parse(line) as LogLine;
	} catch (error) {
		// Not of the logger, so it counts as it is.
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}
