/**
 * A part of the product, and the tests that see it. `near` runs first: it is quick and finds most. What it
 * leaves is asked of all other tests, of those that name `marketplace` where the part belongs to one.
 */
export interface Area {
	name: string;
	/** The files of the part: paths from the root. */
	files: RegExp;
	/** Its own tests. */
	near: RegExp;
	/** A part of one marketplace: what the names of its tests say in the files that test all of them. */
	marketplace?: RegExp;
}

const core = (name: string, files: RegExp, near = files): Area => ({
	name: `core/${name}`,
	files: new RegExp(`^core/${files.source}`),
	near: new RegExp(`^test/core/${near.source}`),
});

const marketplace = (folder: string, name: RegExp): Area => ({
	name: `nodes/${folder}`,
	files: new RegExp(`^nodes/${folder}/`),
	near: new RegExp(`^test/(?!sandbox|faults|simulation|credentials).*${name.source}`, 'i'),
	marketplace: name,
});

/** Every file of the product is in the first area that it fits. */
export const AREAS: Area[] = [
	core('request', /(?:request\/|client\.ts)/, /request\//),
	core('access', /access\//),
	core('triggers', /triggers\//),
	core('lists', /lists\//),
	core('authorization', /authorization\//),
	core('orders', /orders\//),
	core('writes', /writes\//),
	core('operations', /(?!vendor)/, /(?:operations|accounts|products|writes)\//),
	marketplace('Allegro', /allegro/),
	marketplace('AmazonSellingPartner', /amazon/),
	marketplace('AssistTencho', /assist[- ]?tencho/),
	marketplace('BigCommerce', /bigcommerce/),
	marketplace('Kaufland', /kaufland/),
	marketplace('NaverCommerce', /naver/),
	{
		name: 'nodes/shared',
		files: /^nodes\//,
		near: /^test\/(?:nodes\/panel|engine\/authorization)/,
	},
	{ name: 'credentials', files: /^credentials\//, near: /^test\/credentials\// },
];

/** Tests of the sandbox, the scripts and the docs see nothing of the product's behaviour. */
export const ELSEWHERE = /^test\/(?:sandbox|scripts|[^/]+\.test\.ts)/;

/** The quickest: most of them need no n8n. */
export const UNIT = /^test\/(?:core|nodes|credentials)\//;

/** Minutes together; asked last. */
export const SLOW =
	/^test\/(?:simulation|faults|core\/lists\/overlapped|engine\/(?:token-life|secrets|reports|hanging|completeness|trouble))/;

export const areaOf = (file: string): Area | undefined =>
	AREAS.find(({ files }) => files.test(file) && !file.startsWith('core/vendor/'));
