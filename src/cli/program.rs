//! How the program was started, and how to start it again for a child process. A package may run the program inside
//! another process, such as Python, so neither is asked of the process.

use std::ffi::OsString;
use std::io;
use std::process::Command;
use std::sync::OnceLock;

/// The program as it was started.
#[derive(Debug)]
struct Program {
    /// What starts it: an executable file, and the arguments before its own.
    command: Vec<OsString>,
    /// Its own arguments, without its name.
    args: Vec<OsString>,
}

static PROGRAM: OnceLock<Program> = OnceLock::new();

/// Notes how the program was started. Only the first note counts: a process runs the program once.
pub fn set(command: Vec<OsString>, args: Vec<OsString>) {
    let _ = PROGRAM.set(Program { command, args });
}

/// The arguments, without the name of the program.
pub fn args() -> &'static [OsString] {
    PROGRAM.get().map_or(&[], |program| &program.args)
}

/// What starts the program with other arguments.
///
/// # Errors
/// When it is not known.
pub fn command() -> io::Result<impl Fn() -> Command + Send + Sync + 'static> {
    let parts = PROGRAM.get().map_or(&[][..], |program| &program.command);
    let (executable, before) =
        parts.split_first().ok_or_else(|| io::Error::other("how the program is started is not known"))?;
    Ok(move || {
        let mut command = Command::new(executable);
        command.args(before);
        command
    })
}
