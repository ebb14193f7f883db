//! Detects elements outside the article (menus, side bars, banners, footers) by their name, their role, and common
//! class names.

use crate::read::web::dom::Element;

/// How an element shows that it is not part of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aside {
    /// By its name or role, which the HTML standard defines.
    Name,
    /// By its class or id, which can mislead.
    Class,
}

/// Whether `element` is outside the article. A `<header>` inside an article is part of it.
pub(super) fn of(element: &Element, in_article: bool) -> Option<Aside> {
    if is_aside_by_name(element, in_article) {
        Some(Aside::Name)
    } else if is_aside_by_class(element) {
        Some(Aside::Class)
    } else {
        None
    }
}

fn is_aside_by_name(element: &Element, in_article: bool) -> bool {
    let by_name = match element.local() {
        "nav" | "aside" | "footer" | "dialog" | "menu" | "search" => true,
        "header" => !in_article && !is_title_block(element),
        _ => false,
    };
    let by_role = element.get("role").is_some_and(|role| {
        matches!(
            role,
            "navigation"
                | "banner"
                | "contentinfo"
                | "complementary"
                | "search"
                | "dialog"
                | "alertdialog"
                | "menu"
                | "menubar"
                | "alert"
                | "tablist"
                | "toolbar"
        )
    });
    by_name || by_role
}

/// Whether the header has the title of the document: so pandoc and Quarto name it.
fn is_title_block(element: &Element) -> bool {
    element.get("id").is_some_and(|id| id == "title-block-header")
}

/// Common names for the parts around an article.
const ASIDE: [&str; 54] = [
    "ad",
    "ads",
    "advert",
    "banner",
    "banners",
    "breadcrumb",
    "breadcrumbs",
    "catlinks",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "footer",
    "gdpr",
    "langs",
    "languages",
    "masthead",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navbox",
    "navigation",
    "newsletter",
    "pager",
    "pagination",
    "popup",
    "printfooter",
    "promo",
    "recommended",
    "related",
    "relatedposts",
    "share",
    "shares",
    "sharedaddy",
    "sharing",
    "sidebar",
    "sidenav",
    "skip",
    "social",
    "socials",
    "sphinxsidebar",
    "subscribe",
    "subscription",
    "switcher",
    "teaser",
    "teasers",
    "toc",
    "tags",
    "toolbar",
    "topbar",
    "widget",
    "widgets",
];

/// Words that describe where such a part is, or what it consists of. Words of up to three letters count as such words
/// too: they name the program that made the page.
const AFFIX: [&str; 81] = [
    "area",
    "articles",
    "bar",
    "block",
    "bottom",
    "box",
    "btn",
    "bx",
    "button",
    "buttons",
    "center",
    "col",
    "column",
    "container",
    "content",
    "desktop",
    "drawer",
    "el",
    "elementor",
    "enabled",
    "field",
    "first",
    "fixed",
    "form",
    "global",
    "group",
    "head",
    "header",
    "holder",
    "icon",
    "icons",
    "inline",
    "inner",
    "item",
    "items",
    "js",
    "lang",
    "language",
    "left",
    "level",
    "link",
    "links",
    "list",
    "local",
    "main",
    "md",
    "media",
    "mobile",
    "mod",
    "module",
    "mw",
    "news",
    "notice",
    "outer",
    "page",
    "panel",
    "portlet",
    "post",
    "posts",
    "primary",
    "region",
    "right",
    "row",
    "second",
    "secondary",
    "section",
    "side",
    "signup",
    "site",
    "sticky",
    "sub",
    "tertiary",
    "theme",
    "top",
    "ui",
    "user",
    "view",
    "website",
    "wp",
    "wrap",
    "wrapper",
];

/// Words for the article. An element of the class `content with-sidebar` is not a side bar.
const CONTENT: [&str; 8] = ["content", "main", "article", "body", "story", "text", "entry", "wrapper"];

fn is_aside_by_class(element: &Element) -> bool {
    if matches!(element.local(), "html" | "body" | "main") {
        return false;
    }
    let class = element.get("class").unwrap_or("");
    if element.local() == "article" {
        // The teaser of another article.
        return class.split_whitespace().any(|token| words(token).iter().any(|w| w == "teaser"));
    }
    let tokens: Vec<Vec<String>> =
        class.split_whitespace().chain(part_id(element)).map(words).filter(|w| !w.is_empty()).collect();
    let is_content =
        |token: &Vec<String>| token.iter().any(|w| CONTENT.contains(&w.as_str())) && !is_aside(token);
    tokens.iter().any(|token| is_aside(token)) && !tokens.iter().any(is_content)
}

/// The id of an element, if it can name a part of the page. Ids of sections and headings are made from their titles and
/// are ignored.
fn part_id(element: &Element) -> Option<&str> {
    let is_part = matches!(element.local(), "div" | "ul" | "ol" | "table" | "td" | "form");
    let is_section = element.get("class").unwrap_or("").split_whitespace().any(|class| {
        class == "section"
            || class.starts_with("sect")
            || class.starts_with("level")
            || class.starts_with("chapter")
    });
    element.get("id").filter(|_| is_part && !is_section)
}

/// Whether the words of one name all describe a part around the article: `site-footer`, but not `newsletter-issue` or
/// `share-of-water`.
fn is_aside(words: &[String]) -> bool {
    let is_name = |w: &String| {
        ASIDE.contains(&w.as_str())
            || w.ends_with("menu")
            || w.ends_with("sidebar")
            || w.starts_with("breadcrumb")
    };
    let is_affix =
        |w: &String| AFFIX.contains(&w.as_str()) || w.len() <= 3 || w.bytes().all(|b| b.is_ascii_digit());
    words.iter().any(is_name) && words.iter().all(|w| is_name(w) || is_affix(w))
}

/// The words of a name such as `site-footer`, `site_footer` or `siteFooter`, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_small = false;
    for c in name.chars() {
        let begins = !c.is_ascii_alphanumeric() || (after_small && c.is_ascii_uppercase());
        if begins {
            words.push(String::new());
        }
        if c.is_ascii_alphanumeric() {
            words.last_mut().into_iter().for_each(|w| w.push(c.to_ascii_lowercase()));
        }
        after_small = c.is_ascii_lowercase();
    }
    words.retain(|w| !w.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_parts_are_told_from_names_of_articles() {
        for name in [
            "site-footer",
            "leftMenu",
            "b-footer__inner",
            "sidebar-2",
            "related_posts",
            "cookie-notice",
            "nav",
        ] {
            assert!(is_aside(&words(name)), "{name}");
        }
        for name in [
            "newsletter-issue",
            "share-of-water",
            "with-sidebar",
            "category-newsletter",
            "market-share",
            "post",
        ] {
            assert!(!is_aside(&words(name)), "{name}");
        }
    }
}
