//! Selects the paragraphs of a web page that form its article. All decisions count letters outside links, so that a
//! page and its translation give the same result. No paragraph is judged by its own length.

use crate::document::BlockKind;
use crate::read::web::aside::Aside;
use crate::read::web::page::{Leaf, Page};

/// For each paragraph of `page`, whether it belongs to the article. Cost: linear, times the depth of elements.
pub(super) fn choose(page: &Page) -> Vec<bool> {
    let aside = asides(page);
    let stays = |leaf: &Leaf| !aside[leaf.container];
    let held = held(page, |leaf| if stays(leaf) { running(leaf) } else { 0 });
    let root = widened(page, innermost(page, &held, &aside), &aside);
    let inside = down(page, |index| index == root);
    // Notes often follow the element with the text.
    let is_part = |l: &Leaf| inside[l.container] || l.kind == BlockKind::Note;
    let mut keep: Vec<bool> = page.leaves.iter().map(|l| stays(l) && is_part(l)).collect();
    keep_title(page, &mut keep, &stays);
    let all = keep.clone();
    drop_link_lists(page, &mut keep);
    // The page may consist only of a list of links.
    if has_text(page, &keep) { keep } else { all }
}

fn has_text(page: &Page, keep: &[bool]) -> bool {
    page.leaves.iter().zip(keep).any(|(leaf, keep)| *keep && leaf.letters > 0 && !leaf.title)
}

/// The amount of running text of a paragraph: its letters outside links, if they are the majority, otherwise 0.
fn running(leaf: &Leaf) -> usize {
    let own = leaf.letters - leaf.linked;
    if own >= leaf.linked { own } else { 0 }
}

/// For each element, the sum of `weight` over all paragraphs in it.
fn held(page: &Page, weight: impl Fn(&Leaf) -> usize) -> Vec<usize> {
    let mut held = vec![0; page.containers.len()];
    for leaf in &page.leaves {
        held[leaf.container] += weight(leaf);
    }
    // Parents come before their children.
    for index in (1..held.len()).rev() {
        held[page.containers[index].parent] += held[index];
    }
    held
}

/// For each element, whether `holds` is true of it or of an element around it.
fn down(page: &Page, holds: impl Fn(usize) -> bool) -> Vec<bool> {
    let mut inside = vec![false; page.containers.len()];
    for index in 0..inside.len() {
        inside[index] = holds(index) || (index > 0 && inside[page.containers[index].parent]);
    }
    inside
}

/// For each element, whether it is outside the article.
fn asides(page: &Page) -> Vec<bool> {
    let all = held(page, running);
    let titles = held(page, |leaf| usize::from(leaf.title));
    let articles = {
        let mut articles: Vec<usize> = page.containers.iter().map(|c| usize::from(c.article)).collect();
        for index in (1..articles.len()).rev() {
            articles[page.containers[index].parent] += articles[index];
        }
        articles
    };
    // A class name can mislead. An element with the only title and a quarter of the text, or with what the author marks
    // as the article, is not a side bar.
    let misleads = |index: usize| {
        articles[index] > usize::from(page.containers[index].article)
            || (titles[0] == 1 && titles[index] == 1 && all[index] * 4 >= all[0])
    };
    let aside = down(page, |index| match page.containers[index].aside {
        Some(Aside::Name) => true,
        Some(Aside::Class) => !misleads(index),
        None => false,
    });
    let outside: usize = page.leaves.iter().filter(|l| !aside[l.container]).map(running).sum();
    // If the class names and roles would exclude more than three quarters of the text, ignore all of them.
    if outside * 4 >= all[0] { aside } else { vec![false; aside.len()] }
}

