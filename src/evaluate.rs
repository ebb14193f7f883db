//! Ladders against gold: strict, lax and null scores.
