// Test documents created from the samples: DOCX without a word processor, PDF with LibreOffice.
"use strict";

const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const SAMPLES = path.join(__dirname, "../../../samples");
const NAMES = ["cis-rescue-exercises", "undp-issyk-kul-water", "unodc-precursor-course", "who-europe-measles"];
const text = (name, lang) => fs.readFileSync(path.join(SAMPLES, `${name}.${lang}.txt`), "utf8");

/** CRC-32, which ZIP requires. */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** A ZIP archive without compression. */
function zip(files) {
  const [parts, directory] = [[], []];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const [title, body] = [Buffer.from(name), Buffer.from(content)];
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(33, 8);
    common.writeUInt32LE(crc32(body), 10);
    common.writeUInt32LE(body.length, 14);
    common.writeUInt32LE(body.length, 18);
    common.writeUInt16LE(title.length, 22);
    const offset = Buffer.alloc(14);
    offset.writeUInt32LE(at, 10);
    parts.push(Buffer.from("PK\x03\x04"), common, title, body);
    directory.push(Buffer.from("PK\x01\x02\x14\x00"), common, offset, title);
    at += 30 + title.length + body.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(18);
  const count = Object.keys(files).length;
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, ...directory, Buffer.from("PK\x05\x06"), end]);
}

/** A Word document with the paragraphs of `plain`. */
function docx(plain) {
  const escape = (s) => s.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const paragraphs = plain.split(/\n\s*\n/).map((p) => p.replace(/\s+/g, " ").trim()).filter(Boolean);
  const body = paragraphs.map((p) => `<w:p><w:r><w:t xml:space="preserve">${escape(p)}</w:t></w:r></w:p>`).join("");
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const types = "http://schemas.openxmlformats.org/package/2006/content-types";
  const relations = "http://schemas.openxmlformats.org/package/2006/relationships";
  return zip({
    "[Content_Types].xml": `${head}<Types xmlns="${types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": `${head}<Relationships xmlns="${relations}"><Relationship Id="r1" ` +
      'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/document.xml": `${head}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
  });
}

function write(folder, name, content) {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
  return file;
}

/** A sample as two Word documents. */
const docxPair = (folder, name) => ["en", "ru"].map((lang) => write(folder, `${name}.${lang}.docx`, docx(text(name, lang))));

/** A sample as two PDF files; null if LibreOffice is missing. */
function pdfPair(folder, name) {
  const files = docxPair(folder, name);
  try {
    execFileSync("soffice", ["--headless", `-env:UserInstallation=file://${folder}/profile`, "--convert-to", "pdf", "--outdir", folder, ...files],
      { stdio: "ignore" });
  } catch {
    return null;
  }
  return files.map((file) => file.replace(/docx$/, "pdf"));
}

/** Twenty pairs in a folder: sixteen with matching names, four that only match by content. */
function folderOfPairs(folder) {
  for (let i = 0; i < 20; i++) {
    const name = NAMES[i % 4];
    const lines = (lang) => text(name, lang).split(/\n\s*\n/).slice(Math.floor(i / 4)).join("\n\n");
    const names = i < 16 ? [`part ${i + 1}.en.txt`, `part ${i + 1}.ru.txt`] : [`a${i}.txt`, `${"бвгд"[i - 16]}.txt`];
    write(folder, names[0], lines("en"));
    write(folder, names[1], lines("ru"));
  }
  return folder;
}

/** Two documents of about `count` different sentences. */
function longPair(folder, count) {
  const paragraphs = (lang) => NAMES.flatMap((name) => text(name, lang).split(/\n\s*\n/));
  const out = { en: [], ru: [] };
  const sentences = { en: 0, ru: 0 };
  for (let round = 1; sentences.en < count; round++) {
    for (const lang of ["en", "ru"]) {
      const some = paragraphs(lang).map((p) => p.replace(/\d+/g, (n) => String(Number(n) + round)));
      out[lang].push(...some);
      sentences[lang] += some.join(" ").split(/[.!?] /).length;
    }
  }
  return ["en", "ru"].map((lang) => write(folder, `long.${lang}.txt`, out[lang].join("\n\n")));
}

module.exports = { NAMES, docx, docxPair, folderOfPairs, longPair, pdfPair, text, write };
