//! Which paragraphs of a web page are its article.

use crate::document::BlockKind;
use crate::read::web::{Leaf, Page};
use std::borrow::Cow;

/// Whether an element stands beside the article by its name, its role, or what its class or id is called.
pub(crate) fn is_aside<'a>(
    name: &str,
    in_article: bool,
    attribute: &impl Fn(&str) -> Option<Cow<'a, str>>,
) -> bool {
    let by_name = match name {
        "nav" | "aside" | "footer" | "dialog" | "menu" => true,
        "header" => !in_article,
        _ => false,
    };
    let by_role = attribute("role").is_some_and(|role| {
        matches!(
            &*role,
            "navigation"
                | "banner"
                | "contentinfo"
                | "complementary"
                | "search"
                | "dialog"
                | "alertdialog"
                | "menu"
                | "alert"
        )
    });
    let (class, id) = (attribute("class"), attribute("id"));
    let is_page = matches!(name, "html" | "body" | "main" | "article");
    // The beginning of another article, to be read elsewhere.
    let is_teaser = name == "article" && words(class.as_deref().unwrap_or("")).any(|w| w == "teaser");
    by_name || by_role || is_teaser || (!is_page && is_aside_by_class(&class, &id))
}

/// Words web designers call the parts around an article by.
const ASIDE: [&str; 36] = [
    "nav",
    "navbar",
    "navigation",
    "menu",
    "sidebar",
    "footer",
    "breadcrumb",
    "breadcrumbs",
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "banner",
    "share",
    "sharing",
    "social",
    "related",
    "relatedposts",
    "recommended",
    "comments",
    "promo",
    "advert",
    "ads",
    "ad",
    "newsletter",
    "subscribe",
    "subscription",
    "popup",
    "modal",
    "pagination",
    "pager",
    "toolbar",
    "skip",
    "teaser",
    "widget",
    "toc",
];

/// Words they call the article by: `content with-sidebar` is no side bar.
const CONTENT: [&str; 8] = ["content", "main", "article", "body", "story", "text", "entry", "wrapper"];

fn is_aside_by_class(class: &Option<Cow<str>>, id: &Option<Cow<str>>) -> bool {
    let names =
        format!("{} {}", class.as_deref().unwrap_or(""), id.as_deref().unwrap_or("")).to_ascii_lowercase();
    words(&names).any(|w| ASIDE.contains(&w)) && !words(&names).any(|w| CONTENT.contains(&w))
}

fn words(names: &str) -> impl Iterator<Item = &str> {
    names.split(|c: char| !c.is_ascii_alphanumeric())
}

/// For each paragraph of `page`, whether it belongs to the article. Cost: linear, times the depth of elements.
pub(crate) fn choose(page: &Page) -> Vec<bool> {
    let total: usize = page.leaves.iter().map(running).sum();
    let outside: usize = page.leaves.iter().filter(|l| !l.aside).map(running).sum();
    // Names can mislead: where they would cost most of the text, they are not believed.
    let believed = outside * 4 >= total;
    let stays = |leaf: &Leaf| !(believed && leaf.aside);
    let mut held = vec![0; page.containers.len()];
    for leaf in page.leaves.iter().filter(|l| stays(l)) {
        held[leaf.container] += running(leaf);
    }
    // Parents come before their children.
    for index in (1..held.len()).rev() {
        held[page.containers[index].parent] += held[index];
    }
    let root = innermost(page, &held);
    let inside = insides(page, root);
    let mut keep: Vec<bool> = page.leaves.iter().map(|l| stays(l) && inside[l.container]).collect();
    keep_title(page, &mut keep, &stays);
    drop_link_lists(page, &mut keep);
    keep
}

/// How much running text a paragraph holds: its bytes outside links, if it is long enough to be a sentence.
fn running(leaf: &Leaf) -> usize {
    let own = leaf.text.trim().len().saturating_sub(leaf.linked);
    let is_prose = matches!(leaf.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Note)
        // Old pages are laid out with tables.
        || (leaf.kind == BlockKind::Cell && own >= 60);
    if is_prose && own >= 40 && own >= leaf.linked { own } else { 0 }
}

/// The innermost element that holds at least 85 % of the running text, or at least half of it where the author says
/// it is the article, or 40 % where the title stands in it. Several articles on one page are all kept, as the innermost
/// around them.
fn innermost(page: &Page, held: &[usize]) -> usize {
    let all = held[0];
    let titled = titled(page);
    let is_titled = |&index: &usize| titled[index] && held[index] * 5 >= all * 2;
    let is_article = |&index: &usize| page.containers[index].article && held[index] * 2 >= all;
    let is_nearly_all = |&index: &usize| held[index] * 100 >= all * 85;
    // Children come after their parents, and only one chain can hold more than half.
    let inmost_first = || (1..held.len()).rev().filter(|_| all > 0);
    let found = inmost_first().find(is_article).or_else(|| inmost_first().find(is_titled));
    found.or_else(|| inmost_first().find(is_nearly_all)).unwrap_or(0)
}

/// The elements around the title, where there is one only.
fn titled(page: &Page) -> Vec<bool> {
    let mut titled = vec![false; page.containers.len()];
    let mut titles = page.leaves.iter().filter(|l| l.title && !l.aside);
    if let (Some(title), None) = (titles.next(), titles.next()) {
        let mut index = title.container;
        while !std::mem::replace(&mut titled[index], true) {
            index = page.containers[index].parent;
        }
    }
    titled
}

fn insides(page: &Page, root: usize) -> Vec<bool> {
    let mut inside = vec![false; page.containers.len()];
    for index in 0..inside.len() {
        inside[index] = index == root || (index > 0 && inside[page.containers[index].parent]);
    }
    inside
}

/// The title often stands outside the element that holds the text.
fn keep_title(page: &Page, keep: &mut [bool], stays: &impl Fn(&Leaf) -> bool) {
    let has_title = page.leaves.iter().zip(&*keep).any(|(l, keep)| *keep && l.title);
    let first = keep.iter().position(|&k| k).unwrap_or(0);
    if !has_title && let Some(index) = page.leaves.iter().take(first).rposition(|l| l.title && stays(l)) {
        keep[index] = true;
    }
}

/// Three or more paragraphs in a row that are nothing but links are a menu.
fn drop_link_lists(page: &Page, keep: &mut [bool]) {
    let is_link = |l: &Leaf| l.linked > 0 && l.linked * 10 >= l.text.trim().len() * 9;
    let mut start = 0;
    while start < keep.len() {
        let run = page.leaves[start..].iter().take_while(|l| is_link(l)).count();
        if run >= 3 {
            keep[start..start + run].fill(false);
        }
        start += run.max(1);
    }
}
