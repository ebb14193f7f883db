// The panels around the list: the map of the document, the explanation of the selected segment, the help, and the dialog
// with acceptance by confidence, find and replace, and statistics.

/** Keys and their actions. Letters are those of a Latin keyboard; the Russian letters are on the same keys. */
const HELP = [
  ["n p", "nextPrevious"], ["↓ ↑ j k", "downUp"], ["← →", "sides"], [", .", "sentences"], ["Enter", "accept"], ["x", "reject"],
  ["Shift+J Shift+K", "range"], ["m Shift+M", "merge"], ["s", "split"], ["c", "cut"], ["Shift+↑ Shift+↓", "move"], ["l", "unlink"],
  ["g", "link"], ["e", "edit"], ["t", "note"], ["z Shift+Z", "undo"], ["/", "search"], ["r", "replace"], ["1 … 8", "filters"],
  ["w", "why"], ["Ctrl+S", "save"], ["Home End", "ends"], ["?", "help"],
];

/** The Russian letters on the keys of a Latin keyboard. */
const RUSSIAN_KEYS = {
  n: "т", p: "з", x: "ч", j: "о", k: "л", g: "п", m: "ь", s: "ы", c: "с", l: "д", e: "у", t: "е", z: "я", r: "к", w: "ц", ",": "б", ".": "ю", "/": ".",
};

/** A key with its Russian letter, such as `Shift+M / Ь`. */
function bothLetters(key) {
  const letter = key.split("+").at(-1);
  const russian = RUSSIAN_KEYS[letter.toLowerCase()];
  if (!russian || (key.startsWith("Ctrl") && letter === "S")) return key;
  return `${key} / ${letter === letter.toLowerCase() ? russian : russian.toUpperCase()}`;
}

function heading(text, id) {
  const title = make("h2", "", text);
  if (id) title.id = id;
  return title;
}

function closeButton(dialog) {
  const close = makeButton(say("close"), "", () => dialog.close());
  close.className = "main";
  return close;
}

function fillHelp(dialog) {
  const keys = HELP.map(([key, what]) => {
    const names = key.split(" ").flatMap((k) => [make("kbd", "", bothLetters(k)), " "]);
    return make("div", "", make("dt", "", ...names), make("dd", "", say("keys")[what]));
  });
  const legend = ["sure", "doubt", "bad", "person", "none"].map((level) => {
    const swatch = make("i");
    swatch.style.background = `var(--${level})`;
    return make("span", "", swatch, say(level));
  });
  dialog.replaceChildren(heading(say("keysTitle"), "help-title"), make("dl", "", ...keys), heading(say("coloursTitle")),
    make("div", "legend", ...legend), make("p", "", say("helpText")), closeButton(dialog));
}

/** A labelled field of a form. */
function field(label, input) {
  return make("label", "field", `${label} `, input);
}

/** A checkbox in front of its label. */
function checkbox(label) {
  const box = make("input");
  box.type = "checkbox";
  return { box, element: make("label", "field", box, label) };
}

/** Fills the dialog for actions on many segments; `does` has the functions that carry them out. */
function fillMore(dialog, model, does) {
  const number = make("input");
  Object.assign(number, { type: "number", min: 0, max: 1, step: 0.01, value: model.threshold });
  number.id = "accept-from";
  const shownOnly = checkbox(say("acceptShown"));
  const accept = makeButton(say("acceptAll"), "", () => does.acceptFrom(Number(number.value), shownOnly.box.checked));
  accept.id = "accept-all";
  const [find, by] = [make("input"), make("input")];
  find.id = "find";
  by.id = "replace-with";
  const side = make("select", "", ...[["both", "both"], ["en", "english"], ["ru", "russian"]].map(([value, text]) => {
    const option = make("option", "", say(text));
    option.value = value;
    return option;
  }));
  const [matchCase, wholeWords] = [checkbox(say("matchCase")), checkbox(say("wholeWords"))];
  const count = make("output");
  const search = () => ({ find: find.value, matchCase: matchCase.box.checked, wholeWords: wholeWords.box.checked });
  const sides = () => (side.value === "both" ? SIDES : [side.value]);
  const recount = () => { count.textContent = find.value ? say("matches")(does.count(search(), sides())) : ""; };
  for (const input of [find, side, matchCase.box, wholeWords.box]) input.addEventListener("input", recount);
  const replace = makeButton(say("replaceAll"), "", () => {
    does.replaceAll(search(), by.value, sides());
    recount();
  });
  replace.id = "replace-all";
  const figures = Object.entries(model.statistics()).map(([name, value]) => make("div", "", make("dt", "", say("statistics")[name]),
    make("dd", "", Array.isArray(value) ? value.join(" / ") : String(value))));
  dialog.replaceChildren(
    heading(say("acceptTitle2"), "more-title"),
    make("p", "", field(say("acceptFrom"), number), shownOnly.element, accept),
    heading(say("replaceTitle")),
    make("p", "", field(say("find"), find), field(say("replaceWith"), by), field(say("inSide"), side)),
    make("p", "", matchCase.element, wholeWords.element, replace, " ", count),
    heading(say("statisticsTitle")), make("dl", "statistics", ...figures), closeButton(dialog));
}

