// Stores the state of a page in the browser. Each page has its own entry, named by its content. Entries also identify the
// documents, so that a new page of the same documents finds earlier decisions.

/** FNV-1a, twice with different start values: names the entry, not a cryptographic hash. */
function contentKey(text) {
  let [a, b] = [0x811c9dc5, 0x050c5d1f];
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(i), 0x01000197);
  }
  return `${(a >>> 0).toString(16)}${(b >>> 0).toString(16)}`;
}

/** The host page, which shows this page in a frame and does its storing and saving; null without one. */
const host = window.frameElement?.enruHost ?? null;

/** The storage of the host, or that of the page. */
const storage = () => host?.storage ?? localStorage;

class Store {
  constructor(model, source) {
    this.model = model;
    this.key = `enru-review:${contentKey(source)}`;
    // The sources identify the documents, however the sentences are grouped.
    this.documents = contentKey(JSON.stringify([model.name, model.sources.en, model.sources.ru]));
  }

  /** Stores the state of the page; returns false if the storage is full. */
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
        // Full: it may fit without the undo steps.
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

  /** The stored state of this page, if it fits. */
  own() {
    const kept = this.read(this.key);
    return kept?.rows && this.model.restore(kept) ? kept : null;
  }

  /** The latest decisions on another page of the same documents. */
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

  /** Calls `changed` when another tab has stored a different state of this page. */
  watch(changed) {
    addEventListener("storage", (event) => {
      if (event.key === this.key && event.newValue !== null && event.newValue !== this.last) changed();
    });
  }
}
