// Connects the model and the page: the view, the selection, keys and pointer, storage and saving.

const VERSION = document.currentScript.dataset.version;
// Created by start(), one at a time, so that the browser stays responsive.
let [model, store, list] = [];
const FILTERS = ["all", "open", "doubtful", "flagged", "unpaired", "omissions", "changed", "noted"];
// `anchor` is the start of a selection of several segments, `link` a sentence marked for linking.
const app = { filter: "all", query: "", at: 0, side: "en", index: 0, view: [], saved: 0, anchor: null, link: null };

let keeping = 0;

function keep() {
  clearTimeout(keeping);
  keeping = 0;
  const kept = store.keep({ saved: app.saved === model.version, threshold: model.threshold, at: app.at });
  if (!kept) tell(say("storeFull"));
  if (host) setTimeout(() => host.changed(hosted()));
}

/** The review and its counts, for the host page. */
function hosted() {
  const statistics = { segments: 0, doubtful: 0, decided: false };
  for (const row of model.rows) {
    if (!model.isUnpaired(row)) statistics.segments++;
    if (model.isOpen(row)) statistics.doubtful++;
    if (model.isDone(row) || row.note) statistics.decided = true;
  }
  return { review: reviewJson(model), statistics };
}

function recall() {
  const kept = store.own();
  if (kept) {
    model.threshold = kept.threshold ?? model.threshold;
    app.saved = kept.saved || !model.rows.some((r) => model.isChanged(r)) ? model.version : -1;
    app.at = Math.max(0, Math.min(kept.at ?? 0, model.rows.length - 1));
    return;
  }
  const decisions = store.earlier();
  if (!decisions) return;
  const { kept: taken, lost } = model.decide(decisions);
  app.saved = -1;
  keep();
  app.greeting = say("carriedOver")(taken, lost);
}

// ---- view

const makeList = () => new VirtualList($("scroller"), $("list"), {
  build: (place) => {
    const at = app.view[place];
    const selected = app.anchor !== null && isBetween(at, app.anchor, app.at);
    const link = app.link?.key === model.rows[at].key ? app.link : null;
    return rowElement(model, model.rows[at], { query: app.query, current: at === app.at, selected, chosen: app, link });
  },
  keyOf: (i) => model.rows[app.view[i]].key,
  guess: (i) => {
    const row = model.rows[app.view[i]];
    const letters = Math.max(...SIDES.map((s) => model.side(row, s).length));
    return 14 + 23 * Math.max(row.en.length, row.ru.length, Math.ceil(letters / 58));
  },
  onPlaced: () => {
    for (const element of list.shown.values()) {
      if (!element.dataset.drawn) drawBand(element);
      element.dataset.drawn = 1;
    }
    mapLater();
  },
});

const isBetween = (at, a, b) => at >= Math.min(a, b) && at <= Math.max(a, b);

let mapping = false;
function mapLater() {
  if (mapping) return;
  mapping = true;
  requestAnimationFrame(() => {
    mapping = false;
    const [top, size] = [list.scroller.scrollTop, list.scroller.clientHeight];
    const rows = Math.max(1, model.rows.length);
    const share = (y) => (app.view.length ? app.view[list.at(y)] / rows : 0);
    drawMinimap($("minimap"), model, { from: share(top), to: share(top + size) + 1 / rows });
  });
}

/** Shows the rows that match the filter and the search. */
function show() {
  app.view = [];
  model.rows.forEach((row, i) => {
    if (model.matches(row, app.filter, app.query) || i === app.pinned) app.view.push(i);
  });
  if (app.view.length && !app.view.includes(app.at)) app.at = app.view.find((i) => i >= app.at) ?? app.view.at(-1);
  for (const element of list.shown.values()) element.remove();
  list.shown.clear();
  list.setCount(app.view.length);
  document.querySelector(".empty")?.remove();
  if (!app.view.length) $("scroller").append(make("p", "empty", say("noMatch")));
  showState();
}

