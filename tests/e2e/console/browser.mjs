// A headless Chromium for the console of a host.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

import { chromium } from 'playwright-core';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Debian's Chromium, or the one that KONGFLOW_CHROMIUM names. */
const executablePath = process.env.KONGFLOW_CHROMIUM ?? '/usr/bin/chromium';

// Nobody is logged in yet: the answer to that question is a 401, which browsers write down as an error.
const isFirstQuestion = ({ url }) => url.endsWith('/console/api/session');

export class Browser {
  #browser;

  static async start() {
    if (!existsSync(executablePath)) throw new Error(`there is no ${executablePath}: apt-get install chromium`);
    const browser = new Browser();
    // Chromium has no sandbox under root.
    browser.#browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    return browser;
  }

  /** A visitor of their own, logged in with `secret` when there is one; `settings`: Playwright's, of a context. */
  async visit(host, { secret, ...settings } = {}) {
    const context = await this.#browser.newContext({
      baseURL: host.url,
      viewport: { width: 1280, height: 860 },
      ...settings,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.problems = [];
    page.on('console', (message) => {
      if (message.type() === 'error' && !isFirstQuestion(message.location())) page.problems.push(message.text());
    });
    page.on('pageerror', (error) => page.problems.push(error.stack));
    if (secret !== undefined) await logIn(page, secret);
    return page;
  }

  async stop() {
    await this.#browser.close();
  }
}

export async function logIn(page, secret) {
  await page.goto('/console/');
  await page.getByLabel('Token or password').fill(secret);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
}

/** Opens an address of the console and waits until nothing of it is being loaded. */
export async function open(page, address) {
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForFunction(() => document.querySelector('.loading') === null);
}

/**
 * What axe finds of serious and critical faults: ["rule: element"]. `rules`: only these. Its script needs a page
 * without its policy.
 */
export async function accessibilityFaults(page, rules) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.addScriptTag({ path: axeFile });
  const options = { resultTypes: ['violations'], ...(rules ? { runOnly: rules } : {}) };
  const { violations } = await page.evaluate((chosen) => globalThis.axe.run(chosen), options);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** The rows of the page's only table that is called so, as texts. */
export const rowsOf = (page, table) => page.getByRole('table', { name: table }).locator('tbody').getByRole('row');

/** The field of a form by its label, which may say that it is optional. */
export const field = (page, label) => page.getByRole('dialog').getByLabel(label);
