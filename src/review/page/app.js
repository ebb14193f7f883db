// Ties the model to the page: what is shown, where the reader stands, keys and pointer, what is kept and saved.

const $ = (id) => document.getElementById(id);
const SOURCE = $("enru-data").textContent;
const VERSION = document.currentScript.dataset.version;
const model = new Model(JSON.parse(SOURCE));
const FILTERS = [["all", "All"], ["open", "To do"], ["doubtful", "Doubtful"], ["flagged", "Flagged"],
  ["unpaired", "Unpaired"], ["changed", "Changed"]];
const app = { filter: "all", query: "", at: 0, side: "en", index: 0, view: [], saved: 0 };

// ---- what is kept in the browser, by the content of the documents

/** FNV-1a, twice with different starts: names the store, protects nothing. */
function contentKey(text) {
  let [a, b] = [0x811c9dc5, 0x050c5d1f];
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(i), 0x01000197);
  }
  return `enru-review:${(a >>> 0).toString(16)}${(b >>> 0).toString(16)}`;
}

const STORE = contentKey(SOURCE);
let keeping = 0;

function keep() {
  clearTimeout(keeping);
  keeping = 0;
  try {
    const saved = app.saved === model.version;
    const kept = { items: model.snapshot(), saved, threshold: model.threshold, at: app.at };
    localStorage.setItem(STORE, JSON.stringify(kept));
  } catch {
    tell("This browser keeps no more: save the review to a file");
  }
}

function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(STORE) ?? "null");
    if (!kept) return;
    model.threshold = kept.threshold ?? model.threshold;
    if (!model.restore(kept.items)) return;
    app.saved = kept.saved || !model.rows.some((r) => model.isChanged(r)) ? model.version : -1;
    app.at = Math.min(kept.at ?? 0, model.rows.length - 1);
  } catch {
    localStorage.removeItem(STORE);
  }
}

// ---- showing

const list = new VirtualList($("scroller"), $("list"), {
  build: (i) => rowElement(model, model.rows[app.view[i]], { query: app.query, current: app.view[i] === app.at, chosen: app }),
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

/** Shows what the filter and the search let through. */
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
  if (!app.view.length) $("scroller").append(make("p", "empty", "No segment matches."));
  showState();
}

function showState() {
  const { done, all } = model.progress();
  const [bar, text] = $("progress").children;
  Object.assign(bar, { max: Math.max(1, all), value: all ? done : 1 });
  text.textContent = all ? `${done} of ${all} doubtful ones done` : "nothing doubtful";
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

let toast = null;
function tell(text) {
  $("live").textContent = text;
  toast?.remove();
  toast = make("div", "", text);
  toast.id = "toast";
  toast.setAttribute("aria-hidden", "true");
  document.body.append(toast);
  const mine = toast;
  setTimeout(() => mine.remove(), 1600);
}

/** Stands on row `at`. */
function go(at, { centre = false, side = app.side, index = 0, quiet = false } = {}) {
  const place = app.view.indexOf(at);
  if (place < 0) return;
  const before = current();
  Object.assign(app, { at, side, index });
  const row = current();
  if (row[app.side].length === 0) app.side = app.side === "en" ? "ru" : "en";
  app.index = Math.min(app.index, Math.max(0, row[app.side].length - 1));
  for (const r of [before, row]) if (r) list.refresh(r.key);
  list.scrollTo(place, centre);
  const element = list.shown.get(row.key);
  element?.setAttribute("aria-description", spoken(model, row));
  if (!quiet) element?.focus({ preventScroll: true });
  fillWhy($("why"), model, row);
}

/** Shows what an operation gave. */
function after(result) {
  if (result.refused) return tell(result.refused);
  app.at = result.at;
  // What was just changed stays in sight, though the filter might drop it now.
  app.pinned = result.at;
  show();
  app.pinned = undefined;
  go(result.at);
  tell(result.said);
  clearTimeout(keeping);
  keeping = setTimeout(keep, 300);
}

function step(by) {
  const place = app.view.indexOf(app.at) + by;
  if (place >= 0 && place < app.view.length) go(app.view[place]);
}

function seek(by) {
  const open = app.view.filter((i) => model.isOpen(model.rows[i]));
  const next = by > 0 ? open.find((i) => i > app.at) : open.findLast((i) => i < app.at);
  if (next !== undefined) go(next, { centre: true });
  else tell(open.length ? `No doubtful one ${by > 0 ? "below" : "above"}` : "No doubtful one left here");
}

// ---- editing in place

function edit() {
  const row = current();
  const cell = list.shown.get(row?.key)?.querySelector(`.side[data-side="${app.side}"]`);
  if (!cell) return;
  const area = make("textarea");
  area.value = model.side(row, app.side);
  area.setAttribute("aria-label", app.side === "en" ? "English text" : "Russian text");
  const button = (text, run) => {
    const b = make("button", "", text);
    b.addEventListener("click", run);
    return b;
  };
  let open = true;
  const finish = (text) => {
    if (!open) return;
    open = false;
    const same = text === null || text === model.side(row, app.side);
    list.refresh(row.key);
    if (same) return go(app.at, { index: app.index });
    after(model.edit(app.at, app.side, text));
  };
  const buttons = make("div", "editing-help", button("Keep", () => finish(area.value)), " ",
    button("Cancel", () => finish(null)), " ",
    button("Restore original", () => finish(joinedText(row[app.side]))), "  Ctrl+Enter keeps, Esc cancels");
  cell.replaceChildren(area, buttons);
  area.style.height = `${Math.max(60, area.scrollHeight + 8)}px`;
  area.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") finish(null);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) finish(area.value);
    if (event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      finish(area.value);
      save();
    }
  });
  list.render();
  area.focus();
}

