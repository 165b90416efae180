// The page in a real browser: node tests/exports/browser.cjs FOLDER PAGE...
// At 360, 768 and 1280 pixels, light and dark: no violation by axe, nothing wider than the window,
// nothing fetched, no script but the page's own; by keyboard, without script, and as a PDF.
const fs = require("node:fs");
const path = require("node:path");
const { chromium } = require("playwright-core");

const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"];
const [folder, ...pages] = process.argv.slice(2);
const problems = [];
const hold = (what, holds) => holds || problems.push(what);

async function look(browser, file, scheme, width) {
  const name = `${path.basename(file, ".html")}-${width}-${scheme}`;
  const options = { colorScheme: scheme, viewport: { width, height: 900 }, bypassCSP: true };
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(`file://${file}`);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  hold(`${name}: wider than the window by ${wider}`, wider <= 0);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  violations.forEach((one) => hold(`${name}: ${one.id}, ${one.nodes[0].html.slice(0, 200)}`, false));
  await context.close();
}

async function use(browser, file) {
  const page = await browser.newPage();
  const heard = [];
  const asked = [];
  page.on("console", (message) => heard.push(message.text()));
  page.on("pageerror", (error) => heard.push(String(error)));
  page.on("dialog", (dialog) => heard.push(dialog.message()) && dialog.dismiss());
  page.on("request", (request) => request.url().startsWith("file:") || asked.push(request.url()));
  await page.goto(`file://${file}`);
  const all = await page.locator("article").count();
  await page.keyboard.press("Tab");
  hold("the first Tab leads to the skip link", await page.locator(".skip:focus").count());
  await page.locator(".filter input").focus();
  await page.keyboard.type("zzzz no resource");
  hold("the filter hides what lacks the words", !(await page.locator("article:visible").count()));
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  hold("and shows it again", (await page.locator("article:visible").count()) === all);
  await page.keyboard.press("Tab");
  await page.keyboard.press("D");
  const done = await page.locator('article[data-is~="done"]').count();
  hold("by state too", (await page.locator("article:visible").count()) === done);
  await page.pdf({ path: path.join(folder, `${path.basename(file, ".html")}.pdf`) });
  hold(`nothing is said or fetched: ${heard} ${asked}`, !heard.length && !asked.length);
  await page.close();
  const context = await browser.newContext({ javaScriptEnabled: false });
  const still = await context.newPage();
  await still.goto(`file://${file}`);
  hold("without script all is there", (await still.locator("article:visible").count()) === all);
  hold("but the filter", !(await still.locator(".filter").isVisible()));
  await context.close();
}

(async () => {
  const executablePath = process.env.CHROMIUM || "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: flags });
  for (const file of pages) {
    for (const scheme of ["light", "dark"]) {
      for (const width of [360, 768, 1280]) await look(browser, file, scheme, width);
    }
    await use(browser, file);
  }
  await browser.close();
  problems.forEach((one) => console.log(`chromium      FAILED: ${one}`));
  if (!problems.length) console.log(`chromium      shows ${pages.length} pages, and axe finds nothing`);
  process.exitCode = problems.length ? 1 : 0;
})();