function showState() {
  const { done, all } = model.progress();
  const [bar, text] = $("progress").children;
  Object.assign(bar, { max: Math.max(1, all), value: all ? done : 1 });
  text.textContent = all ? say("progress")(done, all) : say("nothingDoubtful");
  for (const button of $("filters").children) {
    const name = button.dataset.filter;
    button.setAttribute("aria-pressed", String(name === app.filter));
    button.querySelector("small").textContent = model.rows.filter((r) => model.matches(r, name, "")).length;
  }
  document.querySelector('[data-do="undo"]').disabled = model.done.length === 0;
  document.querySelector('[data-do="redo"]').disabled = model.undone.length === 0;
  document.title = `${unsaved() ? "• " : ""}${model.name} – enru review`;
  fillWhy($("why"), model, current());
}

const current = () => (app.view.length ? model.rows[app.at] : undefined);
const unsaved = () => app.saved !== model.version;

/** Selects row `at`. */
function go(at, { centre = false, side = app.side, index = 0, quiet = false, extend = false } = {}) {
  const place = app.view.indexOf(at);
  if (place < 0) return;
  const before = current();
  const several = app.anchor !== null;
  app.anchor = extend ? app.anchor ?? app.at : null;
  Object.assign(app, { at, side, index });
  const row = current();
  app.index = Math.min(app.index, Math.max(0, row[app.side].length - 1));
  if (several || extend) list.refreshAll();
  else for (const r of [before, row]) if (r) list.refresh(r.key);
  list.scrollTo(place, centre);
  const element = list.shown.get(row.key);
  element?.setAttribute("aria-description", spoken(model, row));
  if (!quiet) element?.focus({ preventScroll: true });
  fillWhy($("why"), model, row);
}

/** Shows the result of an operation. */
function after(result) {
  if (result.refused) return tell(say(result.refused));
  Object.assign(app, { at: result.at, anchor: null, link: null });
  // A changed row stays visible even if it no longer matches the filter.
  app.pinned = result.at;
  show();
  app.pinned = undefined;
  go(result.at, { side: app.side, index: app.index });
  const text = say(result.said);
  tell(typeof text === "function" ? text(result.count) : text);
  keepSoon();
}

function keepSoon() {
  clearTimeout(keeping);
  keeping = setTimeout(keep, 300);
}

function step(by, extend = false) {
  const place = app.view.indexOf(app.at) + by;
  if (place >= 0 && place < app.view.length) go(app.view[place], { extend });
}

/** The doubtful segments without a decision, among those shown. */
const openOnes = () => app.view.filter((i) => model.isOpen(model.rows[i]));

function seek(by) {
  const open = openOnes();
  const next = by > 0 ? open.find((i) => i > app.at) : open.findLast((i) => i < app.at);
  if (next !== undefined) {
    go(next, { centre: true });
    return tell(say("left")(open.length));
  }
  if (open.length) return tell(say(by > 0 ? "noneBelow" : "noneAbove")(open.length));
  tell(say(model.rows.some((row) => model.isOpen(row)) ? "filteredOut" : "allDecided"));
}

// ---- editing in place

/** Opens a text field in `cell` and passes its text to `keepText`. */
function write(cell, { value, label, buttons = [], keepText }) {
  const area = make("textarea");
  area.value = value;
  area.setAttribute("aria-label", label);
  let open = true;
  const finish = (text) => {
    if (!open) return;
    open = false;
    list.refresh(current().key);
    if (text === null || text === value) go(app.at, { index: app.index });
    else keepText(text);
  };
  const button = (name, run) => makeButton(say(name), "", run);
  const help = make("div", "editing-help", button("keep", () => finish(area.value)), " ", button("cancel", () => finish(null)),
    ...buttons.flatMap(([name, text]) => [" ", button(name, () => finish(text))]), `  ${say("editHelp")}`);
  cell.replaceChildren(area, help);
  area.style.height = `${Math.max(60, area.scrollHeight + 8)}px`;
  area.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const command = event.ctrlKey || event.metaKey;
    if (event.key === "Escape") finish(null);
    if (event.key === "Enter" && command) finish(area.value);
    if (keyName(event) === "s" && command) {
      event.preventDefault();
      finish(area.value);
      save();
    }
  });
  list.render();
  area.focus();
}

const cellOf = (selector) => list.shown.get(current()?.key)?.querySelector(selector);

function edit() {
  const [row, at, side] = [current(), app.at, app.side];
  const cell = cellOf(`.side[data-side="${side}"]`);
  if (!cell) return;
  write(cell, {
    value: model.side(row, side), label: say("textOf")[side], buttons: [["restore", joinedText(row[side])]],
    keepText: (text) => after(model.edit(at, side, text)),
  });
}