/** Draws all rows of the document from top to bottom, with a frame around the visible ones. */
function drawMinimap(canvas, model, view) {
  const ratio = devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const paint = canvas.getContext("2d");
  const style = getComputedStyle(document.documentElement);
  const colours = Object.fromEntries(["sure", "doubt", "bad", "person", "none"].map((c) => [c, style.getPropertyValue(`--${c}`)]));
  paint.setTransform(ratio, 0, 0, ratio, 0, 0);
  paint.clearRect(0, 0, width, height);
  const each = height / Math.max(1, model.rows.length);
  // Open rows last, so that they stay visible where many rows share a pixel.
  for (const open of [false, true]) {
    model.rows.forEach((row, i) => {
      if (model.isOpen(row) !== open) return;
      const level = levelOf(model, row);
      paint.fillStyle = colours[level];
      paint.globalAlpha = open || level !== "sure" ? 1 : 0.45;
      paint.fillRect(open ? 2 : 7, i * each, open ? width - 4 : width - 14, Math.max(1, each - (each > 3 ? 1 : 0)));
    });
  }
  paint.globalAlpha = 1;
  paint.strokeStyle = style.getPropertyValue("--ink");
  paint.strokeRect(0.5, view.from * height + 0.5, width - 1, Math.max(4, (view.to - view.from) * height - 1));
}

/** The number or name of a flag. Reviews of earlier versions have it as an English text. */
const mismatchText = (mismatch) => (typeof mismatch === "string" ? mismatch : say("mismatch")(mismatch.en, mismatch.ru));

/** Explains a segment. */
function fillWhy(panel, model, row) {
  if (!row) return panel.replaceChildren();
  const why = row.why ?? {};
  const parts = [make("p", "", row.made === "person" ? say("grouped") : say("confidence")(confidenceText(row), model.shape(row)))];
  if (why.runner_up) parts[0].append(` ${say("runnerUp")(why.runner_up.shape, why.runner_up.probability.toFixed(2))}`);
  const ties = [...new Map(tiesOf(row).map(([en, ru]) => [`${en}\n${ru}`, en === ru ? en : `${en} = ${ru}`])).values()];
  const chips = (label, texts) => make("p", "ties", make("em", "", `${label} `), ...texts.slice(0, 40).map((t) => make("span", "", t)));
  if (ties.length) parts.push(chips(say("tiedBy"), ties));
  const tied = new Set(tiesOf(row).flat().map(folded));
  for (const side of SIDES) {
    const alone = (why.unexplained?.[side] ?? []).filter((word) => !tied.has(folded(word)));
    if (alone.length && !model.isUnpaired(row)) parts.push(chips(say("unexplained")[side], alone));
  }
  for (const flag of row.flags) {
    const which = (why.flags ?? {})[flag];
    parts.push(make("p", "", make("em", "", "⚑ "), say("flags")[flag] ?? flag, which ? ` ${mismatchText(which)}` : ""));
  }
  if (row.note) parts.push(make("p", "", make("em", "", `${say("noteLabel")} `), row.note));
  panel.replaceChildren(...parts);
}
