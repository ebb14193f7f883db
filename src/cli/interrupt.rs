//! Ends the program on Ctrl-C and other signals without leaving a half-written file.

use enru::io::output::discard_unfinished;

/// The exit code that shells use for a program that SIGINT ended: 128 + 2.
const INTERRUPTED: i32 = 130;

/// Ends the program on a signal, for subcommands that have nothing to finish first. If no handler can be set, the signal
/// still ends the program, but a temporary file may remain.
pub fn end_on_signal() {
    let _ = ctrlc::set_handler(|| end());
}

/// Ends the program at once and deletes its temporary files.
pub fn end() -> ! {
    discard_unfinished();
    std::process::exit(INTERRUPTED)
}