// ---- what can be done

function save() {
  download(`${model.name}.review.json`, "application/json", reviewJson(model));
  app.saved = model.version;
  keep();
  showState();
  tell("Saved");
}

function discard() {
  if (!confirm("Forget all changes made on this page and start from the alignment again?")) return;
  model.rows = model.original.slice();
  Object.assign(model, { done: [], undone: [], version: model.version + 1 });
  app.saved = model.version;
  localStorage.removeItem(STORE);
  show();
  go(app.at);
  tell("All changes discarded");
}

function mergeAbove() {
  return app.at > 0 ? model.merge(app.at - 1) : { refused: "There is nothing above" };
}

function accept() {
  const was = current()?.status;
  if (!current()) return;
  after(model.setStatus(app.at, "reviewed"));
  if (was !== "reviewed") {
    const next = app.view.find((i) => i > app.at && model.isOpen(model.rows[i]));
    if (next !== undefined) go(next, { centre: true });
  }
}

const DO = {
  accept,
  reject: () => after(model.setStatus(app.at, "rejected")),
  mergeAbove: () => after(mergeAbove()),
  mergeBelow: () => after(model.merge(app.at)),
  split: () => after(model.split(app.at, app.side, app.index)),
  moveUp: () => after(model.move(app.at, app.side, -1)),
  moveDown: () => after(model.move(app.at, app.side, 1)),
  unlink: () => after(model.unlink(app.at)),
  edit,
  undo: () => after(model.undo()),
  redo: () => after(model.redo()),
  next: () => seek(1),
  previous: () => seek(-1),
  down: () => step(1),
  up: () => step(-1),
  first: () => app.view.length && go(app.view[0]),
  last: () => app.view.length && go(app.view.at(-1)),
  english: () => go(app.at, { side: "en" }),
  russian: () => go(app.at, { side: "ru" }),
  sentenceBefore: () => go(app.at, { index: Math.max(0, app.index - 1) }),
  sentenceAfter: () => go(app.at, { index: app.index + 1 }),
  save,
  csv: () => download(`${model.name}.csv`, "text/csv", csv(model)),
  tmx: () => download(`${model.name}.tmx`, "application/xml", tmx(model, VERSION)),
  discard,
  help: () => $("help").showModal(),
  search: () => $("search").select(),
  why: () => {
    $("why").hidden = !$("why").hidden;
    $("why-button").setAttribute("aria-expanded", String(!$("why").hidden));
  },
};

