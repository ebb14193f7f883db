//! All messages to people, on standard error. Standard output is for data alone.

use enru::batch::{Reuse, suspicions};
use enru::furniture::count;
use enru::read::{NoticeKind, Reading};
use enru::{Bitext, Document};
use std::fmt::Display;
use std::path::Path;

/// How much a subcommand says.
#[derive(clap::Args, Clone, Copy, Debug, Default)]
pub struct Say {
    /// Print errors only
    #[arg(short, long)]
    pub quiet: bool,
    /// Print more, such as the detected encodings and languages
    #[arg(short, long, conflicts_with = "quiet")]
    pub verbose: bool,
}

/// How many items of a list are printed before `and N more`.
const SHOWN: usize = 10;

impl Say {
    /// Prints a line.
    pub fn line(&self, line: impl Display) {
        if !self.quiet {
            anstream::eprintln!("{line}");
        }
    }

    /// Prints something that was decided for the user and may be wrong.
    pub fn note(&self, line: impl Display) {
        self.line(format_args!("note: {line}"));
    }

    /// Prints something that needs attention.
    pub fn warn(&self, line: impl Display) {
        self.line(format_args!("warning: {line}"));
    }

    /// Prints a line with `--verbose` only.
    pub fn detail(&self, line: impl Display) {
        if self.verbose {
            anstream::eprintln!("{line}");
        }
    }

    /// Prints what to do next.
    pub fn next(&self, line: impl Display) {
        self.line(format_args!("next: {line}"));
    }

    /// Prints a heading and the first items of a list; `all` names the file that has every item.
    pub fn list(&self, heading: &str, items: &[String], all: Option<&str>) {
        if items.is_empty() {
            return;
        }
        self.line(format_args!("{heading} ({}):", items.len()));
        items.iter().take(SHOWN).for_each(|item| self.line(format_args!("  {item}")));
        if items.len() > SHOWN {
            let all = all.map_or(String::new(), |file| format!(", see {file}"));
            self.line(format_args!("  and {} more{all}", items.len() - SHOWN));
        }
    }

    /// Prints what the reader of `path` had to replace, passed over or doubts. Furniture has a line of its own.
    pub fn read<T>(&self, path: &Path, reading: &Reading<T>) {
        self.replaced(path, reading.replaced, &reading.encoding);
        for notice in &reading.notices {
            match notice.kind {
                NoticeKind::Furniture(_) => {}
                kind if kind.is_warning() => self.warn(format_args!("{}: {notice}", path.display())),
                _ => self.line(format_args!("{}: {notice}", path.display())),
            }
        }
    }

    /// Prints how many places of `path` were replaced.
    pub fn replaced(&self, path: &Path, places: usize, encoding: &str) {
        if places > 0 {
            let places = plural(places, "place");
            self.warn(format_args!("{}: replaced {places} that are not valid {encoding}", path.display()));
        }
    }

    /// Prints how many decisions of the review `path` apply again, and which do not.
    pub fn reuse(&self, path: Option<&Path>, reuse: Option<&Reuse>) {
        let (Some(path), Some(Reuse { kept, lost })) = (path, reuse) else { return };
        let (path, kept) = (path.display(), plural(*kept, "decision"));
        match lost.len() {
            0 => self.line(format_args!("{path}: {kept} kept")),
            n => self.line(format_args!("{path}: {kept} kept, {n} no longer apply")),
        }
        let items: Vec<String> = lost
            .iter()
            .map(|item| {
                let text =
                    if item.translation.en.is_empty() { &item.translation.ru } else { &item.translation.en };
                let text: String = text.chars().take(80).collect();
                format!("{}, en {}, ru {}: {text}", item.status, numbers(&item.en_ids), numbers(&item.ru_ids))
            })
            .collect();
        self.list("decisions that no longer apply, since their sentences changed", &items, None);
    }

    /// Prints why the documents of `bitext` may not be translations of each other.
    pub fn suspicions(&self, bitext: &Bitext) {
        for reason in suspicions(bitext) {
            self.line(format_args!("suspect: {reason}; are these translations of each other?"));
        }
    }

    /// Prints what was left out of `document` as furniture of the page.
    pub fn furniture(&self, document: &Document) {
        let counts: Vec<String> = count(document).iter().map(|(kind, n)| format!("{n} {kind}")).collect();
        if !counts.is_empty() {
            let (lang, counts) = (document.lang().name(), counts.join(", "));
            self.line(format_args!("left out in {lang}: {counts} (--keep-furniture keeps them)"));
        }
    }
}

fn numbers(ids: &[usize]) -> String {
    match ids {
        [] => "-".to_string(),
        ids => ids.iter().map(usize::to_string).collect::<Vec<_>>().join(" "),
    }
}

/// Prints an error and its causes on one line; a cause that the error already contains is not repeated.
pub fn error(error: &anyhow::Error) {
    let line =
        error.chain().map(|cause| cause.to_string()).fold(String::new(), |line, cause| match line.as_str() {
            "" => cause,
            line if line.contains(&cause) => line.to_string(),
            line => format!("{line}: {cause}"),
        });
    anstream::eprintln!("error: {line}");
}

/// `1 pair`, `2 pairs`.
pub fn plural(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// A word as it can be pasted into a shell.
pub fn shell(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:@%=".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_string(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

/// A path as it can be pasted into a shell.
pub fn shell_path(path: &Path) -> String {
    shell(&path.to_string_lossy())
}

/// The command line of this run as it can be pasted into a shell, without the options `drop`, and with `more` at its end
/// unless it has that already.
pub fn again(drop: &[&str], more: &[&str]) -> String {
    let typed: Vec<String> =
        std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let mut words: Vec<String> =
        typed.iter().filter(|word| !drop.contains(&word.as_str())).map(|w| shell(w)).collect();
    if !more.first().is_some_and(|option| typed.iter().any(|word| word == option)) {
        words.extend(more.iter().map(|word| word.to_string()));
    }
    format!("enru {}", words.join(" "))
}

/// The command line of this run with another subcommand, without the options that subcommand lacks.
pub fn again_as(subcommand: &str, other: &str, more: &str) -> String {
    let line = again(&["--verbose", "-v"], &[]).replacen(
        &format!("enru {subcommand} "),
        &format!("enru {other} "),
        1,
    );
    format!("{} {more}", line.replace(" --format text", ""))
}
