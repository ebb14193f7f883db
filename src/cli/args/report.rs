//! What a run reports at its end.

/// How a run reports what it made.
#[derive(clap::Args, Clone, Copy, Debug)]
pub struct Report {
    /// Print the summary as a JSON object to standard output
    #[arg(long, help_heading = "Reporting")]
    pub json: bool,
    /// Exit with code 1 if documents do not look like translations of each other
    #[arg(long, value_name = "WHAT", help_heading = "Reporting")]
    fail_on: Option<FailOn>,
}

/// What counts as a failure besides errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum FailOn {
    /// A pair that does not look like a translation
    Suspect,
}

impl Report {
    /// Whether suspect pairs end the run with exit code 1.
    pub fn fails(self, suspect: bool) -> bool {
        suspect && self.fail_on == Some(FailOn::Suspect)
    }
}
