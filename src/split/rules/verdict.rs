//! The answer of a rule.

/// The answer of a rule for a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::split) enum Verdict {
    /// The sentence continues.
    Join,
    /// A sentence ends here.
    Split,
}

/// `verdict` if `condition` holds.
pub(super) fn when(condition: bool, verdict: Verdict) -> Option<Verdict> {
    condition.then_some(verdict)
}
