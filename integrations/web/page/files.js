// Files that are dropped or chosen, each with its path below the folder that was given.

/** What aligners write and read back: opened as a review rather than aligned. */
const MEMORY = /\.(tmx|xliff|xlf|csv|tsv|jsonl|json|xlsx|po)(\.gz)?$/i;

/** All below a folder that the browser gives as a handle. */
async function walkHandle(handle, path, found) {
  for await (const inner of handle.values()) {
    if (inner.name.startsWith(".")) continue;
    const below = `${path}/${inner.name}`;
    if (inner.kind === "directory") await walkHandle(inner, below, found);
    else found.push({ path: below, file: await inner.getFile() });
  }
}

/** All below a folder that the browser gives as an entry, a hundred at a time. */
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
 * All files of a drop, as {path, file}. Has to be called while the event lasts. Of a page that is a file, Chromium lists the
 * entries of a folder but gives no files; handles it gives. Firefox and Safari have no handles of what is dropped.
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

/** The files with their paths below the folder that holds them all, in the order of their paths. */
function belowOne(found) {
  const [top] = found[0]?.path.split("/") ?? [];
  const inOne = found.length > 0 && found.every(({ path }) => path.startsWith(`${top}/`));
  const files = inOne ? found.map(({ path, file }) => ({ path: path.slice(top.length + 1), file })) : found;
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Has the browser save `bytes` as a file. */
function download(name, bytes) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
