// Connects files, engines, storage and views.

const app = { pairs: [], loose: [], options: { ...DEFAULTS }, open: null, running: false, shelf: null };
/** One worker aligns; the other serves the user in the meantime. */
const [aligner, desk] = [new Engine(), new Engine()];
const FORMATS = [["tmx", "TMX"], ["xlsx", "XLSX"], ["csv", "CSV"], ["xliff", "XLIFF"], ["jsonl", "JSONL"]];

const nameOf = (path) => path.split("/").at(-1);
const newId = () => `${Date.now()}-${Math.random()}`;

// ---- requests

/**
 * The options of a request. Adds the files that they name to `files`. If a pair is aligned again, its decisions are reused,
 * unless another review was chosen.
 */
function optionsFor(files, pair = null) {
  const own = pair?.decided ? new File([pair.review], `${pair.name}.review.json`) : null;
  const { lines, wholePage, keepFurniture, lossy, encoding } = app.options;
  const held = (file, key) => {
    if (!file) return null;
    files[key] = file;
    return { key, name: file.name };
  };
  return {
    lines, wholePage, keepFurniture, lossy, encoding, srx: held(app.options.srx, "srx"),
    lexicon: app.options.lexicon.map((file, i) => held(file, `lexicon${i}`)), decisions: held(app.options.decisions ?? own, "decisions"),
  };
}

async function align(pair) {
  const files = { en: pair.en.file, ru: pair.ru.file };
  const request = {
    en: { key: "en", name: pair.en.path }, ru: { key: "ru", name: pair.ru.path }, name: pair.given ? pair.name : null,
    options: optionsFor(files, pair),
  };
  Object.assign(pair, { state: "running", progress: null, failure: null });
  showPairs();
  try {
    keepReview(pair, await aligner.run("align", request, files, (progress) => {
      pair.progress = progress;
      showPair(pair);
    }));
  } catch (failure) {
    const stopped = pair.review ? "done" : "waiting";
    const state = failure.kind === "cancelled" ? stopped : "failed";
    Object.assign(pair, { state, failure: { kind: failure.kind, message: failure.message } });
  }
  await keepPair(pair);
  showPairs();
}

/** Aligns the selected pairs that are not aligned yet, one after the other. */
async function alignAll(pairs = app.pairs.filter((pair) => pair.chosen && pair.state === "waiting")) {
  if (app.running) return;
  app.running = true;
  app.stopped = false;
  for (const pair of pairs) {
    if (app.stopped) break;
    await align(pair);
  }
  app.running = false;
  showPairs();
  if (app.stopped) tell(say("cancelled"));
}

function stop() {
  app.stopped = true;
  aligner.stop();
}

/** Stores the review of a pair that a worker or the review page returned. */
function keepReview(pair, { review, statistics, summary = null }) {
  Object.assign(pair, { state: "done", review: new Blob([review]), ...statistics });
  // The original alignment is kept too: the review page identifies its stored state by it, and can restore it.
  pair.original ??= pair.review;
  if (summary) Object.assign(pair, { summary, name: summary.name, original: pair.review });
}

// ---- input

async function take(found) {
  if (!found.length) {
    tell(say("nothing"));
    return;
  }
  const memories = found.filter(({ path }) => MEMORY.test(path));
  const documents = found.filter(({ path }) => !MEMORY.test(path));
  if (documents.length < 2 && app.loose.length === 0 && memories.length === 0) {
    app.loose.push(...documents.map((file) => ({ ...file, reason: "no partner found" })));
    showPairs();
    tell(say("needTwo"));
    return;
  }
  for (const memory of memories) await openMemory(memory);
  const waiting = [...app.loose.splice(0), ...documents];
  if (documents.length) await pairUp(waiting, documents.length === 2 && memories.length === 0);
  else app.loose = waiting;
  showPairs();
}

/** Opens a memory or a saved review, and shows it if it is the only pair. */
async function openMemory({ path, file }) {
  const pair = { id: newId(), name: nameOf(path), state: "running", progress: { stage: "opening" }, chosen: true };
  app.pairs.push(pair);
  showPairs();
  try {
    keepReview(pair, await desk.run("open", { file: { key: "file", name: nameOf(path) } }, { file }));
  } catch (failure) {
    Object.assign(pair, { state: "failed", failure: { kind: failure.kind, message: failure.message } });
  }
  await keepPair(pair);
  showPairs();
  if (pair.state === "done" && app.pairs.length === 1) await review(pair);
}

/** Pairs `files`. Two documents without other files are aligned and shown immediately. */
async function pairUp(files, alone) {
  let found = { pairs: [], alone: [] };
  if (files.length === 2) {
    found = byHand(files);
  } else {
    found = await pairedWithout(files, []);
  }
  const at = Object.fromEntries(files.map((file, i) => [String(i), file]));
  const pairs = found.pairs.map(({ en, ru, name, rule, confidence }) => ({
    id: newId(), name, en: at[en], ru: at[ru], rule, confidence, chosen: true, state: "waiting", given: files.length > 2,
  }));
  app.pairs.push(...pairs);
  app.loose = found.alone.map(({ key, reason }) => ({ ...at[key], reason }));
  showPairs();
  for (const pair of pairs) await keepPair(pair);
  if (!alone || !pairs.length) {
    tell(say("pairsFound")(pairs.length));
    $("align-all").focus();
    return;
  }
  await alignAll(pairs);
  if (pairs[0].state === "done") await review(pairs[0]);
}

