//! Packs the WebAssembly module of enru and its page into one HTML file that makes no network request:
//! `enru-web-pack MODULE.wasm PAGE_FOLDER OUT.html`. No `wasm-opt`: that of Debian 12 exports the wrong table, and the
//! compiler's own module is small enough.

use anyhow::{Context, Result, bail};
use base64::Engine;
use flate2::{Compression, write::GzEncoder};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};
use wasm_bindgen_cli_support::Bindgen;

/// The scripts of the page. Each uses only those before it.
const SCRIPTS: [&str; 7] = [
    "../../../src/review/page/shared.js",
    "texts.js",
    "shelf.js",
    "files.js",
    "engine.js",
    "views.js",
    "app.js",
];

fn main() -> Result<()> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [module, page, out] = &arguments[..] else {
        bail!("usage: enru-web-pack MODULE.wasm PAGE_FOLDER OUT.html");
    };
    let work = out.with_extension("parts");
    Bindgen::new()
        .input_path(module)
        .no_modules(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .out_name("enru")
        .generate(&work)
        .with_context(|| format!("{}: not a module that wasm-bindgen can bind", module.display()))?;
    let module = work.join("enru_bg.wasm");
    let module = fs::read(&module).with_context(|| module.display().to_string())?;
    let packed = packed(&module)?;
    let glue = read(&work.join("enru.js"))?;
    let html = assembled(page, &glue, &packed)?;
    fs::write(out, &html).with_context(|| out.display().to_string())?;
    println!(
        "module {} bytes, packed {}, page {}: {}",
        module.len(),
        packed.len(),
        html.len(),
        out.display()
    );
    Ok(())
}

/// Compresses with gzip and encodes as Base64.
fn packed(bytes: &[u8]) -> Result<String> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes)?;
    Ok(base64::engine::general_purpose::STANDARD.encode(gzip.finish()?))
}

/// Joins the parts of the page.
fn assembled(page: &Path, glue: &str, packed: &str) -> Result<String> {
    let part = |name: &str| read(&page.join(name));
    let scripts: Result<Vec<String>> = SCRIPTS.iter().map(|name| part(name)).collect();
    let script = format!("(() => {{\n\"use strict\";\n{}}})();\n", scripts?.join("\n"));
    let worker = part("worker.js")?.replace("/*{{glue}}*/", glue);
    let mut html = part("page.html")?;
    for (marker, content) in [
        ("/*{{style}}*/", part("page.css")?),
        ("/*{{worker}}*/", worker.replace("</script", "<\\/script")),
        ("/*{{script}}*/", script),
        ("{{version}}", env!("CARGO_PKG_VERSION").to_string()),
        ("{{module}}", packed.to_string()),
    ] {
        if !html.contains(marker) {
            bail!("page.html has no {marker}");
        }
        html = html.replacen(marker, &content, 1);
    }
    Ok(html)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}
