// Views: the list of pairs, the unpaired files, the form of options. Functions from data to elements; the actions of
// buttons are parameters.

/** The description of a failure: a sentence, and the message of the program. */
function failureText({ kind, message }) {
  const sentence = say("kinds")[kind] ?? say("kinds").unusable;
  return message ? `${sentence} (${message})` : sentence;
}

/** The state of a pair, shown below its names. */
function stateOf(pair) {
  const { state, progress, failure, summary } = pair;
  if (state === "running") {
    const bar = make("progress");
    if (progress?.stage === "aligning") Object.assign(bar, { max: 1, value: Math.min(1, progress.done / progress.all) });
    return make("div", "state", bar, ` ${say("stages")[progress?.stage] ?? say("stages").reading}`);
  }
  if (state === "failed") return make("div", "state failed", `${say("failed")}: ${failureText(failure)}`);
  if (state !== "done") return make("div", "state", say("waiting"));
  const line = make("div", "state done", make("b", "", "✓ "), say("done")(pair.segments, pair.doubtful));
  if (!summary) return line;
  const [en, ru] = summary.unpaired;
  const more = [];
  if (en + ru > 0) more.push(say("unpaired")(en, ru));
  if (summary.swapped) more.push(say("swapped"));
  if (summary.reuse) more.push(say("reused")(...summary.reuse));
  more.push(...summary.notices.flat().map(translated));
  if (more.length) line.append(` · ${more.join(" · ")}`);
  if (summary.suspicions.length) {
    line.append(make("div", "suspect", `⚠ ${say("suspect")} ${summary.suspicions.map(translated).join("; ")}`));
  }
  return line;
}

/** A pair in the list; `does` has the actions of its buttons. */
function pairElement(pair, does) {
  const box = make("input");
  Object.assign(box, { type: "checkbox", checked: pair.chosen, disabled: pair.state === "running" });
  box.setAttribute("aria-label", say("include")(pair.name));
  box.addEventListener("change", () => does.choose(pair, box.checked));
  const names = make("div", "names", make("strong", "", pair.name));
  const files = pair.en ? `${pair.en.path}  ↔  ${pair.ru.path}` : "";
  const why = pair.rule ? ` · ${say("rule")} ${translated(pair.rule)}, ${say("sure")(pair.confidence)}` : "";
  names.append(make("span", "soft", files, why));
  const buttons = make("div", "buttons");
  if (pair.state === "done") buttons.append(makeButton(say("review"), "", () => does.review(pair), "main"));
  if (pair.state === "done" && pair.en?.file) buttons.append(makeButton(say("again"), say("againTitle"), () => does.align(pair)));
  if (pair.state === "failed" && pair.en?.file) buttons.append(makeButton(say("again"), "", () => does.align(pair)));
  if (pair.state === "waiting") buttons.append(makeButton(say("alignOne"), "", () => does.align(pair)));
  if (pair.state !== "running") buttons.append(makeButton("✕", say("remove"), () => does.remove(pair)));
  buttons.lastChild?.setAttribute("aria-label", `${buttons.lastChild.title || buttons.lastChild.textContent} ${pair.name}`);
  const element = make("div", "pair", box, names, stateOf(pair), buttons);
  element.setAttribute("role", "listitem");
  element.dataset.id = pair.id;
  return element;
}

/** Unpaired files, which can be paired by hand. */
function fillLoose(box, loose, pairUp) {
  box.hidden = loose.length === 0;
  if (!loose.length) return;
  const boxes = loose.map((file) => {
    const input = make("input");
    input.type = "checkbox";
    input.addEventListener("change", () => { file.chosen = input.checked; });
    const reason = make("span", "soft", ` – ${translated(file.reason)}`);
    return make("label", "", input, " ", file.path, reason);
  });
  const button = makeButton(say("pairThese"), "", () => {
    const two = loose.filter((file) => file.chosen);
    if (two.length === 2) pairUp(two);
    else tell(say("chooseTwo"));
  });
  box.replaceChildren(make("h2", "", say("looseTitle")(loose.length)), make("p", "soft", say("looseHelp")), ...boxes, button);
}

