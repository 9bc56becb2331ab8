import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Locator, Page } from 'playwright-core';

const FOLDER = resolve(__dirname, '../../docs/images');
const MOST_BYTES = 100_000;
const SETTLED_MS = 1000;

/** A part of a page, in pixels. */
type Box = Record<'x' | 'y' | 'width' | 'height', number>;

/** What a picture shows. */
interface Frame {
	/** From the top of the first of these to the bottom of the last; each must be there. */
	parts: Locator[];
	/** What it is as wide as; else the parts. */
	across?: Locator;
	/** Space above the first and below the last. */
	above?: number;
	below?: number;
}

/** Takes a picture of a part of a page. */
export async function picture(name: string, page: Page, frame: Frame): Promise<void> {
	for (const part of frame.parts) await part.first().waitFor();
	await page.evaluate(SHOW_DEFAULT_PORT);
	const clip = await settled(page, frame);
	mkdirSync(FOLDER, { recursive: true });
	const path = join(FOLDER, `${name}.png`);
	await page.screenshot({ path, clip, animations: 'disabled', caret: 'hide' });
	const bytes = statSync(path).size;
	console.log(
		`${name}.png, ${Math.round(clip.width)} × ${Math.round(clip.height)}, ${bytes} bytes`,
	);
	if (bytes > MOST_BYTES) throw new Error(`${name}.png is larger than ${MOST_BYTES} bytes`);
}

/** Where the parts are when they no longer move or come. */
async function settled(page: Page, frame: Frame): Promise<Box> {
	let before: Box | undefined;
	for (let tries = 0; tries < 30; tries++) {
		const now = await clipOf(frame);
		if (JSON.stringify(now) === JSON.stringify(before)) return now;
		before = now;
		await page.waitForTimeout(SETTLED_MS);
	}
	throw new Error('The page does not come to rest');
}

async function clipOf({ parts, across, above = 0, below = 16 }: Frame): Promise<Box> {
	const boxes = (await Promise.all(parts.map(boxesOf))).flat();
	const wide = across ? await boxesOf(across) : boxes;
	const left = Math.max(0, Math.min(...wide.map(({ x }) => x)));
	const top = Math.max(0, Math.min(...boxes.map(({ y }) => y)) - above);
	const right = Math.max(...wide.map(({ x, width }) => x + width));
	const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + below;
	return { x: left, y: top, width: right - left, height: bottom - top };
}

async function boxesOf(part: Locator): Promise<Box[]> {
	const visible = await part.filter({ visible: true }).all();
	const boxes = await Promise.all(visible.map(async (one) => await one.boundingBox()));
	return boxes.flatMap((box) => (box && box.width > 0 ? [box] : []));
}

/** Runs in the page: the port is another one each time, and a reader's is n8n's own. */
const SHOW_DEFAULT_PORT = `
	const own = (text) => text.replace(/localhost:\\d+/g, 'localhost:5678');
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node; (node = walker.nextNode()); ) {
		if (node.nodeValue.includes('localhost:')) node.nodeValue = own(node.nodeValue);
	}
	for (const field of document.querySelectorAll('input')) {
		if (field.value.includes('localhost:')) field.value = own(field.value);
	}
`;
