//! Settings: defaults for options, from `enru.toml` and environment variables.
//!
//! Priority, highest first: the command line, `ENRU_...` variables, `enru.toml` in the current folder, `enru.toml` or
//! `enru/enru.toml` in `$XDG_CONFIG_HOME` (or `~/.config`; on Windows `%APPDATA%`). Paths in a file are relative to its
//! folder.

use super::args::values::{locales, source};
use anyhow::{Context, anyhow, bail};
use enru::Lang;
use enru::memory::Column;
use enru::text::suggest::unknown;
use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fmt::Display;
use std::path::{Path, PathBuf};

/// Defaults for options that the command line does not give.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Locales of English and Russian in TMX and XLIFF.
    pub locales: Option<Setting<[String; 2]>>,
    /// The source language of memories.
    pub source: Option<Setting<Lang>>,
    /// An SRX file with rules for splitting sentences.
    pub srx: Option<Setting<PathBuf>>,
    /// Files with word translations.
    pub lexicon: Option<Setting<Vec<PathBuf>>>,
    /// Columns of tables.
    pub columns: Option<Setting<Vec<Column>>>,
    /// The program that opens pages instead of the default browser.
    pub browser: Option<Setting<OsString>>,
}

/// A value and its origin.
#[derive(Clone, Debug)]
pub struct Setting<T> {
    pub value: T,
    /// A file or an environment variable.
    pub origin: String,
}

/// The names of settings: keys in `enru.toml`, and in capitals after `ENRU_`, environment variables.
const NAMES: [&str; 6] = ["locales", "source", "srx", "lexicon", "columns", "browser"];

impl Settings {
    /// Reads the settings files and the environment variables.
    pub fn load() -> anyhow::Result<Settings> {
        let mut settings = Settings::default();
        for file in files().iter().filter(|file| file.is_file()) {
            settings.add_file(file)?;
        }
        for name in NAMES {
            let variable = variable(name);
            if let Some(value) = env::var_os(&variable).filter(|value| !value.is_empty()) {
                let text = value.to_string_lossy().into_owned();
                let items = match name {
                    "lexicon" => env::split_paths(&value).map(|path| path.display().to_string()).collect(),
                    "columns" => text.split(',').map(|item| item.trim().to_string()).collect(),
                    _ => vec![text],
                };
                settings.set(name, items, Path::new(""), &variable).with_context(|| variable.clone())?;
            }
        }
        Ok(settings)
    }

    fn add_file(&mut self, file: &Path) -> anyhow::Result<()> {
        let origin = file.display().to_string();
        let text = std::fs::read_to_string(file).map_err(|e| enru::Error::io(file, "read", e))?;
        let table: toml::Table = toml::from_str(&text).map_err(|e| {
            let line = e.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            anyhow!("{origin}:{line}: {}", e.message())
        })?;
        for (name, value) in table {
            let items = items(&value).with_context(|| format!("{origin}: {name}"))?;
            let folder = file.parent().unwrap_or(Path::new(""));
            self.set(&name, items, folder, &origin).with_context(|| format!("{origin}: {name}"))?;
        }
        Ok(())
    }

    fn set(&mut self, name: &str, items: Vec<String>, folder: &Path, origin: &str) -> anyhow::Result<()> {
        let origin = origin.to_string();
        let one = || items.join(",");
        match name {
            "locales" => {
                let value = locales(&one()).map_err(anyhow::Error::msg)?;
                self.locales = Some(Setting { value, origin });
            }
            "source" => {
                let value = source(&one()).map_err(anyhow::Error::msg)?;
                self.source = Some(Setting { value, origin });
            }
            "srx" => self.srx = Some(Setting { value: folder.join(one()), origin }),
            "lexicon" => {
                let value = items.iter().map(|path| folder.join(path)).collect();
                self.lexicon = Some(Setting { value, origin });
            }
            "columns" => {
                let value: Result<_, String> = items.iter().map(|name| name.parse()).collect();
                let value = value.map_err(anyhow::Error::msg)?;
                self.columns = Some(Setting { value, origin });
            }
            "browser" => self.browser = Some(Setting { value: one().into(), origin }),
            _ => {
                bail!(unknown("setting", name, NAMES));
            }
        }
        Ok(())
    }

    /// Name, value and origin of each setting that is set.
    pub fn rows(&self) -> Vec<[String; 3]> {
        fn row<T>(
            name: &str,
            setting: &Option<Setting<T>>,
            show: impl Fn(&T) -> String,
        ) -> Option<[String; 3]> {
            let Setting { value, origin } = setting.as_ref()?;
            Some([name.to_string(), show(value), origin.clone()])
        }
        let paths = |paths: &Vec<PathBuf>| joined(paths.iter().map(|p| p.display()));
        [
            row("locales", &self.locales, |locales| locales.join(",")),
            row("source", &self.source, |lang| lang.code().to_string()),
            row("srx", &self.srx, |path| path.display().to_string()),
            row("lexicon", &self.lexicon, paths),
            row("columns", &self.columns, |columns| joined(columns.iter())),
            row("browser", &self.browser, |program| program.to_string_lossy().into_owned()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// The environment variable of each setting.
pub fn variables() -> BTreeMap<&'static str, String> {
    NAMES.into_iter().map(|name| (name, variable(name))).collect()
}

fn variable(name: &str) -> String {
    format!("ENRU_{}", name.to_uppercase())
}

/// The settings files to look for, lowest priority first.
pub fn files() -> Vec<PathBuf> {
    let folder = |variable| env::var_os(variable).filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let appdata = if cfg!(windows) { folder("APPDATA") } else { None };
    let general = folder("XDG_CONFIG_HOME").or(appdata).or(folder("HOME").map(|home| home.join(".config")));
    let mut files: Vec<PathBuf> = Vec::new();
    if let Some(folder) = general {
        files.extend([folder.join("enru.toml"), folder.join("enru/enru.toml")]);
    }
    files.push(PathBuf::from("enru.toml"));
    files
}

fn items(value: &toml::Value) -> anyhow::Result<Vec<String>> {
    let text = |value: &toml::Value| match value {
        toml::Value::String(text) => Ok(text.clone()),
        _ => bail!("expected a string or a list of strings"),
    };
    match value {
        toml::Value::Array(values) => values.iter().map(text).collect(),
        value => Ok(vec![text(value)?]),
    }
}

fn joined(items: impl Iterator<Item = impl Display>) -> String {
    items.map(|item| item.to_string()).collect::<Vec<_>>().join(",")
}