const KEYS = {
  n: "next", p: "previous", j: "down", k: "up", ArrowDown: "down", ArrowUp: "up", Home: "first", End: "last",
  ArrowLeft: "english", ArrowRight: "russian", ",": "sentenceBefore", ".": "sentenceAfter", Enter: "accept",
  x: "reject", m: "mergeBelow", M: "mergeAbove", s: "split", l: "unlink", e: "edit", z: "undo", Z: "redo", y: "redo",
  "/": "search", "?": "help", w: "why", "Shift+ArrowUp": "moveUp", "Shift+ArrowDown": "moveDown",
};

function onKey(event) {
  if ($("help").open) return;
  const typing = event.target.matches("input, textarea");
  if (event.ctrlKey || event.metaKey) {
    const name = { s: "save", z: event.shiftKey ? "redo" : "undo", y: "redo" }[event.key.toLowerCase()];
    if (!name || (typing && name !== "save")) return;
    event.preventDefault();
    return DO[name]();
  }
  if (typing || event.altKey) {
    if (event.key === "Escape" || (event.key === "Enter" && event.target === $("search"))) go(app.at);
    return;
  }
  if (event.key === "Enter" && event.target.matches("button")) return;
  const filter = FILTERS[Number(event.key) - 1];
  const name = KEYS[event.shiftKey && event.key.startsWith("Arrow") ? `Shift+${event.key}` : event.key];
  if (!name && !filter) return;
  event.preventDefault();
  if (filter) setFilter(filter[0]);
  else DO[name]();
}

function setFilter(name) {
  app.filter = name;
  show();
  if (app.view.length) go(app.at, { centre: true, quiet: true });
  $("live").textContent = `${app.view.length} segments shown`;
}

function onClick(event) {
  const element = event.target.closest(".row");
  if (event.target.closest("textarea, .editing-help")) return;
  if (element) {
    const at = app.view.find((i) => String(model.rows[i].key) === element.dataset.key);
    const sentence = event.target.closest("[data-side]");
    go(at, { side: sentence?.dataset.side ?? app.side, index: Number(sentence?.dataset.index ?? 0) });
  }
  const button = event.target.closest("[data-do]");
  if (button) DO[button.dataset.do]();
}

/** Lights a tie on both sides. */
function onHover(event) {
  const mark = event.target.closest?.("mark.tie");
  for (const lit of document.querySelectorAll("mark.lit")) lit.classList.remove("lit");
  if (!mark) return;
  const same = mark.closest(".row").querySelectorAll(`mark[data-tie="${mark.dataset.tie}"]`);
  for (const other of same) other.classList.add("lit");
}

function start() {
  $("name").textContent = model.name;
  if (model.sources.en) $("source-en").textContent = model.sources.en;
  if (model.sources.ru) $("source-ru").textContent = model.sources.ru;
  FILTERS.forEach(([name, label], i) => {
    const button = make("button", "", label, make("small", "", ""));
    button.dataset.filter = name;
    button.title = `${label} (${i + 1})`;
    button.addEventListener("click", () => setFilter(name));
    $("filters").append(button);
  });
  fillHelp($("help"));
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
      $("live").textContent = `${app.view.length} segments found`;
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
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", mapLater);
  addEventListener("pagehide", () => keeping && keep());
  addEventListener("beforeunload", (event) => unsaved() && event.preventDefault());
  show();
  if (app.view.length) go(app.at);
}

start();
performance.mark("enru-ready");