function note() {
  const [row, at] = [current(), app.at];
  const cell = cellOf(".state");
  if (cell) write(cell, { value: row.note, label: say("noteOf"), keepText: (text) => after(model.comment(at, text)) });
}

/** Lets the user choose where to cut the chosen sentence. */
function cut() {
  const [at, side, index] = [app.at, app.side, app.index];
  const sentence = current()?.[side][index];
  const line = cellOf(`.sentence[data-side="${side}"][data-index="${index}"]`);
  if (!sentence || !line) return tell(say("nothingToCut"));
  const area = make("textarea", "cutting");
  Object.assign(area, { value: sentence.text, readOnly: true });
  area.setAttribute("aria-label", say("cutHelp"));
  const finish = (offset) => {
    list.refresh(current().key);
    if (offset === null) go(at, { side, index });
    else after(model.cut(at, side, index, offset));
  };
  line.replaceChildren(area, make("div", "editing-help", say("cutHelp")));
  area.style.height = `${area.scrollHeight + 8}px`;
  area.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") finish(null);
    if (event.key === "Enter") finish(area.selectionStart);
  });
  // A click sets the caret, and the sentence is cut there.
  area.addEventListener("click", () => area.selectionStart > 0 && finish(area.selectionStart));
  list.render();
  area.focus();
  area.setSelectionRange(0, 0);
}

// ---- actions

function save() {
  if (host) host.save(hosted());
  else download(`${model.name}.review.json`, "application/json", reviewJson(model));
  app.saved = model.version;
  keep();
  showState();
  if (!host) tell(say("saved"));
}

function discard() {
  if (!confirm(say("confirmDiscard"))) return;
  model.reset();
  app.saved = model.version;
  Object.assign(app, { anchor: null, link: null });
  keep();
  show();
  go(app.at);
  tell(say("discarded"));
}

/** The rows to which an action on the selection applies. */
const selection = () => (app.anchor === null ? [app.at] : app.view.filter((i) => isBetween(i, app.anchor, app.at)));

/** Merges the selection, or the current row with its neighbour. Never merges hidden rows. */
function merge(by) {
  const places = app.anchor === null ? [app.at, app.at + by].sort((a, b) => a - b) : selection();
  const [first, last] = [places[0], places.at(-1)];
  if (first < 0) return { refused: "nothingAbove" };
  if (last >= model.rows.length) return { refused: "nothingToMerge" };
  const seen = new Set(app.view);
  for (let at = first; at <= last; at++) if (!seen.has(at)) return { refused: "hidden" };
  return model.merge(first, last);
}

function accept() {
  if (!current()) return;
  if (app.anchor !== null) return after(model.setStatuses(selection(), "reviewed", app.at));
  const was = current().status;
  after(model.setStatus(app.at, "reviewed"));
  if (was === "reviewed") return;
  const open = openOnes();
  const next = open.find((i) => i > app.at);
  if (next !== undefined) go(next, { centre: true });
  else if (!model.rows.some((row) => model.isOpen(row)) && model.progress().all) tell(say("allDecided"));
}

function reject() {
  if (app.anchor !== null) return after(model.setStatuses(selection(), "rejected", app.at));
  after(model.setStatus(app.at, "rejected"));
}

/** Marks the chosen sentence, or links it with the marked one. */
function link() {
  const row = current();
  if (!row?.[app.side][app.index]) return tell(say("nothingToMove"));
  const here = { key: row.key, side: app.side, index: app.index };
  if (!app.link) {
    app.link = here;
    list.refresh(row.key);
    list.render();
    return tell(say("markLink"));
  }
  linkWith(app.link, here);
}

function linkWith(a, b) {
  const at = (end) => ({ ...end, at: model.rows.findIndex((row) => row.key === end.key) });
  if (a.key === b.key && a.side === b.side && a.index === b.index) {
    leave();
    return tell(say("markForgotten"));
  }
  const [from, to] = [at(a), at(b)];
  if (from.at >= 0 && to.at >= 0) after(model.link(from, to));
}

function leave() {
  if (!app.link && app.anchor === null) return;
  Object.assign(app, { link: null, anchor: null });
  list.refreshAll();
}

