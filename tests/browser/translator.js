// Works on a review page as translators do. Arguments: Chromium, the page (12 segments with one sentence per side; segment i
// has the confidence (i modulo 10) / 10). Fails at the first difference.
"use strict";

const assert = require("node:assert/strict");
const { Browser } = require("./chromium.js");

const shapes = (review) => review.segments.map((s) => s.shape);
const statuses = (review) => review.segments.map((s) => s.status);
const SAID = 'document.getElementById("live").textContent';

async function run([chromium, file]) {
  const browser = await Browser.launch(chromium);
  const press = async (...keys) => { for (const key of keys) await browser.press(key); };
  const saved = async () => JSON.parse(await browser.download(() => browser.press("Ctrl+s")));
  const undoAll = async (count) => press(...Array(count).fill("z"));
  const set = (id, value) => browser.eval(`(() => { const f = document.getElementById(${JSON.stringify(id)});
    f.value = ${JSON.stringify(value)}; f.dispatchEvent(new Event("input")); })()`);
  try {
    await browser.screen(1280, 900);
    await browser.open(file);
    const before = await saved();

    // A Russian keyboard, and Caps Lock: the position of the key counts.
    await press("Home");
    await browser.press("x", "ч");
    assert.equal((await saved()).segments[0].status, "rejected", "ч is the key x");
    await browser.press("z", "я");
    await browser.press("X");
    assert.equal((await saved()).segments[0].status, "rejected", "X by Caps Lock is x");
    await press("z");
    await browser.press("Shift+m", "Ь");
    assert.match(await browser.eval(SAID), /nothing above/i, "Shift+Ь merges with the segment above");
    assert.equal((await browser.download(() => browser.press("Ctrl+s", "ы"))).length > 0, true, "Ctrl+Ы saves");
    await press("?");
    await browser.until('document.getElementById("help").open');
    assert.match(await browser.eval('document.getElementById("help").textContent'), /n \/ т/, "the legend has both letters");
    assert.ok((await saved()).segments.length === 12, "Ctrl+S saves while the help is open");
    await press("Escape");

    // A range: from the first to the third.
    await press("Home", "Shift+J", "Shift+J", "Enter");
    assert.deepEqual(statuses(await saved()).slice(0, 4), ["reviewed", "reviewed", "reviewed", "auto"]);
    await press("z", "Home", "Shift+J", "Shift+J", "m");
    const merged = await saved();
    assert.deepEqual([merged.segments[0].shape, merged.segments[0].status], ["3-3", "reviewed"], "texts nobody touched are not edited");
    await press("z");

    // Typing a missing translation keeps the ids of the other segments.
    await press("Home", "l", "j", "ArrowLeft", "e");
    await browser.type("Typed in.");
    await press("Ctrl+Enter");
    const typed = await saved();
    assert.deepEqual(typed.segments[1].translation.en, "Typed in.");
    assert.equal(typed.segments[1].status, "edited");
    assert.deepEqual(typed.segments.slice(2).map((s) => s.id), before.segments.slice(1).map((s) => s.id));
    await undoAll(2);
    assert.deepEqual((await saved()).segments, before.segments, "undo puts all of it back");

    // A sentence is cut at the caret.
    await press("Home", "ArrowRight", "c");
    await browser.until('document.querySelector("textarea.cutting") !== null');
    await browser.eval('document.querySelector("textarea.cutting").setSelectionRange(12, 12)');
    await press("Enter");
    const cut = await saved();
    assert.deepEqual([cut.segments[0].ru_ids, cut.segments[1].ru_ids], [[1], [1]], "both parts keep the number");
    assert.equal(`${cut.segments[0].translation.ru}${cut.segments[1].translation.ru}`.replace(/\s/g, ""),
      before.segments[0].translation.ru.replace(/\s/g, ""));
    await press("z");

    // Sentences that are not neighbours are linked.
    await press("Home", "ArrowLeft", "g", "j", "j", "ArrowRight", "g");
    const linked = await saved();
    const crossing = linked.segments.find((s) => s.flags.includes("moved"));
    assert.deepEqual([crossing.en_ids, crossing.ru_ids], [[1], [3]]);
    assert.deepEqual(shapes(linked).filter((s) => s !== "1-1"), ["0-1", "1-0"]);
    await press("z");

    // A note, and the filter for notes.
    await press("Home", "t");
    await browser.type("Ask the client.");
    await press("Ctrl+Enter");
    await press("8");
    await browser.until('document.querySelectorAll("#list .row").length === 1');
    await press("1");
    assert.equal((await saved()).segments[0].note, "Ask the client.");

    // Merging under a filter never merges hidden segments.
    await set("search", "Sentence 1");
    await browser.until('document.querySelectorAll("#list .row").length === 4');
    await press("/", "Escape", "Home", "m");
    assert.match(await browser.eval(SAID), /hidden/, "the neighbour is hidden");
    await set("search", "");
    await browser.until('document.querySelectorAll("#list .row").length > 4');

    // Accept by confidence, find and replace.
    await press("r");
    await set("accept-from", "0.7");
    await browser.click("#accept-all");
    const sure = await saved();
    assert.deepEqual(sure.segments.map((s) => s.status === "reviewed"), sure.segments.map((s) => s.confidence >= 0.7));
    await press("z", "r");
    await set("find", "sentence");
    await set("replace-with", "Clause");
    await browser.click("#replace-all");
    await press("Escape");
    assert.ok((await saved()).segments.every((s) => s.translation.en.startsWith("Clause ")));
    await press("z");

    // Decisions and undo survive a reload.
    await press("Home", "x");
    await browser.until("JSON.stringify(localStorage).includes('rejected')");
    await browser.open(file);
    await press("z");
    assert.equal((await saved()).segments[0].status, "auto", "undone after a reload");

    // Next doubtful segment: reports how many are left, or that all are decided.
    await press("Home", "n");
    assert.match(await browser.eval(SAID), /^\d+ doubtful segments left$/);
    await press("r");
    await set("accept-from", "0");
    await browser.click("#accept-all");
    await press("n");
    assert.equal(await browser.eval(SAID), "All doubtful segments are decided");

    // In Russian.
    await browser.click('[data-do="language"]');
    assert.equal(await browser.eval('document.querySelector("#actions [data-do=accept]").textContent'), "Принять");
    await press("n");
    assert.equal(await browser.eval(SAID), "По всем сомнительным сегментам приняты решения");
    await browser.open(file);
    assert.equal(await browser.eval("document.documentElement.lang"), "ru", "the language is kept");
    assert.deepEqual(browser.problems, [], "the console");
  } finally {
    await browser.close();
  }
}

run(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
