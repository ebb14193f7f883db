//! Opens a page in the browser.

use super::say::Say;
use super::settings::Settings;
use std::path::Path;
use std::process::{Command, Stdio};

/// Opens `page` in the browser of the settings, or in the default browser. If no browser starts, the run still succeeds,
/// since the page is written.
pub fn open(page: &Path, settings: &Settings, say: &Say) {
    // Not the canonical path, which browsers on Windows do not understand.
    let page = std::path::absolute(page).unwrap_or_else(|_| page.to_path_buf());
    let started = match &settings.browser {
        Some(browser) => {
            let mut command = Command::new(&browser.value);
            let quiet = command.arg(&page).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            quiet.spawn().map(|_| ())
        }
        None => open::that_detached(&page),
    };
    if let Err(error) = started {
        say.warn(format_args!("cannot start a browser ({error}); open {} yourself", page.display()));
    }
}