function openMore() {
  const many = (shownOnly) => (shownOnly ? app.view : model.rows.map((_, i) => i));
  fillMore($("more"), model, {
    acceptFrom: (from, shownOnly) => {
      const sure = many(shownOnly).filter((i) => {
        const row = model.rows[i];
        return row.status === "auto" && row.confidence !== null && row.confidence >= from && !model.isUnpaired(row);
      });
      $("more").close();
      after(model.setStatuses(sure, "reviewed", app.at));
    },
    count: (search, sides) => model.count(many(true), search, sides),
    replaceAll: (search, by, sides) => {
      if (search.find === "") return tell(say("badPattern"));
      after(model.replaceAll(many(true), search, by, sides, app.at));
    },
  });
  $("more").showModal();
}

const DO = {
  accept,
  reject,
  mergeAbove: () => after(merge(-1)),
  mergeBelow: () => after(merge(1)),
  split: () => after(model.split(app.at, app.side, app.index)),
  cut,
  moveUp: () => after(model.move(app.at, app.side, -1)),
  moveDown: () => after(model.move(app.at, app.side, 1)),
  unlink: () => after(model.unlink(app.at)),
  link,
  edit,
  note,
  undo: () => after(model.undo()),
  redo: () => after(model.redo()),
  next: () => seek(1),
  previous: () => seek(-1),
  down: () => step(1),
  up: () => step(-1),
  extendDown: () => step(1, true),
  extendUp: () => step(-1, true),
  first: () => app.view.length && go(app.view[0]),
  last: () => app.view.length && go(app.view.at(-1)),
  english: () => go(app.at, { side: "en" }),
  russian: () => go(app.at, { side: "ru" }),
  sentenceBefore: () => go(app.at, { index: Math.max(0, app.index - 1) }),
  sentenceAfter: () => go(app.at, { index: app.index + 1 }),
  leave,
  save,
  csv: () => download(`${model.name}.csv`, "text/csv", csv(model)),
  tmx: () => download(`${model.name}.tmx`, "application/xml", tmx(model, VERSION)),
  xlsx: () => download(`${model.name}.xlsx`, "", xlsx(model)),
  discard,
  help: () => $("help").showModal(),
  more: openMore,
  search: () => $("search").select(),
  language: () => translate(other(interfaceLanguage.code)),
  why: () => {
    $("why").hidden = !$("why").hidden;
    $("why-button").setAttribute("aria-expanded", String(!$("why").hidden));
  },
};

function onKey(event) {
  const name = keyName(event);
  if (event.ctrlKey || event.metaKey) return onCommand(event, name);
  if ($("help").open || $("more").open || event.altKey) return;
  if (event.target.matches("input, textarea, select")) {
    if (event.key === "Escape" || (event.key === "Enter" && event.target === $("search"))) go(app.at);
    return;
  }
  if (event.key === "Enter" && event.target.matches("button")) return;
  const filter = FILTERS[Number(event.key) - 1];
  if (!KEYS[name] && !filter) return;
  event.preventDefault();
  if (filter) setFilter(filter);
  else DO[KEYS[name]]();
}

/** Ctrl+S saves everywhere; text fields have their own undo and redo. */
function onCommand(event, name) {
  const command = { s: "save", z: "undo", "Shift+z": "redo", y: "redo" }[name];
  if (!command || (command !== "save" && event.target.matches("input, textarea"))) return;
  event.preventDefault();
  DO[command]();
}

function setFilter(name) {
  app.filter = name;
  app.anchor = null;
  show();
  if (app.view.length) go(app.at, { centre: true, quiet: true });
  $("live").textContent = say("shown")(app.view.length);
}

function onClick(event) {
  const element = event.target.closest(".row");
  if (event.target.closest("textarea, .editing-help")) return;
  if (element) {
    const at = app.view.find((i) => String(model.rows[i].key) === element.dataset.key);
    const sentence = event.target.closest("[data-side]");
    const extend = event.shiftKey && !event.target.closest("[data-do]");
    go(at, { side: sentence?.dataset.side ?? app.side, index: Number(sentence?.dataset.index ?? 0), extend });
  }
  const button = event.target.closest("[data-do]");
  if (button) DO[button.dataset.do]();
}

