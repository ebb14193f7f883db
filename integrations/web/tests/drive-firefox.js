// Chooses two documents, aligns them, makes one decision and saves, in Firefox, from a file. Arguments: Firefox, enru.html, enru, a
// working folder. drive.js tests the rest, which is the same code in both browsers.
"use strict";

const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const documents = require("./documents.js");
const { Firefox } = require("../../../tests/browser/firefox.js");

const [firefox, html, enru, folder] = process.argv.slice(2).map((argument) => path.resolve(argument));
const FRAME = 'document.querySelector("#review iframe")';
const command = (...args) => execFileSync(enru, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });

async function run() {
  fs.mkdirSync(folder, { recursive: true });
  const [en, ru] = documents.docxPair(folder, "who-europe-measles");
  const browser = await Firefox.launch(firefox);
  const save = (name) => browser.downloadBytes(() => browser.eval(
    `void [...document.querySelectorAll("#saving button")].find((b) => b.textContent === "${name}").click()`));
  try {
    await browser.open(html);
    const ready = await browser.eval('performance.getEntriesByName("enru-ready")[0].startTime');
    await browser.choose("#files", [en, ru]);
    await browser.until(`!!${FRAME}?.contentWindow?.performance.getEntriesByName("enru-ready").length`);
    command("review", en, ru, "-o", "firefox.json", "--force");
    const before = JSON.parse(fs.readFileSync(path.join(folder, "firefox.json")));
    await browser.eval(`void ${FRAME}.contentDocument.querySelector('[data-do="next"]').click()`);
    await browser.eval(`void ${FRAME}.contentDocument.querySelector('[data-do="accept"]').click()`);
    const after = JSON.parse(await save("Review file"));
    const decided = after.segments.findIndex((segment, i) => segment.status !== before.segments[i].status);
    before.segments[decided].status = "reviewed";
    assert.deepEqual(after, before);
    fs.writeFileSync(path.join(folder, "firefox.json"), JSON.stringify(before));
    for (const format of ["tmx", "xlsx", "csv", "xliff", "jsonl"]) {
      const saved = await save(format.toUpperCase());
      command("apply", "firefox.json", "-o", `firefox.${format}`, "--force");
      assert.ok(saved.equals(fs.readFileSync(path.join(folder, `firefox.${format}`))), `${format} differs`);
    }
    assert.deepEqual(browser.problems, []);
    assert.deepEqual(browser.requests.filter((url) => !/^(file|blob|data|about|resource|chrome):/.test(url)), []);
    console.log(`Firefox: passed; opened to ready: ${Math.round(ready) / 1000} s`);
  } finally {
    await browser.close();
  }
}

run().then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
