// Works on a review page in Firefox with the keyboard only, and checks what a screen reader announces. Arguments: Firefox, the
// page. Needs Node 22, or Node 20 with --experimental-websocket.
"use strict";

const assert = require("node:assert/strict");
const { Firefox } = require("./firefox.js");

const CONTROL = "\uE009";

async function run([firefox, file]) {
  const browser = await Firefox.launch(firefox);
  const save = () => browser.downloadBytes(async () => {
    const key = (type, value) => ({ type, value });
    const actions = [key("keyDown", CONTROL), key("keyDown", "s"), key("keyUp", "s"), key("keyUp", CONTROL)];
    await browser.send("input.performActions", { context: browser.context, actions: [{ type: "key", id: "keyboard", actions }] });
  });
  // A key in a Russian layout: the letter is Cyrillic, the position is the same.
  const russian = (letter, code) => browser.eval(`void (document.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent("keydown", { key: ${JSON.stringify(letter)}, code: "${code}", bubbles: true, cancelable: true }))`);
  try {
    await browser.open(file);
    const ready = await browser.eval('performance.getEntriesByName("enru-ready")[0].startTime');
    const before = JSON.parse(await browser.eval('document.getElementById("enru-data").textContent'));
    await browser.press("Enter");
    await russian("о", "KeyJ");
    await russian("ч", "KeyX");
    const saved = JSON.parse((await save()).toString());
    assert.equal(saved.segments[0].status, "reviewed", "Enter accepts");
    assert.ok(saved.segments.slice(1).some((segment) => segment.status === "rejected"), "a Russian layout has the same keys");
    assert.equal(saved.segments.length, before.segments.length);

    await browser.open(file);
    const again = JSON.parse((await save()).toString());
    assert.deepEqual(again.segments, saved.segments, "a reload keeps all decisions");

    const nameless = await browser.eval(`[...document.querySelectorAll("button, input, select, [role]")]
      .filter((e) => e.getClientRects().length && e.getAttribute("aria-hidden") !== "true")
      .filter((e) => !(e.getAttribute("aria-label") || e.getAttribute("aria-labelledby") || e.textContent.trim() || e.labels?.length || e.title))
      .map((e) => e.outerHTML.slice(0, 80))`);
    assert.deepEqual(nameless.filter((html) => !html.includes('role="status"')), [], "everything has a name");
    const roles = await browser.eval('["list", "toolbar", "status"].filter((role) => !document.querySelector("[role=" + role + "]"))');
    assert.deepEqual(roles, []);
    assert.deepEqual(browser.problems, [], "the console");
    assert.deepEqual(browser.requests.filter((url) => !/^(file|blob|data|about|resource|chrome):/.test(url)), [], "the network");
    process.stdout.write(`Firefox: ${before.segments.length} segments ready after ${Math.round(ready)} ms\n`);
  } finally {
    await browser.close();
  }
}

run(process.argv.slice(2)).then(() => process.exit(0), (error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
