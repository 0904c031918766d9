import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium, selectors, type Browser, type Locator, type Page } from 'playwright-core';
import { REPOSITORY } from './repository';

const EXECUTABLE = '/usr/bin/chromium';
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];
const VIEWPORT = { width: 1360, height: 820 };
/** For every wait: the editor shares two cores with n8n, and CI with other work. */
const PATIENCE_MS = 120_000;

selectors.setTestIdAttribute('data-test-id');

/** Starts the system's Chromium without a window. */
export async function openBrowser(): Promise<Browser> {
	if (!existsSync(EXECUTABLE)) {
		throw new Error(`There is no ${EXECUTABLE}: apt-get install chromium fonts-noto-cjk`);
	}
	return await chromium.launch({ executablePath: EXECUTABLE, args: FLAGS });
}

/** A page of a person who was never here. Leaving it with unsaved changes is confirmed. */
export async function openPage(browser: Browser): Promise<Page> {
	const context = await browser.newContext({ viewport: VIEWPORT, locale: 'en-US' });
	const page = await context.newPage();
	page.setDefaultTimeout(PATIENCE_MS);
	page.on('dialog', (dialog) => void dialog.accept());
	return page;
}

/**
 * Takes a picture for the documents. It goes to docs/images when SCREENSHOTS is set, since no two
 * pictures are the same to the byte, and to a folder for temporary files otherwise.
 */
export async function takePicture(of: Page | Locator, name: string): Promise<void> {
	pictureFolder ??= process.env.SCREENSHOTS
		? join(REPOSITORY, 'docs', 'images')
		: mkdtempSync(join(tmpdir(), 'n8n-pictures-'));
	mkdirSync(pictureFolder, { recursive: true });
	const path = join(pictureFolder, `${name}.png`);
	if (process.env.SCREENSHOTS) await delay(BUTTONS_SETTLE_MS);
	await of.screenshot({ path, animations: 'disabled', caret: 'hide', style: WITHOUT_NOTES });
}

// A button that was busy has no text for a moment.
const BUTTONS_SETTLE_MS = 500;
let pictureFolder: string | undefined;
// n8n's notes in the corner come and go, and cover what a picture is to show.
const WITHOUT_NOTES = '.el-notification { visibility: hidden }';
