//! What a rule answers.

/// What a rule says of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::split) enum Verdict {
    /// The sentence goes on.
    Join,
    /// A sentence ends here.
    Split,
}

/// `verdict` where `condition` holds.
pub(super) fn when(condition: bool, verdict: Verdict) -> Option<Verdict> {
    condition.then_some(verdict)
}
