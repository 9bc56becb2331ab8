import ts from 'typescript';

/** One change of one file: what stands between `start` and `end` becomes `put`. */
export interface Change {
	start: number;
	end: number;
	put: string;
	/** The kind of fault, e.g. "row left out". */
	kind: string;
}

/** Texts for people: whether they read well is not what a test sees. */
const TEXTS = new Set(
	(
		'displayName description hint placeholder action message notice subtitle documentationUrl icon ' +
		'activationMessage'
	).split(' '),
);
/** Calls whose loss only a person sees. */
const TALK = /\.(?:info|warn|debug|note|log)$/;
/** What a developer mixes up: a method and the one that stands beside it in the manual. */
const SIBLINGS: Record<string, string> = {
	some: 'every',
	every: 'some',
	min: 'max',
	max: 'min',
	startsWith: 'endsWith',
	endsWith: 'startsWith',
	startOf: 'endOf',
	plus: 'minus',
	minus: 'plus',
	floor: 'ceil',
	ceil: 'floor',
	toUpperCase: 'toLowerCase',
	push: 'unshift',
	shift: 'pop',
	find: 'findLast',
	indexOf: 'lastIndexOf',
	test: '!test',
};
/** Steps of a chain that a developer forgets. */
const STEPS = new Set([
	'trim',
	'filter',
	'reverse',
	'sort',
	'toLowerCase',
	'slice',
	'toUTC',
	'flat',
]);
const TURNED: Partial<Record<ts.SyntaxKind, string>> = {
	[ts.SyntaxKind.LessThanToken]: '<=',
	[ts.SyntaxKind.LessThanEqualsToken]: '<',
	[ts.SyntaxKind.GreaterThanToken]: '>=',
	[ts.SyntaxKind.GreaterThanEqualsToken]: '>',
	[ts.SyntaxKind.EqualsEqualsEqualsToken]: '!==',
	[ts.SyntaxKind.ExclamationEqualsEqualsToken]: '===',
	[ts.SyntaxKind.AmpersandAmpersandToken]: '||',
	[ts.SyntaxKind.BarBarToken]: '&&',
	[ts.SyntaxKind.PlusToken]: '-',
	[ts.SyntaxKind.MinusToken]: '+',
	[ts.SyntaxKind.AsteriskToken]: '/',
	[ts.SyntaxKind.SlashToken]: '*',
};

function isText(node: ts.Node): boolean {
	for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
		if (ts.isPropertyAssignment(at) && TEXTS.has(at.name.getText())) return true;
		if (ts.isThrowStatement(at)) return true;
		if (ts.isCallExpression(at) && TALK.test(at.expression.getText())) return true;
		if (ts.isTypeNode(at) || ts.isImportDeclaration(at) || ts.isExportDeclaration(at)) return true;
	}
	return false;
}

/** An element of a list with the comma that belongs to it. */
function withComma(list: ts.NodeArray<ts.Node>, at: number): [number, number] {
	if (at + 1 < list.length) return [list[at].getStart(), list[at + 1].getStart()];
	return [at > 0 ? list[at - 1].end : list[at].getStart(), list[at].end];
}

/** Sentences are read by people; words, paths and patterns by machines. */
const isSentence = (text: string): boolean =>
	/[a-z,.] [a-zA-Z]/.test(text) && /^[A-Z]|\. /.test(text);