/** Two files are a pair; their language is detected when they are aligned. */
const byHand = (files) => ({ pairs: [{ en: "0", ru: "1", name: nameOf(files[0].path), rule: "", confidence: 1 }], alone: [] });

/** Pairs `files` except those with the keys `without`. Skips a document that crashes the engine, and tries again. */
async function pairedWithout(files, without) {
  const taken = files.map(({ path, file }, i) => ({ key: String(i), name: path, file })).filter(({ key }) => !without.includes(key));
  const held = Object.fromEntries(taken.map(({ key, file }) => [key, file]));
  const request = { files: taken.map(({ key, name }) => ({ key, name })), options: optionsFor(held) };
  $("overall").textContent = say("stages").pairing;
  try {
    const found = await aligner.run("pair", request, held, ({ done, all }) => {
      $("overall").textContent = `${say("stages").pairing}: ${done} / ${all}`;
    });
    found.alone.push(...without.map((key) => ({ key, reason: failureText({ kind: "crashed" }) })));
    return found;
  } catch (failure) {
    if (failure.kind === "crashed" && held[failure.file]) return pairedWithout(files, [...without, failure.file]);
    tell(failureText(failure));
    return { pairs: [], alone: taken.map(({ key }) => ({ key, reason: failureText(failure) })) };
  }
}

// ---- reviewing and saving

/** Shows a pair in the review page that `enru review` writes, in a frame. */
async function review(pair) {
  app.page ??= await desk.run("page", {});
  const frame = make("iframe");
  frame.title = pair.name;
  frame.enruHost = {
    language: page.language,
    storage: app.shelf.storage,
    source: () => pair.original.text(),
    changed: (state) => {
      keepReview(pair, state);
      keepPair(pair);
    },
    save: (state) => {
      keepReview(pair, state);
      saveAs("review");
    },
  };
  app.open = pair;
  frame.srcdoc = app.page;
  $("review").replaceChildren(frame);
  frame.addEventListener("load", () => frame.contentWindow.focus());
  show();
}

function leaveReview() {
  const host = $("review").firstElementChild?.enruHost;
  if (app.open && host?.page) {
    keepReview(app.open, host.page.review());
    keepPair(app.open);
  }
  const left = app.open;
  app.open = null;
  $("review").replaceChildren();
  show();
  document.querySelector(`[data-id="${left?.id}"] button`)?.focus();
}

/** Saves the open pair, or all aligned pairs as one memory. */
async function saveAs(format) {
  const host = $("review").firstElementChild?.enruHost;
  if (app.open && host?.page) keepReview(app.open, host.page.review());
  const pairs = app.open ? [app.open] : app.pairs.filter((pair) => pair.state === "done" && pair.chosen);
  const { localeEn, localeRu, source, minConfidence, keepUnaligned, excel } = app.options;
  const request = {
    reviews: pairs.map((pair, i) => ({ key: String(i), name: `${pair.name}.json` })), format, locales: [localeEn, localeRu], source,
    minConfidence, keepUnaligned, excel,
  };
  const files = Object.fromEntries(pairs.map((pair, i) => [String(i), pair.review]));
  const base = pairs.length === 1 ? pairs[0].name.replaceAll("/", "-").replace(/\.(review\.json|json|tmx|csv|tsv|jsonl|xlsx|xliff|xlf)$/i, "") : "memory";
  const name = `${base}.${format === "review" ? "review.json" : format}`;
  try {
    download(name, await desk.run("write", request, files));
    tell(say("saved")(name));
  } catch (failure) {
    tell(failureText(failure));
  }
}

// ---- storing

/** Stores a pair without its files, since the browser cannot guarantee access to them later. */
async function keepPair(pair) {
  const { id, name, rule, confidence, chosen, state, failure, summary, segments, doubtful, decided, review: current, original } = pair;
  if (state !== "done") return;
  const [en, ru] = [pair.en, pair.ru].map((side) => side && { path: side.path });
  try {
    const kept = { id, name, en, ru, rule, confidence, chosen, state, failure, summary, segments, doubtful, decided, review: current, original };
    await app.shelf.put("pairs", id, kept);
  } catch {
    tell(say("shelfFull"));
  }
}

async function forget() {
  if (!confirm(say("confirmForget"))) return;
  aligner.stop();
  await app.shelf.clear();
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("enru-")) localStorage.removeItem(key);
  } catch {
    // Storage is blocked, so nothing is stored there.
  }
  Object.assign(app, { pairs: [], loose: [], open: null, options: { ...DEFAULTS } });
  $("review").replaceChildren();
  show();
  tell(say("forgotten"));
}

// ---- view

