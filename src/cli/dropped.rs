//! Handles files dropped on the program: the system starts it with their paths only, on Windows in a window that
//! closes when the program ends.

use super::program;
use super::say::{shell, shell_path};
use std::ffi::{OsStr, OsString};
use std::io::{IsTerminal, Write, stderr, stdin};
use std::path::Path;

/// Expands a command line of two files only: it reviews them in the browser. `words` starts with the name of the
/// program.
pub fn expanded(mut words: Vec<OsString>) -> Vec<OsString> {
    let is_file = |word: &OsString| Path::new(word).is_file() || Path::new(word).extension().is_some();
    let is_option = |word: &OsString| word.to_string_lossy().starts_with('-');
    if words.len() == 3 && words[1..].iter().all(|word| is_file(word) && !is_option(word)) {
        words.insert(1, "review".into());
        words.push("--open".into());
    }
    words
}

/// Advice for paths given in place of a subcommand. `None` if `words` does not start with a path.
pub fn advice(words: &[OsString]) -> Option<String> {
    let first = Path::new(words.first()?);
    let path = shell_path(first);
    match words {
        _ if !is_path(words.first()?) => None,
        [_] if first.is_dir() => {
            Some(format!("{path} is a folder; to align the documents in it: enru batch {path} -o tm/"))
        }
        [_] => Some(format!(
            "{path} is one file; give its translation too: enru {path} RU; or review a memory: enru review {path} --open"
        )),
        all if all.iter().all(|word| is_path(word)) => Some(format!(
            "{} files or folders are given without a command; two documents are aligned with enru EN RU, the documents of a folder with enru batch FOLDER -o tm/",
            all.len()
        )),
        _ => Some(format!("{path} is not a command; try: enru align {}", joined(words))),
    }
}

fn is_path(word: &OsStr) -> bool {
    Path::new(word).exists()
}

fn joined(words: &[OsString]) -> String {
    words.iter().map(|word| shell(&word.to_string_lossy())).collect::<Vec<_>>().join(" ")
}

/// Waits for a key before the program ends with a message, if the window would close immediately. This is the case on
/// Windows if the program was double-clicked or files were dropped on it.
pub fn wait() {
    let typed = program::args();
    let is_started_by_mouse = cfg!(windows)
        && typed.first().is_none_or(|first| is_path(first))
        // The command prompt sets PROMPT for the programs that it starts.
        && std::env::var_os("PROMPT").is_none()
        && stdin().is_terminal()
        && stderr().is_terminal();
    if !is_started_by_mouse {
        return;
    }
    let page = std::env::current_exe().ok().map(|program| program.with_file_name("enru.html"));
    if typed.is_empty() && page.is_some_and(|page| page.is_file()) {
        anstream::eprintln!("\nTo work without commands, open enru.html, which is beside this program.");
    }
    anstream::eprint!("\nPress Enter to close this window. ");
    let _ = stderr().flush();
    let _ = stdin().read_line(&mut String::new());
}