/** Every fault of the known kinds that a developer could make in this source. */
export function changesOf(source: string): Change[] {
	const file = ts.createSourceFile('file.ts', source, ts.ScriptTarget.Latest, true);
	const changes: Change[] = [];
	const add = (node: ts.Node, put: string, kind: string): void => {
		changes.push({ start: node.getStart(), end: node.end, put, kind });
	};

	function literals(node: ts.Node): void {
		if (ts.isNumericLiteral(node)) {
			const value = Number(node.text.replaceAll('_', ''));
			add(node, String(value === 0 ? 1 : value + 1), 'number one more');
			if (value > 1) add(node, String(value * 10), 'number ten times');
		} else if (ts.isStringLiteral(node) && node.text !== '' && !isSentence(node.text)) {
			add(node, JSON.stringify(`${node.text}~`), 'word misspelt');
		} else if (ts.isRegularExpressionLiteral(node)) {
			const [, body, flags] = /^\/(.*)\/(\w*)$/s.exec(node.text) ?? [];
			if (flags.includes('i'))
				add(node, `/${body}/${flags.replace('i', '')}`, 'pattern without flag');
			if (body.startsWith('^')) add(node, `/${body.slice(1)}/${flags}`, 'pattern without ^');
			if (/[^\\]\$$/.test(body)) add(node, `/${body.slice(0, -1)}/${flags}`, 'pattern without $');
			const branches =
				/^\^?\(\?:([^()]*\|[^()]*)\)\$?$/.exec(body) ?? /^([^()[\]]*\|[^()[\]]*)$/.exec(body);
			for (const branch of branches?.[1].split('|') ?? []) {
				const rest = branches![1]
					.split('|')
					.filter((one) => one !== branch)
					.join('|');
				add(node, `/${body.replace(branches![1], rest)}/${flags}`, 'pattern without a branch');
			}
		} else if (node.kind === ts.SyntaxKind.TrueKeyword) {
			add(node, 'false', 'true is false');
		} else if (node.kind === ts.SyntaxKind.FalseKeyword) {
			add(node, 'true', 'false is true');
		}
	}

	function lists(node: ts.Node): void {
		const list = ts.isArrayLiteralExpression(node)
			? node.elements
			: ts.isObjectLiteralExpression(node)
				? node.properties
				: undefined;
		list?.forEach((element, at) => {
			if (ts.isPropertyAssignment(element) && TEXTS.has(element.name.getText())) return;
			const [start, end] = withComma(list, at);
			changes.push({ start, end, put: '', kind: 'row left out' });
		});
		if (
			ts.isPropertyAssignment(node) &&
			!/^(?:null|undefined|true|false|'|\d)/.test(node.initializer.getText())
		) {
			add(node.initializer, 'null as never', 'value lost');
		}
	}

	function conditions(node: ts.Node): void {
		if (ts.isIfStatement(node)) {
			add(node.expression, 'Boolean(true)', 'always');
			add(node.expression, 'Boolean(false)', 'never');
		} else if (ts.isConditionalExpression(node)) {
			add(node, node.whenTrue.getText(), 'always');
			add(node, node.whenFalse.getText(), 'never');
		} else if (ts.isBinaryExpression(node)) {
			const turned = TURNED[node.operatorToken.kind];
			if (turned !== undefined && !(turned === '-' && /['`]/.test(node.getText()))) {
				add(node.operatorToken, turned, `${node.operatorToken.getText()} is ${turned}`);
			}
			if (
				node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ||
				node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken
			) {
				add(node, node.left.getText(), 'without the right side');
				add(node, node.right.getText(), 'without the left side');
			}
		} else if (
			ts.isPrefixUnaryExpression(node) &&
			node.operator === ts.SyntaxKind.ExclamationToken
		) {
			add(node, node.operand.getText(), 'without !');
		}
	}

	function statements(node: ts.Node): void {
		if (ts.isExpressionStatement(node)) {
			add(node, '', 'statement left out');
			if (ts.isAwaitExpression(node.expression)) {
				add(node, `void ${node.expression.expression.getText()};`, 'not awaited');
			}
		} else if (ts.isBreakStatement(node) || ts.isContinueStatement(node)) {
			add(node, '', 'jump left out');
		}
	}

	function calls(node: ts.Node): void {
		if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
		const { name, expression } = node.expression;
		const sibling = Object.hasOwn(SIBLINGS, name.text) ? SIBLINGS[name.text] : undefined;
		if (sibling === '!test') add(node, `!${node.getText()}`, 'test turned');
		else if (sibling !== undefined) add(name, sibling, `${name.text} is ${sibling}`);
		if (STEPS.has(name.text)) add(node, expression.getText(), `without ${name.text}`);
	}

	function walk(node: ts.Node): void {
		if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
			return;
		if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
		if (!isText(node))
			for (const look of [literals, lists, conditions, statements, calls]) look(node);
		ts.forEachChild(node, walk);
	}
	walk(file);
	const seen = new Set<string>();
	return changes.filter(({ start, end, put }) => {
		const key = `${start} ${end} ${put}`;
		if (seen.has(key) || source.slice(start, end) === put) return false;
		seen.add(key);
		return true;
	});
}

/** Whether a changed source is still one. */
export function parses(source: string): boolean {
	const { diagnostics } = ts.transpileModule(source, {
		reportDiagnostics: true,
		compilerOptions: { target: ts.ScriptTarget.ES2022 },
	});
	return (diagnostics ?? []).length === 0;
}

/** The same numbers between 0 and 1 for the same seed (mulberry32). */
function random(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

/** `count` of `all` by chance; the same for the same seed. */
export function sample<T>(all: T[], count: number, seed: number): T[] {
	const next = random(seed);
	const rest = [...all];
	const taken: T[] = [];
	while (taken.length < count && rest.length > 0) {
		taken.push(...rest.splice(Math.floor(next() * rest.length), 1));
	}
	return taken;
}