/** The options: group, name, kind of field, choices. */
const FIELDS = [
  ["reading", "lines", "checkbox"], ["reading", "wholePage", "checkbox"], ["reading", "keepFurniture", "checkbox"],
  ["reading", "lossy", "checkbox"],
  ["reading", "encoding", "select", ["utf-8", "windows-1251", "koi8-r", "ibm866", "iso-8859-5", "x-mac-cyrillic", "windows-1252", "utf-16le", "utf-16be"]],
  ["reading", "srx", "file"], ["aligning", "lexicon", "files"], ["aligning", "decisions", "file"],
  ["saving", "source", "select", ["en", "ru"]], ["saving", "localeEn", "text"], ["saving", "localeRu", "text"],
  ["saving", "minConfidence", "number"], ["saving", "keepUnaligned", "checkbox"], ["saving", "excel", "checkbox"],
];

const DEFAULTS = {
  lines: false, wholePage: false, keepFurniture: false, lossy: false, encoding: "", srx: null, lexicon: [], decisions: null,
  source: "", localeEn: "en", localeRu: "ru", minConfidence: 0, keepUnaligned: false, excel: false,
};

function fieldElement([, name, kind, choices], options, changed) {
  const input = make(kind === "select" ? "select" : "input");
  input.id = `option-${name}`;
  const label = make("label");
  const text = make("span", "", say("fields")[name]);
  if (kind === "checkbox") {
    Object.assign(input, { type: "checkbox", checked: options[name] });
    input.addEventListener("change", () => changed(name, input.checked));
    label.append(input, text);
    return label;
  }
  label.className = "stacked";
  label.append(text, input);
  if (kind === "select") {
    const none = name === "source" ? say("asAligned") : say("detected");
    const all = name === "source" ? choices.filter((c) => c !== "en") : choices;
    input.append(...["", ...all].map((value) => {
      const option = make("option", "", value === "" ? none : name === "source" ? say("sourceNames")[value] : value);
      option.value = value;
      return option;
    }));
    input.value = options[name];
    input.addEventListener("change", () => changed(name, input.value));
  } else if (kind === "number") {
    Object.assign(input, { type: "number", min: 0, max: 1, step: 0.05, value: options[name] });
    input.addEventListener("change", () => input.checkValidity() && changed(name, Number(input.value)));
  } else if (kind === "text") {
    Object.assign(input, { type: "text", value: options[name], spellcheck: false });
    input.addEventListener("change", () => changed(name, input.value.trim()));
  } else {
    return fileField(label, input, name, kind === "files", options, changed);
  }
  return label;
}

/** A file field with our own button, since the browser's button may be in another language than the page. */
function fileField(label, input, name, several, options, changed) {
  Object.assign(input, { type: "file", multiple: several, hidden: true, tabIndex: -1 });
  input.addEventListener("change", () => changed(name, several ? [...input.files] : input.files[0] ?? null, true));
  const held = [options[name]].flat().filter(Boolean).map((file) => file.name).join(", ");
  const buttons = make("span", "soft", makeButton(say("choose"), say("fields")[name], () => input.click()), ` ${held} `);
  if (held) buttons.append(makeButton(say("clear"), say("fields")[name], () => changed(name, several ? [] : null, true)));
  const box = make("div", "stacked", label.firstChild, buttons, input);
  return box;
}

function fillOptions(form, options, changed) {
  const groups = ["reading", "aligning", "saving"].map((group) => {
    const fields = FIELDS.filter(([of]) => of === group).map((field) => fieldElement(field, options, changed));
    return make("fieldset", "", make("legend", "", say("optionGroups")[group]), ...fields);
  });
  form.replaceChildren(...groups);
}
