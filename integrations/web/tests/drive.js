// Uses enru.html as a person does, from a file and without a network, and compares the saved files with those of the command
// line. Arguments: Chromium, enru.html, the program enru, a working folder, and optionally a folder for screenshots.
"use strict";

const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { Browser } = require("../../../tests/browser/chromium.js");
const documents = require("./documents.js");

const [chromium, html, enru, folder, screens] = process.argv.slice(2).map((argument) => path.resolve(argument));
const FORMATS = ["tmx", "xlsx", "csv", "xliff", "jsonl"];
const FRAME = 'document.querySelector("#review iframe")';
const inFrame = (expression) => `((document) => ${expression})(${FRAME}.contentDocument)`;
const REVIEWING = `!!${FRAME}?.contentWindow?.performance.getEntriesByName("enru-ready").length`;
const saver = (name) => `[...document.querySelectorAll("#saving button")].find((b) => b.textContent === "${name}")`;

const command = (...args) => execFileSync(enru, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
const at = (...names) => path.join(folder, ...names);
const figures = {};
const seconds = (from) => Math.round(performance.now() - from) / 1000;

let browser;
const click = (expression) => browser.eval(`${expression}.click()`);
const save = (name) => browser.downloadBytes(() => click(saver(name))).catch((error) => { throw new Error(`${name}: ${error.message}`); });
const states = () => browser.eval('[...document.querySelectorAll(".pair .state")].map((e) => e.className + ": " + e.textContent)');
const shot = async (name) => { if (screens) await browser.screenshot(path.join(screens, `${name}.png`)); };

/** Opens the page with empty storage. */
async function fresh() {
  await browser.eval('new Promise((done) => { const r = indexedDB.deleteDatabase("enru"); r.onsuccess = r.onerror = r.onblocked = done; })').catch(() => {});
  await browser.open(html);
  await browser.eval('document.documentElement.lang !== "en" && document.getElementById("language").click()');
}

/** The page saves the same files as `enru apply` writes for the review of the command line with the same decisions. */
async function sameAsApplied(review, options = []) {
  fs.writeFileSync(at("same.json"), JSON.stringify(review));
  for (const format of FORMATS) {
    const saved = await save(format.toUpperCase());
    command("apply", "same.json", "-o", `same.${format}`, "--force", ...options);
    assert.ok(saved.equals(fs.readFileSync(at(`same.${format}`))), `${format} differs from that of the command line`);
  }
}

async function twoDocuments() {
  const [en, ru] = documents.docxPair(folder, "who-europe-measles");
  await fresh();
  await shot("start");
  const from = performance.now();
  await browser.drop("#drop", [en, ru]);
  await browser.until(REVIEWING);
  figures["two DOCX, dropped to reviewed"] = `${seconds(from)} s`;
  await shot("review");
  command("review", en, ru, "-o", "cli.json", "--force");
  const before = JSON.parse(fs.readFileSync(at("cli.json")));
  const reviewFile = await save("Review file");
  fs.writeFileSync(at("page.json"), reviewFile);
  assert.ok(reviewFile.equals(fs.readFileSync(at("cli.json"))), "the review file differs");
  await sameAsApplied(before);
  command("align", en, ru, "-o", "aligned.tmx", "--force");
  assert.ok((await save("TMX")).equals(fs.readFileSync(at("aligned.tmx"))), "undecided, it is what enru align writes");

  await browser.eval(`${FRAME}.contentWindow.focus()`);
  await browser.press("n");
  await browser.press("Enter");
  await browser.until(inFrame('document.querySelectorAll(".row .state strong").length > 0'));
  const after = JSON.parse(await save("Review file"));
  const decided = after.segments.findIndex((segment, i) => segment.status !== before.segments[i].status);
  assert.equal(after.segments[decided].status, "reviewed");
  before.segments[decided].status = "reviewed";
  assert.deepEqual(after, before);
  await sameAsApplied(before);
  await browser.press("x");
  const rejected = JSON.parse(await save("Review file"));
  await sameAsApplied(rejected);

  await browser.eval('document.getElementById("back").click()');
  await browser.until('document.querySelectorAll(".pair .state.done").length === 1');
  await shot("list");
  await browser.open(html);
  assert.equal(await browser.eval('document.querySelectorAll(".pair .state.done").length'), 1, "kept over a reload");
  const kept = rejected.segments.filter((s) => s.status !== "rejected" && s.en_ids.length && s.ru_ids.length).length;
  assert.equal((await save("JSONL")).toString().trim().split("\n").length, kept, "saved from what was kept");
  await click('[...document.querySelectorAll(".pair button")].find((b) => b.textContent === "Review")');
  await browser.until(REVIEWING);
  assert.equal(await browser.eval(inFrame('document.querySelectorAll(".row.rejected").length > 0')), true, "and its decisions");
  await browser.eval('document.getElementById("forget").click()');
  await browser.until('document.querySelectorAll(".pair").length === 0');
  await browser.open(html);
  assert.equal(await browser.eval('document.querySelectorAll(".pair").length'), 0, "all forgotten");
  assert.deepEqual(await browser.eval("Object.keys(localStorage)"), []);
}

async function folderOfPairs() {
  await fresh();
  const given = documents.folderOfPairs(at("twenty"));
  const from = performance.now();
  await browser.drop("#drop", [given]);
  await browser.until('document.querySelectorAll(".pair").length === 20');
  figures["a folder of 20 pairs, dropped to listed"] = `${seconds(from)} s`;
  await shot("folder");
  await click('document.getElementById("align-all")');
  await browser.until('document.querySelectorAll(".pair .state.done").length >= 5');
  await shot("folder-running");
  await browser.until('document.querySelectorAll(".pair .state.done").length === 20');
  figures["the same, aligned"] = `${seconds(from)} s`;
  await shot("folder-done");
  command("batch", given, "-o", "batch", "--merge", "memory.tmx", "--force");
  assert.ok((await save("TMX")).equals(fs.readFileSync(at("memory.tmx"))), "one memory, as enru batch --merge writes it");
}

async function pdf() {
  const pair = documents.pdfPair(at("pdf"), "undp-issyk-kul-water");
  if (!pair) return console.log("not driven: PDF (no LibreOffice to make one)");
  await fresh();
  await browser.drop("#drop", pair);
  await browser.until(REVIEWING);
  command("align", ...pair, "-o", "pdf.csv", "--force");
  assert.ok((await save("CSV")).equals(fs.readFileSync(at("pdf.csv"))), "PDF as the command line");
}

/** A damaged document, an empty one, and one that crashes the module: each fails without affecting others. */
async function broken() {
  const bad = at("bad");
  for (const [name, content] of [["damaged.en.docx", documents.docx("Some words.").subarray(0, 300)], ["damaged.ru.docx", documents.docx("Слова.")],
    ["empty.en.txt", ""], ["empty.ru.txt", "Слово."]]) documents.write(bad, name, content);
  documents.docxPair(bad, "undp-issyk-kul-water");
  for (const lang of ["en", "ru"]) documents.write(bad, `trap.${lang}.txt`, documents.text("who-europe-measles", lang));
  const trapping = at("trap.html");
  // A module with one function that consists of the instruction `unreachable`.
  const module = "0061736d0100000001040160000003020100070801047472617000000a05010300000b";
  fs.writeFileSync(trapping, fs.readFileSync(html, "utf8").replace("engine.align(JSON.stringify(request))", `/trap/.test(request.en.name)
    ? new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from("${module}".match(/../g), (h) => parseInt(h, 16)))).exports.trap()
    : engine.align(JSON.stringify(request))`));
  await browser.open(trapping);
  await browser.drop("#drop", [bad]);
  await browser.until('document.querySelectorAll(".pair").length === 4');
  await click('document.getElementById("align-all")');
  await browser.until('document.querySelectorAll(".pair .state.done").length === 1 && document.querySelectorAll(".pair .state.failed").length === 3');
  const told = await states();
  assert.match(told.join("\n"), /cannot be used[^]*no text[^]*unreachable/i);
  await shot("broken");
  await browser.eval('document.getElementById("forget").click()');
}

async function cancel() {
  const pair = documents.longPair(at("cancel"), 20_000);
  await fresh();
  await browser.drop("#drop", pair);
  await browser.until('document.querySelectorAll(".pair progress[value]").length === 1');
  await shot("running");
  const from = performance.now();
  await click('document.getElementById("stop")');
  await browser.until('document.getElementById("stop").hidden');
  figures["stop, until the page is free"] = `${seconds(from)} s`;
  assert.match((await states())[0], /waiting/);
  await browser.eval('document.getElementById("forget").click()');
  await browser.drop("#drop", documents.docxPair(folder, "who-europe-measles"));
  await browser.until(REVIEWING);
}

/** Two thousand sentences: time, memory, and the longest time without a response. */
async function long() {
  const pair = documents.longPair(at("long"), 2000);
  await fresh();
  await browser.eval(`window.stalls = []; new PerformanceObserver((list) => stalls.push(...list.getEntries().map((e) => Math.round(e.duration))))
    .observe({ type: "longtask" })`);
  await browser.startTracing();
  const from = performance.now();
  await browser.drop("#drop", pair);
  await browser.until(REVIEWING);
  figures["2,000 sentences, dropped to reviewed"] = `${seconds(from)} s`;
  await browser.eval(`${FRAME}.contentWindow.focus()`);
  await browser.press("n");
  await browser.press("Enter");
  await save("TMX");
  const tasks = await browser.longestTasks();
  figures["longest tasks of the page's thread, milliseconds of processor time"] = tasks.slice(0, 5).join(", ");
  figures["tasks over 50 ms by the clock"] = JSON.stringify(await browser.eval("stalls"));
  figures["memory of the page's process at its highest"] = `${await browser.peakMemory()} MB`;
  const native = performance.now();
  command("review", ...pair, "-o", "long.html", "--force");
  figures["the same by the command line, enru review"] = `${seconds(native)} s`;
}

/** From the empty page to a saved memory with the keyboard only. */
async function keyboard() {
  await fresh();
  await browser.send("Page.setInterceptFileChooserDialog", { enabled: true });
  const focused = () => browser.eval('document.activeElement.id || document.activeElement.textContent');
  for (let i = 0; i < 20 && (await focused()) !== "choose-files"; i++) await browser.press("Tab");
  assert.equal(await focused(), "choose-files");
  const chooser = browser.once("Page.fileChooserOpened");
  await browser.press("Enter");
  const { backendNodeId } = await chooser;
  await browser.send("DOM.setFileInputFiles", { files: documents.docxPair(folder, "cis-rescue-exercises"), backendNodeId });
  await browser.send("Page.setInterceptFileChooserDialog", { enabled: false });
  await browser.until(REVIEWING);
  await browser.until(`document.activeElement === ${FRAME}`);
  await browser.press("n");
  await browser.press("Enter");
  const review = JSON.parse(await browser.downloadBytes(() => browser.press("Ctrl+s")));
  assert.equal(review.segments.filter((s) => s.status === "reviewed").length, 1);
  for (let i = 0; i < 60 && (await focused()) !== "TMX"; i++) await browser.press("Shift+Tab");
  assert.equal(await focused(), "TMX");
  assert.match((await browser.downloadBytes(() => browser.press("Enter"))).toString(), /<tmx/);
  for (let i = 0; i < 60 && (await focused()) !== "back"; i++) await browser.press("Shift+Tab");
  await browser.press("Enter");
  await browser.until('document.querySelectorAll(".pair .state.done").length === 1');
}

async function looks() {
  if (!screens) return;
  await fresh();
  for (const [name, width, height, how] of [["dark", 1280, 800, { dark: true }], ["phone", 390, 844, { mobile: true }]]) {
    await browser.screen(width, height, how);
    await shot(`start-${name}`);
  }
  await browser.screen(1280, 800);
  await browser.eval('document.getElementById("options").open = true');
  await shot("options");
  await click('document.getElementById("language")');
  await shot("options-russian");
  await browser.drop("#drop", documents.docxPair(folder, "who-europe-measles"));
  await browser.until(REVIEWING);
  await shot("review-russian");
  await browser.screen(1280, 800, { dark: true });
  await shot("review-dark");
  await browser.screen(390, 844, { mobile: true });
  await shot("review-phone");
  await click('document.getElementById("back")');
  await shot("list-phone");
}

async function run() {
  fs.mkdirSync(folder, { recursive: true });
  if (screens) fs.mkdirSync(screens, { recursive: true });
  const all = { twoDocuments, folderOfPairs, pdf, broken, cancel, long, keyboard, looks };
  const wanted = (process.env.ONLY ?? Object.keys(all).join(",")).split(",");
  for (const name of wanted) {
    browser = await Browser.launch(chromium);
    try {
      await browser.screen(1280, 800);
      await browser.send("Network.emulateNetworkConditions", { offline: true, latency: 0, downloadThroughput: 0, uploadThroughput: 0 });
      const from = performance.now();
      await browser.open(html);
      figures["opened to ready"] = `${Math.round(await browser.eval('performance.getEntriesByName("enru-ready")[0].startTime')) / 1000} s (${seconds(from)} s seen from outside)`;
      await all[name]();
      assert.deepEqual(browser.problems, []);
      assert.deepEqual(browser.requests.filter((url) => !/^(file|blob|data|about):/.test(url)), [], "nothing from the network");
      console.log(`${name}: passed`);
    } catch (error) {
      const said = await browser.eval('document.getElementById("live").textContent').catch(String);
      console.error(`${name}: ${error.stack}\nthe page said: ${said}\n${browser.problems.join("\n")}`);
      if (screens) await browser.screenshot(path.join(screens, "failure.png")).catch(() => {});
      process.exitCode = 1;
    } finally {
      await browser.close();
    }
  }
  for (const [what, figure] of Object.entries(figures)) console.log(`${what}: ${figure}`);
}

run();