/// The innermost part of the page with at least 85 % of the running text, or half of it if the author marks it as the
/// article, or 40 % if it contains the title. If a page has several articles, their common parent is chosen, so that
/// all are kept.
fn innermost(page: &Page, held: &[usize], aside: &[bool]) -> usize {
    let all = held[0];
    let titled = titled(page, aside);
    let is_part = |index: &usize| all > 0 && !page.containers[*index].paragraph;
    let is_titled = |&index: &usize| titled[index] && held[index] * 5 >= all * 2;
    let is_article = |&index: &usize| page.containers[index].article && held[index] * 2 >= all;
    let is_nearly_all = |&index: &usize| held[index] * 100 >= all * 85;
    // Children come after their parents, and only one chain of elements can hold more than half.
    let inmost_first = || (1..held.len()).rev().filter(is_part);
    let found = inmost_first()
        .find(is_article)
        .map(|index| around_siblings(page, held, aside, index))
        .or_else(|| inmost_first().find(is_titled));
    found.or_else(|| inmost_first().find(is_nearly_all)).unwrap_or(0)
}

/// The article `index`, or its parent if the sibling articles together have at least a fifth of its text.
fn around_siblings(page: &Page, held: &[usize], aside: &[bool], index: usize) -> usize {
    let parent = page.containers[index].parent;
    let is_sibling = |&other: &usize| {
        let container = &page.containers[other];
        other != index && container.article && container.parent == parent && !aside[other]
    };
    let beside: usize = (1..held.len()).filter(is_sibling).map(|other| held[other]).sum();
    if beside * 5 >= held[index] { parent } else { index }
}

/// The elements around the title, if the page has exactly one title.
fn titled(page: &Page, aside: &[bool]) -> Vec<bool> {
    let mut titled = vec![false; page.containers.len()];
    let mut titles = page.leaves.iter().filter(|l| l.title && !aside[l.container]);
    if let (Some(title), None) = (titles.next(), titles.next()) {
        let mut index = title.container;
        while !std::mem::replace(&mut titled[index], true) {
            index = page.containers[index].parent;
        }
    }
    titled
}

/// `root`, or an element around it that has its own paragraphs of running text, such as a lead or a signature. A
/// `<main>` or `<article>` is only widened to another such element.
fn widened(page: &Page, root: usize, aside: &[bool]) -> usize {
    let mut has_own = vec![false; page.containers.len()];
    for leaf in page.leaves.iter().filter(|l| !aside[l.container] && running(l) > 0) {
        let mut index = leaf.container;
        while page.containers[index].paragraph {
            index = page.containers[index].parent;
        }
        has_own[index] = true;
    }
    let (mut widest, mut index) = (root, root);
    while index > 0 {
        index = page.containers[index].parent;
        let may_leave = !page.containers[widest].article || page.containers[index].article;
        if has_own[index] && may_leave {
            widest = index;
        }
        if !has_own[index] {
            break;
        }
    }
    widest
}

/// Adds the title, which is often outside the element with the text. The only title of a page is kept even in a banner,
/// unless it is a link: then it is the name of the site.
fn keep_title(page: &Page, keep: &mut [bool], stays: &impl Fn(&Leaf) -> bool) {
    let has_title = page.leaves.iter().zip(&*keep).any(|(l, keep)| *keep && l.title);
    let first = keep.iter().position(|&k| k).unwrap_or(0);
    if has_title {
        return;
    }
    let mut titles = page.leaves.iter().enumerate().filter(|(_, l)| l.title && l.letters > 0);
    let only = titles.next().filter(|(_, l)| titles.next().is_none() && l.linked == 0);
    let only = only.map(|(index, _)| index).filter(|&index| index < first);
    let before = page.leaves.iter().take(first).rposition(|l| l.title && stays(l));
    if let Some(index) = before.or(only) {
        keep[index] = true;
    }
}

/// Three or more consecutive paragraphs that consist only of links are a menu.
fn drop_link_lists(page: &Page, keep: &mut [bool]) {
    let is_link = |l: &Leaf| l.linked > 0 && l.linked * 10 >= l.letters * 9;
    let mut start = 0;
    while start < keep.len() {
        let run = page.leaves[start..].iter().take_while(|l| is_link(l)).count();
        if run >= 3 {
            keep[start..start + run].fill(false);
        }
        start += run.max(1);
    }
}