/** Highlights linked words on both sides. */
function onHover(event) {
  const mark = event.target.closest?.("mark.tie");
  for (const lit of document.querySelectorAll("mark.lit")) lit.classList.remove("lit");
  if (!mark) return;
  const same = mark.closest(".row").querySelectorAll(`mark[data-tie="${mark.dataset.tie}"]`);
  for (const found of same) found.classList.add("lit");
}

/** The sentence under the pointer, as {key, side, index}. */
function sentenceOf(event) {
  const line = event.target.closest?.(".sentence");
  if (!line) return null;
  return { key: Number(line.closest(".row").dataset.key), side: line.dataset.side, index: Number(line.dataset.index) };
}

/** Dragging a sentence onto one of the other side links the two. */
function startDragging() {
  let from = null;
  document.addEventListener("dragstart", (event) => {
    from = sentenceOf(event);
    if (from) event.dataTransfer.setData("text/plain", "");
  });
  document.addEventListener("dragover", (event) => {
    const to = from && sentenceOf(event);
    if (to && to.side !== from.side) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const to = from && sentenceOf(event);
    if (!to) return;
    event.preventDefault();
    linkWith(from, to);
  });
  document.addEventListener("dragend", () => { from = null; });
}

// ---- the language of the interface

const LANGUAGE = "enru-language";

function preferredLanguage() {
  if (host) return host.language;
  let chosen = null;
  try {
    chosen = localStorage.getItem(LANGUAGE);
  } catch {
    // Storage is blocked: use the language of the browser.
  }
  return chosen in TEXTS ? chosen : navigator.language?.startsWith("ru") ? "ru" : "en";
}

/** Sets all texts of the page in the language `code`. */
function translate(code) {
  interfaceLanguage.code = code;
  document.documentElement.lang = code;
  try {
    if (!host) localStorage.setItem(LANGUAGE, code);
  } catch {
    // Storage is blocked: the choice lasts until the page is closed.
  }
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = say(element.dataset.text);
  for (const element of document.querySelectorAll("[data-title]")) element.title = say(element.dataset.title);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
  $("search").placeholder = say("search");
  $("source-en").textContent = model.sources.en || say("english");
  $("source-ru").textContent = model.sources.ru || say("russian");
  $("filters").replaceChildren(...FILTERS.map((name, i) => {
    const button = make("button", "", say(name), make("small", "", ""));
    Object.assign(button, { type: "button", title: `${say(name)} (${i + 1})` });
    button.dataset.filter = name;
    button.addEventListener("click", () => setFilter(name));
    return button;
  }));
  fillHelp($("help"));
  show();
  if (app.view.length) go(app.at, { quiet: true });
}

/** Lets the browser process pending events, such as a key press. */
const pause = () => new Promise((resolve) => setTimeout(resolve));

async function start() {
  document.documentElement.classList.toggle("hosted", host !== null);
  const source = host ? await host.source() : $("enru-data").textContent;
  const data = JSON.parse(source);
  await pause();
  model = new Model(data);
  await pause();
  store = new Store(model, source);
  list = makeList();
  if (host) host.page = { review: hosted, translate };
  await pause();
  $("name").textContent = model.name;
  interfaceLanguage.code = preferredLanguage();
  recall();
  $("threshold").value = model.threshold;
  $("threshold").addEventListener("change", () => {
    const value = Number($("threshold").value);
    if (value >= 0 && value <= 1) model.threshold = value;
    show();
    keep();
  });
  let typing = 0;
  $("search").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      app.query = folded($("search").value);
      show();
      if (app.view.length) go(app.at, { quiet: true });
      $("live").textContent = say("found")(app.view.length);
    }, 120);
  });
  $("minimap").addEventListener("click", (event) => {
    const row = Math.floor((event.offsetY / $("minimap").clientHeight) * model.rows.length);
    const at = app.view.find((i) => i >= row) ?? app.view.at(-1);
    if (at !== undefined) go(at, { centre: true });
  });
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("mouseover", onHover);
  startDragging();
  store.watch(() => tell(say("otherTab")));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", mapLater);
  addEventListener("pagehide", () => keeping && keep());
  addEventListener("beforeunload", (event) => !host && unsaved() && event.preventDefault());
  translate(interfaceLanguage.code);
  if (app.view.length) go(app.at);
  if (app.greeting) tell(app.greeting);
  performance.mark("enru-ready");
}

start();
