/** Version of the package, as marketplaces see it in the User-Agent. */
export const VERSION = '0.1.0';
