import { product, type Product, type ProductStatus } from '../../../core/products/product';
import { sum } from '../../../core/orders/decimal';
import { amount, count, part, parts, text, word } from '../../../core/orders/read';
import { koreanTime } from '../orders/time';

/** A product in the answer of the search. See https://apicenter.commerce.naver.com/docs/commerce-api/current/search-product. */
export interface Found {
	/** Of the product itself; the shop shows it under a number of the channel. */
	originProductNo: number;
	channelProducts: ChannelProduct[];
}

interface ChannelProduct {
	channelProductNo: number;
	channelServiceType: string;
	name: string;
	/** The seller's own code. */
	sellerManagementCode: string;
	statusType: string;
	/** In won, before any discount. */
	salePrice: number;
	stockQuantity: number;
	representativeImage: { url: string };
	modifiedDate: string;
}

/** A product as its own page has it. */
export interface Origin {
	statusType: string;
	name: string;
	salePrice: number;
	stockQuantity: number;
	images: { representativeImage: { url: string } };
	detailAttribute: {
		sellerCodeInfo: { sellerManagementCode: string; sellerBarcode: string };
		optionInfo: OptionInfo;
	};
}

export interface OptionInfo {
	optionCombinations: Option[];
	optionStandards: Option[];
	useStockManagement: boolean;
}

/** A choice of the buyer, with a stock of its own. */
export interface Option {
	id: number;
	optionName1: string;
	optionName2: string;
	optionName3: string;
	optionName4: string;
	stockQuantity: number;
	/** What it costs more than the product. */
	price: number;
	usable: boolean;
	sellerManagerCode: string;
}

/** What can be bought: a product, or one option of it. `origin` only where it was read. */
export interface Entry {
	readonly found: Partial<Found>;
	readonly origin?: Partial<Origin>;
	readonly option?: Partial<Option>;
}

export const CURRENCY = 'KRW';

export function numberOf({ originProductNo }: Partial<Found>): string {
	return text(originProductNo) ?? '';
}

/** The product in the Smart Store; window shops show the same one. */
function channelOf({ channelProducts }: Partial<Found>): Partial<ChannelProduct> {
	const all = parts(channelProducts);
	return (
		all.find(({ channelServiceType }) => text(channelServiceType) === 'STOREFARM') ?? all[0] ?? {}
	);
}

/** The numbers under which the shop shows it. */
export function channelNumbersOf({ channelProducts }: Partial<Found>): string[] {
	return parts(channelProducts).flatMap(({ channelProductNo }) => text(channelProductNo) ?? []);
}

/** When it was changed, in Naver's own words. */
export function changedAt(found: Partial<Found>): string | null {
	return text(channelOf(found).modifiedDate);
}

export function sellerCodeOf({ found, origin }: Entry): string | null {
	const { sellerManagementCode } = part(part(part(origin).detailAttribute).sellerCodeInfo);
	return text(channelOf(found).sellerManagementCode) ?? text(sellerManagementCode);
}

export function optionInfoOf(origin: Partial<Origin>): Partial<OptionInfo> {
	return part(part(origin.detailAttribute).optionInfo);
}

/** The options of a product, of either kind; a product has one kind. */
export function optionsOf(origin: Partial<Origin>): Array<Partial<Option>> {
	const { optionCombinations, optionStandards } = optionInfoOf(origin);
	return [...parts(optionCombinations), ...parts(optionStandards)];
}

/** A product with options is sold by its options only. */
export function entriesOf(found: Partial<Found>, origin: Partial<Origin>): Entry[] {
	const options = optionsOf(origin);
	if (options.length === 0) return [{ found, origin }];
	return options.map((option) => ({ found, origin, option }));
}

export function skuOf(entry: Entry): string | null {
	return entry.option ? text(entry.option.sellerManagerCode) : sellerCodeOf(entry);
}

export function statusOf({ found, origin }: Entry): string | null {
	return text(part(origin).statusType) ?? text(channelOf(found).statusType);
}

export function stockOf({ found, origin, option }: Entry): string | null {
	if (option) return amount(option.stockQuantity);
	return amount(part(origin).stockQuantity) ?? amount(channelOf(found).stockQuantity);
}

export function salePriceOf({ found, origin }: Entry): string | null {
	return amount(part(origin).salePrice) ?? amount(channelOf(found).salePrice);
}

/** Before discounts; of an option, with what it costs more. */
export function priceOf(entry: Entry): string | null {
	const price = salePriceOf(entry);
	const more = entry.option ? amount(entry.option.price) : '0';
	return price === null || more === null ? price : sum([price, more]);
}

const STATUSES: Readonly<Record<string, ProductStatus>> = {
	WAIT: 'draft',
	UNADMISSION: 'draft',
	REJECTION: 'draft',
	SALE: 'active',
	OUTOFSTOCK: 'inactive',
	SUSPENSION: 'inactive',
	PROHIBITION: 'inactive',
	CLOSE: 'ended',
	DELETE: 'ended',
};

/** What the buyer chooses, e.g. `파랑 / L`. */
function choiceOf({ optionName1, optionName2, optionName3, optionName4 }: Partial<Option>): string {
	const names = [optionName1, optionName2, optionName3, optionName4];
	return names.flatMap((name) => text(name) ?? []).join(' / ');
}

/** As `product/1`. */
export function toProduct(entry: Entry, account: string | null): Product {
	const { found, origin, option } = entry;
	const channel = channelOf(found);
	const { representativeImage } = part(part(origin).images);
	const statusRaw = statusOf(entry);
	const choice = option && choiceOf(option);
	const title = text(part(origin).name) ?? text(channel.name);
	const isUnread = origin === undefined;
	return product({
		marketplace: 'naver',
		account,
		id: numberOf(found),
		variantId: option ? text(option.id) : null,
		sku: skuOf(entry),
		ean: text(part(part(part(origin).detailAttribute).sellerCodeInfo).sellerBarcode),
		title: choice ? `${title ?? ''} (${choice})`.trim() : title,
		status: option?.usable === false ? 'inactive' : word(STATUSES, statusRaw),
		statusRaw,
		quantity: count(stockOf(entry)),
		price: priceOf(entry),
		currency: CURRENCY,
		imageUrl: text(part(channel.representativeImage).url) ?? text(part(representativeImage).url),
		updatedAt: koreanTime(channel.modifiedDate),
		missing: isUnread
			? ['variantId', 'ean'].map((field) => ({
					field,
					reason: "The options of the product were not read (option 'Read Options')",
				}))
			: [],
	});
}

/** What Naver sent for it. */
export function asSent({ found, origin }: Entry): object {
	return origin ? { ...found, originProduct: origin } : found;
}
