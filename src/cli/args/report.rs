//! Options for the summary and the exit code of a run.

/// Options for the summary and the exit code.
#[derive(clap::Args, Clone, Copy, Debug)]
pub struct Report {
    /// Write the summary as a JSON object to standard output
    #[arg(long, help_heading = "Reporting")]
    pub json: bool,
    /// Exit with code 1 if documents do not look like translations of each other
    #[arg(long, value_name = "WHAT", help_heading = "Reporting")]
    fail_on: Option<FailOn>,
}

/// What makes a run fail, other than an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum FailOn {
    /// A pair that does not look like a translation
    Suspect,
}

impl Report {
    /// Whether the run ends with exit code 1.
    pub fn fails(self, suspect: bool) -> bool {
        suspect && self.fail_on == Some(FailOn::Suspect)
    }
}
