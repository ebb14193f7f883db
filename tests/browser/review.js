// Opens a review page in Chromium and works on it as a person does. Arguments: Chromium, the page, the number of its
// segments. Prints the measurements; fails at the first difference.
"use strict";

const assert = require("node:assert/strict");
const { Browser } = require("./chromium.js");

const sentences = (review) => ["en", "ru"].map((s) => review.segments.flatMap((x) => x[`${s}_ids`]));

async function run([chromium, file, count]) {
  const browser = await Browser.launch(chromium);
  try {
    await browser.screen(1280, 800);
    await browser.open(file);
    const ready = await browser.eval('performance.getEntriesByName("enru-ready")[0].startTime');
    const before = JSON.parse(await browser.eval('document.getElementById("enru-data").textContent'));
    assert.equal(before.segments.length, Number(count));
    assert.equal(await browser.eval("window.broken"), undefined, "markup of a text was run");
    const shown = await browser.eval('document.querySelector("#list").textContent');
    assert.ok(shown.includes("</script><script>window.broken=1</script>"), "markup is shown as text");

    await browser.press("m");
    await browser.press("z");
    await browser.press("Shift+Z");
    await browser.press("j");
    await browser.press("l");
    await browser.press("e");
    await browser.type("Written by hand ");
    await browser.press("Ctrl+Enter");
    await browser.press("End");
    await browser.press("x");
    const saved = JSON.parse(await browser.download(() => browser.press("Ctrl+s")));
    assert.deepEqual(sentences(saved), sentences(before), "every sentence once, in order");
    assert.equal(saved.segments[0].shape, "2-2");
    assert.deepEqual([saved.segments[0].id, saved.segments[0].made, saved.segments[0].status], [null, "person", "reviewed"]);
    assert.deepEqual(saved.segments.slice(1, 3).map((s) => s.shape), ["1-0", "0-1"]);
    assert.ok(saved.segments[1].translation.en.includes("Written by hand"));
    assert.equal(saved.segments.at(-1).status, "rejected");

    await browser.open(file);
    const again = JSON.parse(await browser.download(() => browser.press("Ctrl+s")));
    assert.deepEqual(again.segments, saved.segments, "a reload keeps all decisions");
    assert.deepEqual(browser.problems, [], "the console");
    assert.deepEqual(browser.requests.filter((url) => !/^(file|blob|about):/.test(url)), [], "the network");
    process.stdout.write(`${count} segments ready after ${Math.round(ready)} ms\n`);
  } finally {
    await browser.close();
  }
}

run(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
