// Dropped or chosen files, each with its path relative to the given folder.

/** Memories and reviews: opened for review instead of aligned. */
const MEMORY = /\.(tmx|xliff|xlf|csv|tsv|jsonl|json|xlsx|po)(\.gz)?$/i;

/** All files below a folder given as a handle. */
async function walkHandle(handle, path, found) {
  for await (const inner of handle.values()) {
    if (inner.name.startsWith(".")) continue;
    const below = `${path}/${inner.name}`;
    if (inner.kind === "directory") await walkHandle(inner, below, found);
    else found.push({ path: below, file: await inner.getFile() });
  }
}

/** All files below a folder given as an entry, which lists a hundred at a time. */
async function walkEntry(entry, found) {
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return;
    for (const inner of some.filter(({ name }) => !name.startsWith("."))) {
      if (inner.isDirectory) await walkEntry(inner, found);
      else found.push({ path: inner.fullPath.slice(1), file: await new Promise((resolve, reject) => inner.file(resolve, reject)) });
    }
  }
}

/**
 * All dropped files, as {path, file}. Must be called during the event. On a page opened from a file, Chromium lists the
 * entries of a folder but denies access to the files; handles work. Firefox and Safari have no handles for dropped files.
 */
async function dropped(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === "file").map((item) => {
    const entry = item.webkitGetAsEntry?.();
    const folder = entry?.isDirectory;
    return { entry: folder ? entry : null, handle: folder ? item.getAsFileSystemHandle?.() : null, file: folder ? null : item.getAsFile() };
  });
  const found = [];
  for (const { entry, handle, file } of items) {
    if (file) found.push({ path: file.name, file });
    else if (handle) await walkHandle(await handle, entry.name, found);
    else if (entry) await walkEntry(entry, found);
  }
  return belowOne(found);
}

/** All files of an input. */
function chosen(input) {
  const found = [...input.files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
  return belowOne(found.filter(({ path }) => !path.split("/").some((part) => part.startsWith("."))));
}

/** The files with paths relative to their common folder, sorted by path. */
function belowOne(found) {
  const [top] = found[0]?.path.split("/") ?? [];
  const inOne = found.length > 0 && found.every(({ path }) => path.startsWith(`${top}/`));
  const files = inOne ? found.map(({ path, file }) => ({ path: path.slice(top.length + 1), file })) : found;
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Downloads `bytes` as a file. */
function download(name, bytes) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
