const { build: bundle } = require('esbuild');
const { dest, parallel, series, src, watch } = require('gulp');
const { execFileSync } = require('node:child_process');
const { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const { devDependencies, n8n } = require('./package.json');

/** What n8n provides at run time; everything else that the code imports goes into the package. */
const PROVIDED = ['n8n-workflow', 'luxon'];

/** The modules that import a library which n8n does not provide; each becomes one file with it. */
const BUNDLED = ['core/vendor/bcrypt.ts'];

const OUT = 'dist';

async function clean() {
	rmSync(OUT, { recursive: true, force: true });
}

/** Type-checks and compiles; an error stops the build. */
async function compile() {
	const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc');
	execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
}

/** Tree-shaken and without a word of Node's timers or process, which community nodes must not touch. */
async function vendor() {
	await bundle({
		entryPoints: BUNDLED,
		outdir: OUT,
		outbase: '.',
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		mainFields: ['module', 'main'],
		conditions: ['import'],
		treeShaking: true,
		external: [...PROVIDED, 'crypto'],
		define: { setImmediate: 'undefined', setTimeout: 'undefined', scheduler: 'undefined' },
		minifySyntax: true,
		legalComments: 'inline',
	});
}

function icons() {
	return src('nodes/**/*.svg', { encoding: false }).pipe(dest(`${OUT}/nodes`));
}

/** What finds a node in n8n's search: its own words and those that all have in common. */
async function codex() {
	const common = JSON.parse(readFileSync('nodes/shared/search-words.json', 'utf8'));
	for (const node of n8n.nodes) {
		const file = `${node.slice(`${OUT}/`.length, -'.js'.length)}.json`;
		const { alias, ...facts } = JSON.parse(readFileSync(file, 'utf8'));
		mkdirSync(path.join(OUT, path.dirname(file)), { recursive: true });
		writeFileSync(path.join(OUT, file), JSON.stringify({ ...facts, alias: [...alias, ...common] }));
	}
}

/** Whatever a marketplace calls the things that it sells. */
const PRODUCTS = { get: 'product', getAll: 'product', updatePrice: 'price', updateStock: 'stock' };

/** What the items of an operation look like, by resource; each is a schema in `nodes/shared`. */
const SCHEMAS = {
	account: { check: 'account' },
	carrier: { getAll: 'carrier' },
	listing: PRODUCTS,
	offer: PRODUCTS,
	product: PRODUCTS,
	order: {
		get: 'order',
		getAll: 'order',
		ship: 'shipment',
		updateStatus: 'status',
		confirm: 'status',
		cancel: 'status',
	},
};

/**
 * What the editor offers for mapping before a node has run. n8n asks for it by resource and operation alone, so it
 * can be that of one output only: the default one, where its fields are known.
 */
async function schemas() {
	for (const node of n8n.nodes.filter((file) => !file.includes('Trigger'))) {
		const { properties } = descriptionOf(node);
		const output = properties.find(({ name }) => name === 'output').default;
		for (const { options, displayOptions } of properties.filter(
			({ name }) => name === 'operation',
		)) {
			const [resource] = displayOptions.show.resource;
			for (const { value } of options) {
				const schema = SCHEMAS[resource]?.[value];
				if (schema === undefined || (schema === 'order' && output !== 'order')) continue;
				const folder = path.join(path.dirname(node), '__schema__/v1.0.0', resource);
				mkdirSync(folder, { recursive: true });
				const text = readFileSync(`nodes/shared/${schema}.schema.json`, 'utf8');
				writeFileSync(path.join(folder, `${value}.json`), text);
			}
		}
	}
}

function descriptionOf(node) {
	const [Node] = Object.values(require(path.resolve(node)));
	return new Node().description;
}

/** No file may need what is neither in the package nor provided. */
async function checkImports() {
	for (const name of readdirSync(OUT, { recursive: true }).filter((file) => file.endsWith('.js'))) {
		const file = path.join(OUT, name);
		const wanted = [...readFileSync(file, 'utf8').matchAll(/require\("([^"./][^"]*)"\)/g)];
		for (const [, module] of wanted) {
			if (module in devDependencies && !PROVIDED.includes(module)) {
				throw new Error(`${file} imports ${module}, which is neither bundled nor provided by n8n`);
			}
		}
	}
}

const copy = parallel(icons, codex, schemas);

exports.build = series(clean, compile, vendor, copy, checkImports);
exports.watch = () => watch(['core', 'credentials', 'nodes'], series(compile, vendor, copy));
