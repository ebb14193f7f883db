// The storage of this page: an IndexedDB with aligned pairs and decisions. If the browser stores nothing (a private window),
// everything lasts until the page is closed.

const DATABASE = "enru";
const STORES = ["pairs", "kept", "settings"];

const asked = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

class Shelf {
  /** Opens the storage; without a database, it lasts until the page is closed. */
  static async open() {
    const shelf = new Shelf();
    try {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => STORES.forEach((name) => request.result.createObjectStore(name));
      shelf.database = await asked(request);
    } catch {
      shelf.database = null;
    }
    shelf.kept = new Map(await shelf.all("kept"));
    return shelf;
  }

  store(name, mode = "readwrite") {
    return this.database.transaction(name, mode).objectStore(name);
  }

  /** All entries of a store, as [key, value]. */
  async all(name) {
    if (!this.database) return [];
    const store = this.store(name, "readonly");
    const [keys, values] = await Promise.all([asked(store.getAllKeys()), asked(store.getAll())]);
    return keys.map((key, i) => [key, values[i]]);
  }

  async put(name, key, value) {
    if (this.database) await asked(this.store(name).put(value, key));
  }

  async remove(name, key) {
    if (this.database) await asked(this.store(name).delete(key));
  }

  async clear() {
    this.kept.clear();
    if (this.database) await Promise.all(STORES.map((name) => asked(this.store(name).clear())));
  }

  /** The storage for review pages, which must be synchronous. */
  get storage() {
    return {
      keys: () => [...this.kept.keys()],
      getItem: (key) => this.kept.get(key) ?? null,
      setItem: (key, value) => {
        this.kept.set(key, value);
        this.put("kept", key, value).catch(() => tell(say("shelfFull")));
      },
    };
  }
}
