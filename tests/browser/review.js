// Opens a review page in Chromium and works on it as a person does. Arguments: Chromium, the page, the number of its
// segments. Prints the measurements; fails at the first difference, or if a page of up to 5,000 segments is slow or large.
"use strict";

const assert = require("node:assert/strict");
const { Browser } = require("./chromium.js");

const sentences = (review) => ["en", "ru"].map((s) => review.segments.flatMap((x) => x[`${s}_ids`]));

/** Opens and scrolls the page. Measures CPU time, since the machine may be busy. */
async function measure(browser, file) {
  await browser.startTracing();
  await browser.open(file);
  const ready = (await browser.longestTasks()).reduce((sum, task) => sum + task, 0);
  await browser.startTracing();
  await browser.eval(`new Promise((resolve) => {
    let frames = 0;
    const step = () => {
      document.getElementById("scroller").scrollTop += 120;
      if (++frames < 200) requestAnimationFrame(step);
      else resolve();
    };
    requestAnimationFrame(step);
  })`);
  const scrolled = await browser.longestTasks();
  return { ready, frame: scrolled[Math.floor(200 * 0.05)], memory: await browser.ownMemory() };
}

async function run([chromium, file, count]) {
  const browser = await Browser.launch(chromium);
  try {
    await browser.screen(1280, 800);
    const { ready, frame, memory } = await measure(browser, file);
    assert.ok(count > 5000 || (ready < 1000 && frame <= 16 && memory < 150), `${ready} ms, ${frame} ms a frame, ${memory} MB`);
    await browser.press("Home");
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
    assert.deepEqual([saved.segments[0].id, saved.segments[0].made, saved.segments[0].status], ["", "person", "reviewed"]);
    assert.deepEqual(saved.segments.slice(1, 3).map((s) => s.shape), ["1-0", "0-1"]);
    assert.ok(saved.segments[1].translation.en.includes("Written by hand"));
    assert.equal(saved.segments.at(-1).status, "rejected");

    await browser.open(file);
    const again = JSON.parse(await browser.download(() => browser.press("Ctrl+s")));
    assert.deepEqual(again.segments, saved.segments, "a reload keeps all decisions");
    assert.deepEqual(browser.problems, [], "the console");
    assert.deepEqual(browser.requests.filter((url) => !/^(file|blob|about):/.test(url)), [], "the network");
    process.stdout.write(`${count} segments: ready after ${ready} ms of CPU time, ${frame} ms per frame when scrolling (95th ` +
      `percentile), ${memory} MB\n`);
  } finally {
    await browser.close();
  }
}

run(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
