//! The decision at a candidate.

use std::borrow::Cow;

/// The decision at a candidate, with the rule that made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Byte offset in the document where the text after the candidate starts.
    pub at: usize,
    /// Whether a sentence ends here.
    pub splits: bool,
    /// The name of the first rule with an opinion, or its line in the SRX file.
    pub rule: Cow<'static, str>,
}
