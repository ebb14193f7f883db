//! Work that does not depend on other work, on all cores where the feature `parallel` is on, one after the other where
//! it is not. Results come in the order of the items, so that the number of threads changes nothing.

#[cfg(feature = "parallel")]
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, ScopedJoinHandle};

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

/// What `first` and `second` give, at the same time.
pub(crate) fn both<A, B: Send>(first: impl FnOnce() -> A, second: impl FnOnce() -> B + Send) -> (A, B) {
    thread::scope(|scope| {
        let second = scope.spawn(second);
        (first(), joined(second))
    })
}

/// What a thread gives; its panic goes on in this one.
fn joined<R>(thread: ScopedJoinHandle<'_, R>) -> R {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Into how many stretches work is cut for each thread, so that none has to wait long for another.
const STRETCHES: usize = 8;

/// What `work` makes of each number below `count`, in order, on `jobs` threads.
pub(crate) fn numbers<R: Send>(jobs: usize, count: usize, work: impl Fn(usize) -> R + Sync) -> Vec<R> {
    if jobs.min(count) <= 1 {
        return (0..count).map(work).collect();
    }
    let stretch = count.div_ceil(jobs * STRETCHES).max(1);
    let next = AtomicUsize::new(0);
    let stretches = || {
        let mut done = Vec::new();
        loop {
            let first = next.fetch_add(stretch, Ordering::Relaxed);
            if first >= count {
                return done;
            }
            let numbers = first..(first + stretch).min(count);
            done.push((first, numbers.map(&work).collect::<Vec<R>>()));
        }
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..jobs).map(|_| scope.spawn(stretches)).collect();
        let mut done = stretches();
        done.extend(others.into_iter().flat_map(joined));
        done
    });
    done.sort_unstable_by_key(|&(first, _)| first);
    done.into_iter().flat_map(|(_, results)| results).collect()
}
