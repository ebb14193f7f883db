// Edits the review of samples/who-europe-measles by keyboard and mouse, and saves it. Arguments: Chromium, the page, and the
// paths for the saved JSON, CSV and TMX. Prints the expected beads.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const { Browser } = require("./chromium.js");

const beads = (segments) => segments.map((s) => [s.en_ids, s.ru_ids]);
const SHOWN = 'document.querySelectorAll("#list .row").length';

async function run([chromium, file, json, csv, tmx]) {
  const browser = await Browser.launch(chromium);
  const press = async (...keys) => { for (const key of keys) await browser.press(key); };
  const times = (key, count) => press(...Array(count).fill(key));
  try {
    await browser.screen(1280, 800);
    await browser.open(file);
    const before = JSON.parse(await browser.eval('document.getElementById("enru-data").textContent')).segments;
    assert.deepEqual(beads(before.slice(2, 8)), [
      [[3], [3, 4]], [[4, 5, 6], [5, 6]], [[7], [7]], [[8, 9], [8]], [[10], [9]], [[11], [10]],
    ]);

    await times("j", 6);
    await press("m"); // en 10 11 = ru 9 10
    await times("k", 3);
    await press("ArrowLeft", ".", "s"); // before en 5
    await press("ArrowRight", "Shift+ArrowDown"); // ru 6 to the second part
    await times("k", 2);
    await press("ArrowRight", "e");
    await browser.type("Правка: ");
    await press("Ctrl+Enter");
    await times("k", 2);
    await press("m", "z", "Shift+Z", "z"); // merged, undone, redone, undone
    await press("j");
    await browser.click('[data-do="unlink"]');
    await press("Home");
    await browser.click('[data-do="accept"]');
    await press("End", "x");

    await browser.click('[data-filter="unpaired"]');
    const unpaired = before.filter((s) => s.en_ids.length === 0 || s.ru_ids.length === 0).length;
    await browser.until(`${SHOWN} === ${unpaired + 2}`);
    await browser.click('[data-filter="flagged"]');
    await browser.until(`${SHOWN} === ${before.filter((s) => s.flags.length > 0).length}`);
    await browser.click('[data-filter="changed"]');
    await browser.until(`${SHOWN} === 8`);
    await browser.click('[data-filter="all"]');
    for (const word of ["Copenhagen", "копенгаген"]) {
      await press("/");
      await browser.eval('document.getElementById("search").value = ""');
      await browser.type(word);
      await browser.until(`${SHOWN} === 1`);
      await press("Escape");
    }
    await browser.eval('(() => { const s = document.getElementById("search"); s.value = ""; s.dispatchEvent(new Event("input")); })()');
    await browser.until(`${SHOWN} > 1`);
    await press("?");
    await browser.until('document.getElementById("help").open');
    await press("Escape");
    await browser.until('!document.getElementById("help").open');
    await press("Home", "n", "Enter"); // the first doubtful one is accepted
    const doubtful = await browser.eval('document.body.textContent.match(/(\\d+) of (\\d+) doubtful/)?.slice(1).map(Number)');
    assert.ok(doubtful && doubtful[0] > 0 && doubtful[0] < doubtful[1], `progress is shown: ${doubtful}`);

    const saved = await browser.download(() => browser.press("Ctrl+s"));
    fs.writeFileSync(json, saved);
    fs.writeFileSync(csv, await browser.download(() => browser.click('[data-do="csv"]')));
    fs.writeFileSync(tmx, await browser.download(() => browser.click('[data-do="tmx"]')));
    assert.deepEqual(browser.problems, [], "the console");
    const made = [[[4], [5]], [[5, 6], [6]], [[7], [7]], [[8, 9], [8]], [[10, 11], [9, 10]]];
    const expected = [[[1], [1]], [[2], []], [[], [2]], [[3], [3, 4]], ...made, ...beads(before.slice(8))];
    process.stdout.write(JSON.stringify(expected));
  } finally {
    await browser.close();
  }
}

run(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
