// Controls Firefox through WebDriver BiDi without packages: Node 22, or Node 20 with --experimental-websocket. Has the part of
// the interface of tests/browser/chromium.js that the tests of enru.html need.
"use strict";

const { spawn } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const PATIENCE = 120_000;
/** Saves without a dialog, shows no other dialogs, and starts on an empty page. */
const PREFERENCES = {
  "browser.download.folderList": 2, "browser.download.useDownloadDir": true, "browser.download.always_ask_before_handling_new_types": false,
  "browser.helperApps.neverAsk.saveToDisk": "application/octet-stream,application/json,application/xml,text/csv",
  "browser.download.alwaysOpenPanel": false, "browser.shell.checkDefaultBrowser": false, "datareporting.policy.dataSubmissionEnabled": false,
  "app.update.disabledForTesting": true, "browser.startup.page": 0, "network.captive-portal-service.enabled": false,
  "intl.accept_languages": "en-US",
};

class Firefox {
  static async launch(executable) {
    const browser = new Firefox();
    browser.folder = fs.mkdtempSync(path.join(os.tmpdir(), "enru-firefox-"));
    const preferences = { ...PREFERENCES, "browser.download.dir": browser.folder };
    const profile = path.join(browser.folder, "profile");
    fs.mkdirSync(profile);
    fs.writeFileSync(path.join(profile, "user.js"),
      Object.entries(preferences).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(""));
    browser.child = spawn(executable, ["--headless", "--remote-debugging-port", "0", "--profile", profile, "--no-remote"], { detached: true });
    Object.assign(browser, { next: 1, waiting: new Map(), problems: [], requests: [] });
    const address = await new Promise((resolve, reject) => {
      browser.child.stderr.setEncoding("utf8").on("data", (text) => {
        const found = /WebDriver BiDi listening on (ws:\S+)/.exec(text);
        if (found) resolve(found[1]);
      });
      browser.child.once("exit", () => reject(new Error("Firefox ended")));
      setTimeout(() => reject(new Error("Firefox does not listen")), PATIENCE).unref();
    });
    browser.socket = new WebSocket(`${address}/session`);
    await new Promise((resolve, reject) => Object.assign(browser.socket, { onopen: resolve, onerror: reject }));
    browser.socket.onmessage = ({ data }) => browser.receive(JSON.parse(data));
    await browser.send("session.new", { capabilities: { alwaysMatch: { unhandledPromptBehavior: { default: "accept" } } } });
    await browser.send("session.subscribe", { events: ["log.entryAdded", "network.beforeRequestSent"] });
    browser.context = (await browser.send("browsingContext.getTree", {})).contexts[0].context;
    return browser;
  }

  receive({ id, type, result, error, message, method, params }) {
    if (method === "log.entryAdded" && params.level === "error") this.problems.push(params.text);
    if (method === "network.beforeRequestSent") this.requests.push(params.request.url);
    const call = this.waiting.get(id);
    this.waiting.delete(id);
    if (type === "error") call?.reject(new Error(`${call.method}: ${error}: ${message}`));
    else call?.resolve(result);
  }

  send(method, params) {
    const id = this.next++;
    this.socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, method });
      setTimeout(() => reject(new Error(`no answer: ${method}`)), PATIENCE).unref();
    });
  }

  async open(file) {
    await this.send("browsingContext.navigate", { context: this.context, url: `file://${file}`, wait: "complete" });
    await this.until('performance.getEntriesByName("enru-ready").length > 0');
  }

  async eval(expression) {
    const answer = await this.send("script.evaluate", {
      expression: `(async () => JSON.stringify(await (${expression})))()`, target: { context: this.context }, awaitPromise: true, userActivation: true,
    });
    if (answer.type === "exception") throw new Error(answer.exceptionDetails.text);
    return answer.result.value === undefined ? undefined : JSON.parse(answer.result.value);
  }

  async until(expression) {
    const end = Date.now() + PATIENCE;
    while (!(await this.eval(expression))) {
      if (Date.now() > end) throw new Error(`never became true: ${expression}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async choose(selector, files) {
    const { nodes } = await this.send("browsingContext.locateNodes", { context: this.context, locator: { type: "css", value: selector } });
    await this.send("input.setFiles", { context: this.context, element: { sharedId: nodes[0].sharedId }, files });
  }

  async press(key) {
    const value = { Enter: "\uE007", Escape: "\uE00C", Tab: "\uE004" }[key] ?? key;
    const actions = ["keyDown", "keyUp"].map((type) => ({ type, value }));
    await this.send("input.performActions", { context: this.context, actions: [{ type: "key", id: "keyboard", actions }] });
  }

  async downloadBytes(act) {
    const before = new Set(fs.readdirSync(this.folder));
    await act();
    const end = Date.now() + PATIENCE;
    for (;;) {
      const names = fs.readdirSync(this.folder).filter((name) => !before.has(name));
      // Firefox creates an empty file with the final name, and a second one that grows.
      const whole = names.find((name) => !name.endsWith(".part") && fs.statSync(path.join(this.folder, name)).size > 0);
      if (whole && !names.some((name) => name.endsWith(".part"))) {
        const bytes = fs.readFileSync(path.join(this.folder, whole));
        fs.rmSync(path.join(this.folder, whole));
        return bytes;
      }
      if (Date.now() > end) throw new Error("nothing was saved");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async screenshot(file) {
    const { data } = await this.send("browsingContext.captureScreenshot", { context: this.context });
    fs.writeFileSync(file, Buffer.from(data, "base64"));
  }

  async close() {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.send("browser.close", {}).catch(() => {});
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5000).unref())]);
    try { process.kill(-this.child.pid, "SIGKILL"); } catch { /* gone already */ }
    fs.rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

module.exports = { Firefox };
