// Opens a report of 10,000 pairs, sorts, filters and scrolls it. Arguments: Chromium, the page, whose pairs have the names
// `0000-…` to `9999-…`. Fails at the first difference, or if the page is slow.
"use strict";

const assert = require("node:assert/strict");
const { Browser } = require("./chromium.js");

async function run([chromium, file]) {
  const browser = await Browser.launch(chromium);
  /** The CPU time of the longest task during `act`, in milliseconds. */
  const longest = async (act) => {
    await browser.startTracing();
    await act();
    await browser.eval("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
    return (await browser.longestTasks())[0] ?? 0;
  };
  const set = (name, value) => longest(() => browser.eval(`(() => { const field = document.forms[0].elements[${JSON.stringify(name)}];
    field.value = ${JSON.stringify(value)}; field.dispatchEvent(new Event("input", { bubbles: true })); })()`));
  const names = () => browser.eval('[...document.querySelectorAll("ul > li")].map((card) => card.dataset.name.slice(0, 4))');
  try {
    await browser.screen(1280, 900);
    const times = [];
    times.push(await longest(async () => {
      await browser.send("Page.navigate", { url: `file://${file}` });
      await browser.until('document.querySelectorAll("ul > li").length > 0 && document.readyState === "complete"');
    }));
    times.push(await set("order", "name"));
    assert.deepEqual((await names()).slice(0, 3), ["0000", "0001", "0002"]);
    times.push(await set("part", "123"));
    const matches = Array.from({ length: 10000 }, (_, i) => String(i).padStart(4, "0")).filter((name) => name.includes("123"));
    assert.deepEqual(await names(), matches);
    times.push(await set("part", ""));
    times.push(await longest(() => browser.eval(`new Promise((resolve) => {
      let frames = 0;
      const step = () => { scrollBy(0, 300); if (++frames < 200) requestAnimationFrame(step); else resolve(); };
      requestAnimationFrame(step);
    })`)));
    assert.ok((await names()).length > 200, "cards are added when scrolling");
    assert.ok(times.every((time) => time < 400), `opening, sorting, filtering, scrolling: ${times} ms`);
    assert.deepEqual(browser.problems, [], "the console");
    process.stdout.write(`longest tasks of opening, sorting, filtering twice, scrolling: ${times.join(", ")} ms of CPU time, `
      + `${await browser.ownMemory()} MB\n`);
  } finally {
    await browser.close();
  }
}

run(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
