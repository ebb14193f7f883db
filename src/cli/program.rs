//! The arguments of the program, and the command that starts it for a child process. Neither comes from the current
//! process, since that may be another program, such as Python.

use std::ffi::OsString;
use std::io;
use std::process::Command;
use std::sync::OnceLock;

#[derive(Debug)]
struct Program {
    /// The executable file, and the arguments to put before `args`.
    command: Vec<OsString>,
    /// The arguments without the program name.
    args: Vec<OsString>,
}

static PROGRAM: OnceLock<Program> = OnceLock::new();

/// Stores the command and the arguments. Only the first call has an effect: a process runs the program once.
pub fn set(command: Vec<OsString>, args: Vec<OsString>) {
    let _ = PROGRAM.set(Program { command, args });
}

/// The arguments without the program name.
pub fn args() -> &'static [OsString] {
    PROGRAM.get().map_or(&[], |program| &program.args)
}

/// A function that returns a command to start the program, without arguments.
///
/// # Errors
/// If the executable file is unknown.
pub fn command() -> io::Result<impl Fn() -> Command + Send + Sync + 'static> {
    let parts = PROGRAM.get().map_or(&[][..], |program| &program.command);
    let (executable, before) =
        parts.split_first().ok_or_else(|| io::Error::other("the path of the executable file is unknown"))?;
    Ok(move || {
        let mut command = Command::new(executable);
        command.args(before);
        command
    })
}
