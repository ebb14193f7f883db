//! Maps characters of the fonts Symbol and Wingdings to Unicode. Files give their code in the font, often shifted to
//! the private use area (U+F020 to U+F0FF). Symbol follows the table that Unicode publishes for Adobe's encoding
//! (<https://www.unicode.org/Public/MAPPINGS/VENDORS/ADOBE/symbol.txt>). Of Wingdings, only characters that people use
//! in text are mapped.

/// A font that does not use Unicode codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SymbolFont {
    Symbol,
    Wingdings,
}

impl SymbolFont {
    /// The symbol font with this name, if it is one.
    pub(super) fn of_name(name: &str) -> Option<SymbolFont> {
        let name = name.trim().trim_end_matches(';').to_ascii_lowercase();
        if name == "symbol" || name.starts_with("symbol ") || name == "standardsymbolsps" {
            Some(SymbolFont::Symbol)
        } else if name.starts_with("wingdings") {
            Some(SymbolFont::Wingdings)
        } else {
            None
        }
    }
}

/// The character at `code` (also in the private use area) of `font`, or `None` for an ornament.
pub(super) fn character(font: SymbolFont, code: u32) -> Option<char> {
    let code = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    let code = u8::try_from(code).ok()?;
    match font {
        SymbolFont::Symbol => symbol(code),
        SymbolFont::Wingdings => wingdings(code),
    }
}

/// Maps `c` from the private use area as a Symbol character if the font is unknown. Other characters are unchanged.
pub(super) fn of_private(c: char) -> Option<char> {
    match c {
        '\u{f020}'..='\u{f0ff}' => character(SymbolFont::Symbol, u32::from(c)),
        '\u{e000}'..='\u{f8ff}' => None,
        c => Some(c),
    }
}

/// Codes from 0x20. A space marks an unassigned code.
const LOW: &str =
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";
/// Codes from 0xa0.
const HIGH: &str = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑";

fn symbol(code: u8) -> Option<char> {
    match code {
        0x20..=0x7e => LOW.chars().nth(usize::from(code - 0x20)),
        0xa0..=0xe5 => HIGH.chars().nth(usize::from(code - 0xa0)),
        0xf1 => Some('〉'),
        0xf2 => Some('∫'),
        _ => None,
    }
}

fn wingdings(code: u8) -> Option<char> {
    Some(match code {
        0x28 => '☎',
        0x2a => '✉',
        0x4a => '☺',
        0x6c | 0x6e | 0x9f | 0xa7 | 0xa8 | 0xd8 | 0x76 | 0x77 => '•',
        0xdf | 0xe7 => '←',
        0xe0 | 0xe8 => '→',
        0xfb => '✗',
        0xfc => '✓',
        0xfd => '☒',
        0xfe => '☑',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_the_font_are_those_of_the_table() {
        let found = |code| character(SymbolFont::Symbol, code).unwrap();
        assert_eq!(
            [0x2d, 0x61, 0x7a, 0x7e, 0xa3, 0xa5, 0xb0, 0xd1, 0xe5].map(found),
            ['−', 'α', 'ζ', '∼', '≤', '∞', '°', '∇', '∑']
        );
        assert_eq!(of_private('\u{f0b7}'), Some('•'));
        assert_eq!(of_private('\u{e001}'), None);
        assert_eq!(character(SymbolFont::of_name("Wingdings 2").unwrap(), 0xf0fc), Some('✓'));
    }
}
