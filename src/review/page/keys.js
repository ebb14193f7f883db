// Maps keys to actions on any keyboard layout: by the letter if it is Latin, ignoring Caps Lock; otherwise (Russian) by the
// position of the key.

const KEYS = {
  n: "next", p: "previous", j: "down", k: "up", ArrowDown: "down", ArrowUp: "up", Home: "first", End: "last",
  ArrowLeft: "english", ArrowRight: "russian", ",": "sentenceBefore", ".": "sentenceAfter", Enter: "accept", x: "reject",
  m: "mergeBelow", "Shift+m": "mergeAbove", s: "split", c: "cut", l: "unlink", g: "link", e: "edit", t: "note",
  z: "undo", "Shift+z": "redo", y: "redo", "/": "search", r: "more", "?": "help", w: "why", Escape: "leave",
  "Shift+ArrowUp": "moveUp", "Shift+ArrowDown": "moveDown", "Shift+j": "extendDown", "Shift+k": "extendUp",
};

/** Letter keys of a Russian keyboard that are punctuation keys on a Latin one. */
const PLACES = { Comma: ",", Period: ".", Slash: "/" };

/** The name of a pressed key, such as `n`, `Shift+m`, `?`, `ArrowDown`. */
function keyName(event) {
  const letter = /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : letterAt(event);
  if (letter) return event.shiftKey ? `Shift+${letter}` : letter;
  if (isOtherScript(event)) {
    const sign = PLACES[event.code];
    if (sign) return sign === "/" && event.shiftKey ? "?" : sign;
  }
  return event.shiftKey && event.key.startsWith("Arrow") ? `Shift+${event.key}` : event.key;
}

/** Whether the key types a different character than in the Latin layout. */
function isOtherScript(event) {
  return /^\p{L}$/u.test(event.key) || (event.code === "Slash" && [".", ","].includes(event.key));
}

/** The Latin letter at the position of a key that types a letter of another script. */
function letterAt(event) {
  return /^\p{L}$/u.test(event.key) && /^Key[A-Z]$/.test(event.code ?? "") ? event.code.slice(3).toLowerCase() : null;
}
