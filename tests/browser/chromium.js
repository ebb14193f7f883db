// Controls Chromium through two pipes (DevTools protocol, JSON messages separated by NUL), so that the tests need neither
// Node packages nor an open port.
"use strict";

const { spawn } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
  "--disable-dev-shm-usage", "--disable-extensions", "--disable-component-update", "--disable-sync", "--mute-audio",
  "--font-render-hinting=none", "--remote-debugging-pipe"];
const PATIENCE = 60_000;

/** A running browser with one page. `problems` collects console errors, `requests` the URLs of network requests. */
class Browser {
  static async launch(executable) {
    const browser = new Browser();
    browser.folder = fs.mkdtempSync(path.join(os.tmpdir(), "enru-browser-"));
    browser.child = spawn(executable, [...FLAGS, `--user-data-dir=${browser.folder}/profile`, "about:blank"], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"], detached: true,
    });
    Object.assign(browser, { next: 1, waiting: new Map(), problems: [], requests: [], listeners: new Map(), downloads: new Map(), saves: [], rest: "" });
    browser.child.stdio[3].on("error", () => {});
    browser.child.stdio[4].setEncoding("utf8").on("data", (chunk) => browser.read(chunk));
    browser.child.on("exit", () => browser.fail(new Error("the browser ended")));
    const { targetId } = await browser.send("Target.createTarget", { url: "about:blank" });
    browser.session = (await browser.send("Target.attachToTarget", { targetId, flatten: true })).sessionId;
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await browser.send(`${domain}.enable`);
    await browser.send("Browser.setDownloadBehavior", { behavior: "allowAndName", downloadPath: browser.folder, eventsEnabled: true });
    return browser;
  }

  fail(error) {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }

  read(chunk) {
    const parts = (this.rest + chunk).split("\0");
    this.rest = parts.pop();
    for (const part of parts) this.receive(JSON.parse(part));
  }

  receive({ id, result, error, method, params }) {
    if (id !== undefined) {
      const call = this.waiting.get(id);
      this.waiting.delete(id);
      if (error) call?.reject(new Error(`${call.method}: ${error.message}`));
      else call?.resolve(result);
    }
    if (method === "Runtime.exceptionThrown") this.problems.push(params.exceptionDetails.exception?.description ?? "exception");
    if (method === "Log.entryAdded" && params.entry.level === "error") this.problems.push(params.entry.text);
    if (method === "Runtime.consoleAPICalled" && params.type === "error") this.problems.push(JSON.stringify(params.args));
    if (method === "Network.requestWillBeSent") this.requests.push(params.request.url);
    if (method === "Page.javascriptDialogOpening") this.send("Page.handleJavaScriptDialog", { accept: true }).catch(() => {});
    if (method === "Browser.downloadProgress") this.downloads.set(params.guid, params.state);
    if (method === "Tracing.dataCollected") this.traced.push(...params.value);
    if (method) for (const listen of this.listeners.get(method)?.splice(0) ?? []) listen(params);
  }

  send(method, params = {}) {
    const id = this.next++;
    const sessionId = /^(Target|Browser|Tracing|SystemInfo)\./.test(method) ? undefined : this.session;
    this.child.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return within(new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject, method })), method);
  }

  once(event) {
    const heard = new Promise((resolve) => {
      this.listeners.set(event, [...(this.listeners.get(event) ?? []), resolve]);
    });
    return within(heard, event);
  }

  /** Opens a file, and waits until the new page reports that it is ready. */
  async open(file) {
    const { loaderId } = await this.send("Page.navigate", { url: `file://${file}` });
    await this.wait(async () => (await this.send("Page.getFrameTree")).frameTree.frame.loaderId === loaderId, file);
    await this.until('performance.getEntriesByName("enru-ready").length > 0');
  }

  async eval(expression) {
    const answer = await this.send("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description ?? expression);
    return answer.result.value;
  }

  /** Waits until `expression` is true in the page. */
  async until(expression) {
    await this.wait(() => this.eval(expression), expression);
  }

  async wait(isTrue, what) {
    const end = Date.now() + PATIENCE;
    while (!(await isTrue())) {
      if (Date.now() > end) throw new Error(`never became true: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Presses a key, such as "Shift+M", "Ctrl+s", "Enter", "n". `typed` is the letter of the key in a Russian layout. */
  async press(name, typed) {
    const parts = name.length > 1 ? name.split("+") : [name];
    const place = parts.pop();
    const key = typed ?? place;
    const bits = { Alt: 1, Ctrl: 2, Shift: 8 };
    const modifiers = parts.reduce((sum, p) => sum + bits[p], 0);
    const text = key === "Enter" ? "\r" : key.length === 1 && !(modifiers & 3) ? key : undefined;
    const codes = { Enter: 13, Escape: 27, Tab: 9, ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40, End: 35, Home: 36 };
    const virtual = codes[place] ?? place.toUpperCase().charCodeAt(0);
    const signs = { ",": "Comma", ".": "Period", "/": "Slash", "?": "Slash" };
    const code = /^[a-z]$/i.test(place) ? `Key${place.toUpperCase()}` : signs[place] ?? place;
    const event = { key, code, text, modifiers, windowsVirtualKeyCode: virtual };
    await this.send("Input.dispatchKeyEvent", { type: text ? "keyDown" : "rawKeyDown", ...event });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...event, text: undefined });
  }

  async type(text) {
    await this.send("Input.insertText", { text });
  }

  /** Clicks the centre of the element that `selector` finds. */
  async click(selector) {
    const { x, y } = await this.eval(`(() => { const b = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect();
      return { x: b.x + b.width / 2, y: b.y + b.height / 2 }; })()`);
    await this.send("Input.dispatchMouseEvent", { type: "mouseMoved", x, y });
    for (const type of ["mousePressed", "mouseReleased"]) {
      await this.send("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount: 1 });
    }
  }

  /** The file that the page saves during `act`, as text. */
  async download(act) {
    return (await this.downloadBytes(act)).toString("utf8");
  }

  /** The file that the page saves during `act`. Chromium names it by its id, so that no two downloads collide. */
  async downloadBytes(act) {
    // Chromium drops the eleventh download that a page starts within a second.
    await this.wait(() => this.saves.filter((time) => time > Date.now() - 1100).length < 10, "fewer downloads");
    this.saves.push(Date.now());
    const begun = this.once("Browser.downloadWillBegin");
    await act();
    const { guid, suggestedFilename } = await begun;
    await this.wait(() => this.downloads.get(guid) === "completed", `${suggestedFilename} is saved`);
    const file = path.join(this.folder, guid);
    const bytes = fs.readFileSync(file);
    fs.rmSync(file);
    return bytes;
  }

  /** Drops files and folders onto the centre of the element that `selector` finds. */
  async drop(selector, files) {
    const { x, y } = await this.eval(`(() => { const b = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect();
      return { x: b.x + b.width / 2, y: b.y + b.height / 2 }; })()`);
    const data = { items: [], files, dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"]) await this.send("Input.dispatchDragEvent", { type, x, y, data });
  }

  /** Selects files in a file input, like the file dialog. */
  async choose(selector, files) {
    const { result } = await this.send("Runtime.evaluate", { expression: `document.querySelector(${JSON.stringify(selector)})` });
    await this.send("DOM.setFileInputFiles", { files, objectId: result.objectId });
  }

  async screen(width, height, { dark = false, print = false, mobile = false } = {}) {
    await this.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: mobile ? 2 : 1, mobile });
    await this.send("Emulation.setEmulatedMedia", {
      media: print ? "print" : "", features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }],
    });
  }

  async screenshot(file) {
    await this.eval("new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))");
    const { data } = await this.send("Page.captureScreenshot", { format: "png" });
    fs.writeFileSync(file, Buffer.from(data, "base64"));
  }

  async startTracing() {
    this.traced = [];
    await this.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["toplevel", "__metadata"] } });
  }

  /** The CPU times of the tasks of the page's main thread since `startTracing`, longest first, in milliseconds. */
  async longestTasks() {
    const ended = this.once("Tracing.tracingComplete");
    await this.send("Tracing.end");
    await ended;
    const main = this.traced.filter((e) => e.name === "thread_name" && e.args.name === "CrRendererMain").map((e) => `${e.pid}:${e.tid}`);
    const tasks = this.traced.filter((e) => e.tdur && main.includes(`${e.pid}:${e.tid}`));
    return tasks.map((e) => Math.round(e.tdur / 1000)).sort((a, b) => b - a);
  }

  /** The peak memory of the largest renderer process, in megabytes, including the code of the browser. */
  async peakMemory() {
    return this.memory("VmHWM");
  }

  /** The memory that the page itself takes now, in megabytes: what the browser's task manager shows. */
  async ownMemory() {
    return this.memory("RssAnon");
  }

  async memory(field) {
    const { processInfo } = await this.send("SystemInfo.getProcessInfo");
    const sizes = processInfo.filter((p) => p.type === "renderer").map((p) => {
      const status = fs.readFileSync(`/proc/${p.id}/status`, "utf8");
      return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)[1]) >> 10;
    });
    return Math.max(...sizes);
  }

  async close() {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.send("Browser.close").catch(() => {});
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5000))]);
    try { process.kill(-this.child.pid, "SIGKILL"); } catch { /* gone already */ }
    fs.rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

function within(promise, what) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`no answer: ${what}`)), PATIENCE); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

module.exports = { Browser };