const does = {
  choose: (pair, chosen) => {
    pair.chosen = chosen;
    showPairs();
  },
  review,
  align: (pair) => alignAll([pair]),
  remove: (pair) => {
    app.pairs = app.pairs.filter((other) => other !== pair);
    app.shelf.remove("pairs", pair.id);
    showPairs();
  },
};

function showPair(pair) {
  document.querySelector(`[data-id="${pair.id}"]`)?.replaceWith(pairElement(pair, does));
}

function showPairs() {
  const focused = document.activeElement?.closest?.(".pair")?.dataset.id;
  const hasWork = app.pairs.length + app.loose.length > 0;
  document.body.classList.toggle("has-work", hasWork);
  $("work").hidden = !hasWork;
  $("pairs").replaceChildren(...app.pairs.map((pair) => pairElement(pair, does)));
  fillLoose($("loose"), app.loose, ([first, second]) => {
    app.loose = app.loose.filter((file) => file !== first && file !== second);
    pairUp([first, second], false).then(showPairs);
  });
  const waiting = app.pairs.filter((pair) => pair.chosen && pair.state === "waiting").length;
  const done = app.pairs.filter((pair) => pair.state === "done").length;
  $("align-all").textContent = say("alignAll")(waiting);
  $("align-all").hidden = app.running || waiting === 0;
  $("stop").hidden = !app.running;
  $("overall").textContent = app.pairs.length > 1 ? say("overall")(done, app.pairs.length) : "";
  $("saving").hidden = !app.open && done === 0;
  if (focused) document.querySelector(`[data-id="${focused}"] button`)?.focus();
}

function showSaving() {
  const buttons = FORMATS.map(([format, name]) => makeButton(name, say("saveTitle")(name), () => saveAs(format)));
  if (app.open) buttons.push(makeButton(say("saveReview"), say("saveReviewTitle"), () => saveAs("review")));
  $("saving").replaceChildren(make("span", "soft", app.open ? say("saveAs") : say("saveAll")), ...buttons);
}

function show() {
  document.body.classList.toggle("reviewing", app.open !== null);
  $("review").hidden = app.open === null;
  $("back").hidden = app.open === null;
  $("title").textContent = app.open?.name ?? "enru";
  document.title = app.open ? `${app.open.name} – enru` : "enru";
  document.documentElement.lang = page.language;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = say(element.dataset.text);
  for (const element of document.querySelectorAll("[data-title]")) element.title = say(element.dataset.title);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
  $("ready").textContent = app.ready ? "" : say("getting");
  showSaving();
  showOptions();
  showPairs();
}

function showOptions() {
  fillOptions($("options-form"), app.options, (name, value, again = false) => {
    app.options[name] = value;
    keepSettings();
    if (again) showOptions();
  });
}

function keepSettings() {
  const { srx, lexicon, decisions, ...plain } = app.options;
  app.shelf.put("settings", "options", plain).catch(() => {});
  app.shelf.put("settings", "language", page.language).catch(() => {});
}

function setLanguage(code) {
  page.language = code;
  keepSettings();
  const host = $("review").firstElementChild?.enruHost;
  if (host) {
    host.language = code;
    host.page?.translate(code);
  }
  show();
}

function listen() {
  $("choose-files").addEventListener("click", () => $("files").click());
  $("choose-folder").addEventListener("click", () => $("folder").click());
  for (const input of [$("files"), $("folder")]) {
    input.addEventListener("change", () => {
      const found = chosen(input);
      input.value = "";
      take(found);
    });
  }
  addEventListener("dragover", (event) => {
    event.preventDefault();
    $("drop").classList.add("over");
  });
  addEventListener("dragleave", () => $("drop").classList.remove("over"));
  addEventListener("drop", async (event) => {
    event.preventDefault();
    $("drop").classList.remove("over");
    const found = await dropped(event.dataTransfer).catch(() => null);
    if (app.open) leaveReview();
    if (found) take(found);
    else tell(say("chooseInstead"));
  });
  $("align-all").addEventListener("click", () => alignAll());
  $("stop").addEventListener("click", stop);
  $("back").addEventListener("click", leaveReview);
  $("language").addEventListener("click", () => setLanguage(page.language === "en" ? "ru" : "en"));
  $("forget").addEventListener("click", forget);
  $("options-form").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("beforeunload", (event) => app.running && event.preventDefault());
}

async function start() {
  Engine.unpack();
  const ready = aligner.start();
  app.shelf = await Shelf.open();
  const settings = new Map(await app.shelf.all("settings"));
  page.language = settings.get("language") ?? (navigator.language?.startsWith("ru") ? "ru" : "en");
  Object.assign(app.options, settings.get("options"));
  app.pairs = (await app.shelf.all("pairs")).map(([, pair]) => pair).sort((a, b) => (a.id < b.id ? -1 : 1));
  listen();
  show();
  if (!app.shelf.database) tell(say("notKept"));
  try {
    await ready;
    app.ready = true;
    $("ready").textContent = "";
    performance.mark("enru-ready");
  } catch (failure) {
    $("ready").textContent = failureText(failure);
  }
}

start();
