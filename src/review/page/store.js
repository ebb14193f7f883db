// What the browser keeps of a page. Each page has a place of its own, named after its content; the list of all of them
// knows which documents they are about, so that a page made anew from the same documents finds what was decided before.

/** FNV-1a, twice with different starts: names the store, protects nothing. */
function contentKey(text) {
  let [a, b] = [0x811c9dc5, 0x050c5d1f];
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(i), 0x01000197);
  }
  return `${(a >>> 0).toString(16)}${(b >>> 0).toString(16)}`;
}

/** The page that shows this one in a frame, and takes over what it keeps and saves; nothing where it stands alone. */
const host = window.frameElement?.enruHost ?? null;

/** Where the browser keeps things: the host's storage, or that of the page. */
const storage = () => host?.storage ?? localStorage;

class Store {
  constructor(model, source) {
    this.model = model;
    this.key = `enru-review:${contentKey(source)}`;
    // Where a page comes from is the same however its sentences were grouped.
    this.documents = contentKey(JSON.stringify([model.name, model.sources.en, model.sources.ru]));
  }

  /** Keeps the state of the page; false where the browser takes no more. */
  keep(state) {
    const kept = {
      ...this.model.snapshot(), ...state, documents: this.documents, decisions: this.model.decisions(), when: Date.now(),
    };
    for (const shorter of [kept, { ...kept, done: [], undone: [] }]) {
      try {
        this.last = JSON.stringify(shorter);
        storage().setItem(this.key, this.last);
        return true;
      } catch {
        // Full: without the steps for undo it may fit.
      }
    }
    return false;
  }

  read(key) {
    try {
      return JSON.parse(storage().getItem(key) ?? "null");
    } catch {
      return null;
    }
  }

  /** What was kept of this very page, if it fits. */
  own() {
    const kept = this.read(this.key);
    return kept?.rows && this.model.restore(kept) ? kept : null;
  }

  /** What was decided last on another page of the same documents. */
  earlier() {
    let newest = null;
    try {
      for (const key of storage().keys?.() ?? Object.keys(localStorage)) {
        if (!key.startsWith("enru-review:") || key === this.key) continue;
        const kept = this.read(key);
        const about = kept?.documents === this.documents && kept.decisions?.length > 0;
        if (about && (newest?.when ?? 0) < kept.when) newest = kept;
      }
    } catch {
      return null;
    }
    return newest?.decisions ?? null;
  }

  /** Calls `changed` when another tab has kept something else of this page. */
  watch(changed) {
    addEventListener("storage", (event) => {
      if (event.key === this.key && event.newValue !== null && event.newValue !== this.last) changed();
    });
  }
}
