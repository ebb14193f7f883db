//! Work that does not depend on other work, on all cores where the feature `parallel` is on, one after the other where
//! it is not. Results come in the order of the items, so that the number of threads changes nothing.

#[cfg(feature = "parallel")]
use rayon::prelude::*;

/// What `work` makes of each of `items`.
#[cfg(feature = "parallel")]
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    items.par_iter().map(work).collect()
}

/// What `work` makes of each of `items`.
#[cfg(not(feature = "parallel"))]
pub(crate) fn map<T, R>(items: &[T], work: impl Fn(&T) -> R) -> Vec<R> {
    items.iter().map(work).collect()
}

/// What `work` makes of each number below `count`, with a scratch space that a thread makes once and uses again.
#[cfg(feature = "parallel")]
pub(crate) fn map_with<S, R: Send>(
    count: usize,
    scratch: impl Fn() -> S + Send + Sync,
    work: impl Fn(&mut S, usize) -> R + Send + Sync,
) -> Vec<R> {
    (0..count).into_par_iter().map_init(scratch, work).collect()
}

/// What `work` makes of each number below `count`, with a scratch space that is made once and used again.
#[cfg(not(feature = "parallel"))]
pub(crate) fn map_with<S, R>(
    count: usize,
    scratch: impl Fn() -> S,
    mut work: impl FnMut(&mut S, usize) -> R,
) -> Vec<R> {
    let mut scratch = scratch();
    (0..count).map(|number| work(&mut scratch, number)).collect()
}
