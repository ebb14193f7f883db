//! Ctrl-C and the like: the program ends, and leaves no half-written file.

use enru::io::output::discard_unfinished;

/// What a shell calls the exit code of a program that was interrupted.
const INTERRUPTED: i32 = 130;

/// Ends the program on a signal, for subcommands that have nothing to bring to an end first. Where no handler can be
/// set, the signal ends the program as ever, and a file of another name may stay behind.
pub fn end_on_signal() {
    let _ = ctrlc::set_handler(|| end());
}

/// Ends the program at once.
pub fn end() -> ! {
    discard_unfinished();
    std::process::exit(INTERRUPTED)
}
