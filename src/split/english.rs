//! The English tables.

use super::abbreviations::{Group, Kind};

pub(super) const ABBREVIATIONS: &[Group] = &[
    (
        Kind::Never,
        &[
            ("e.g", "Bring tools, e.g. Phillips screwdrivers."),
            ("i.e", "The host, i.e. Kazakhstan, opened the session."),
            ("eg", "Bring tools, eg. Phillips screwdrivers."),
            ("ie", "The host, ie. Kazakhstan, opened the session."),
            ("f.e", "Some, f.e. Finland, abstained."),
            ("viz", "Three states, viz. Chad, Mali and Niger, agreed."),
            ("cf", "This is disputed (cf. Brown 1990)."),
            ("vs", "The case was Brown vs. Board of Education."),
            ("approx", "It covers approx. Half Moon Bay and more."),
            ("ca", "It was built ca. 1900."),
            ("incl", "Five states, incl. Georgia, signed."),
            ("esp", "The south, esp. Osh, was hit."),
            ("resp", "Lines 1 and 2, resp. Green and Red, are closed."),
            ("p.s", "P.S. Love the new site!"),
            ("ps", "PS. Love the new site!"),
            ("w.r.t", "Nothing changed w.r.t. Annex B."),
        ],
    ),
    (
        Kind::Name,
        &[
            ("mr", "We met Mr. Smith."),
            ("mrs", "We met Mrs. Smith."),
            ("ms", "We met Ms. Toktogulova."),
            ("mx", "We met Mx. Jones."),
            ("messrs", "We met Messrs. Smith and Brown."),
            ("mme", "We met Mme. Curie."),
            ("mlle", "We met Mlle. Blanc."),
            ("dr", "We met Dr. Who."),
            ("drs", "We met Drs. Brown and Hill."),
            ("prof", "We met Prof. Hill."),
            ("profs", "We met Profs. Hill and Brown."),
            ("h.e", "The floor was given to H.E. Mr. Petrov."),
            ("h.m", "It was opened by H.M. Queen Sonja."),
            ("h.r.h", "It was opened by H.R.H. Prince Daniel."),
            ("gen", "It was signed by Gen. Brown."),
            ("maj", "It was signed by Maj. Gen. Brown."),
            ("brig", "It was signed by Brig. Gen. Brown."),
            ("col", "It was signed by Lt. Col. Rahimov."),
            ("lt", "It was signed by Lt. Brown."),
            ("lieut", "It was signed by Lieut. Brown."),
            ("capt", "It was signed by Capt. Brown."),
            ("cpt", "It was signed by Cpt. Brown."),
            ("cmdr", "It was signed by Cmdr. Brown."),
            ("cdr", "It was signed by Cdr. Brown."),
            ("adm", "It was signed by Adm. Brown."),
            ("sgt", "It was signed by Sgt. Brown."),
            ("cpl", "It was signed by Cpl. Brown."),
            ("pvt", "It was signed by Pvt. Brown."),
            ("insp", "It was signed by Insp. Brown."),
            ("supt", "It was signed by Supt. Brown."),
            ("sen", "On Monday Sen. Brown spoke."),
            ("sens", "On Monday Sens. Brown and Hill spoke."),
            ("rep", "On Monday Rep. Brown spoke."),
            ("reps", "On Monday Reps. Brown and Hill spoke."),
            ("gov", "On Monday Gov. Brown spoke."),
            ("pres", "On Monday Pres. Brown spoke."),
            ("amb", "On Monday Amb. Brown spoke."),
            ("hon", "The Hon. Mary Brown spoke."),
            ("rev", "The Rev. Brown spoke."),
            ("revd", "The Revd. Brown spoke."),
            ("fr", "On Sunday Fr. Brown spoke."),
            ("mt", "He climbed Mt. Elbrus."),
            ("ft", "They live in Ft. Worth."),
            ("det", "It was signed by Det. Brown."),
            ("dist", "It was heard by Dist. Judge Brown."),
            ("atty", "It was signed by Atty. Gen. Brown."),
            ("asst", "It was signed by Asst. Commissioner Brown."),
        ],
    ),
    (
        Kind::Number,
        &[
            ("no", "He is No. 5 on the list."),
            ("nos", "See Nos. 5 and 6."),
            ("n°", "See N°. 5 on the list."),
            ("c", "It was built by Norton (c. 1818)."),
            ("b", "It was built by Norton (b. 1818)."),
            ("r", "It was built by Norton (r. 1818)."),
            ("nr", "See Nr. 5 on the list."),
            ("art", "It follows from Art. 12 of the Convention."),
            ("arts", "It follows from Arts. 12 and 13."),
            ("para", "It follows from para. 3(b) of the decision."),
            ("paras", "It follows from paras. 3 and 4."),
            ("subpara", "It follows from subpara. (b) of the decision."),
            ("sec", "It follows from Sec. 4 of the Act."),
            ("secs", "It follows from Secs. 4 and 5."),
            ("sect", "It follows from Sect. IV of the Act."),
            ("cl", "It follows from cl. 4 of the contract."),
            ("ch", "It is told in ch. 4 of the book."),
            ("chap", "It is told in chap. IV of the book."),
            ("chs", "It is told in chs. 4 and 5."),
            ("vol", "It is printed in vol. 12 of the series."),
            ("vols", "It is printed in vols. 1 and 2."),
            ("p", "Turn to p. 55."),
            ("pp", "Turn to pp. 55–60."),
            ("pg", "Turn to pg. 55."),
            ("fig", "As Fig. 2 shows, it fell."),
            ("figs", "As Figs. 2 and 3 show, it fell."),
            ("tab", "As Tab. 2 shows, it fell."),
            ("eq", "It follows from Eq. 4 above."),
            ("eqs", "It follows from Eqs. 4 and 5."),
            ("ex", "Look at ex. 3 again."),
            ("app", "It is listed in App. 2 to the report."),
            ("ann", "It is listed in Ann. II to the report."),
            ("att", "It is listed in Att. 2 to the report."),
            ("doc", "It was circulated as doc. 17 of the session."),
            ("res", "It was adopted as res. 70/1 of the Assembly."),
            ("suppl", "It was printed as suppl. 2 to the report."),
            ("rs", "I was paid Rs. 3520 for it."),
            ("tel", "Call us at tel. 555-01-23 today."),
            ("ext", "Call us at 555, ext. 23, today."),
            ("rm", "We meet in Rm. 12 at noon."),
            ("bldg", "We meet in Bldg. 12 at noon."),
            ("apt", "They live in Apt. 12 upstairs."),
            ("v", "It runs on v. 3 of the system."),
            ("ver", "It runs on ver. 3 of the system."),
            ("est", "The company (est. 1990) is in Bern."),
            ("deg", "It rose to 35 deg. C at noon."),
            ("a.d", "Nero ruled from A.D. 54 to 68."),
            ("art.no", "Order art. no. 15 today."),
            ("jan", "It began on Jan. 20 in Geneva."),
            ("feb", "It began on Feb. 20 in Geneva."),
            ("mar", "It began on Mar. 20 in Geneva."),
            ("apr", "It began on Apr. 20 in Geneva."),
            ("jun", "It began on Jun. 20 in Geneva."),
            ("jul", "It began on Jul. 20 in Geneva."),
            ("aug", "It began on Aug. 20 in Geneva."),
            ("sep", "It began on Sep. 20 in Geneva."),
            ("sept", "It began on Sept. 20 in Geneva."),
            ("oct", "It began on Oct. 20 in Geneva."),
            ("nov", "It began on Nov. 20 in Geneva."),
            ("dec", "It began on Dec. 31st in Geneva."),
        ],
    ),
    (
        Kind::MayEnd,
        &[
            ("inc", "Apple Inc. Chairman Brown left. |He founded Pear Inc. |It failed."),
            ("ltd", "BCD Ltd. Director Brown left. |He founded Pear Ltd. |It failed."),
            ("co", "Jane and Co. Director Brown left. |He founded Pear & Co. |It failed."),
            ("cos", "Pear Cos. Director Brown left."),
            ("corp", "Pear Corp. Director Brown left. |He founded Pear Corp. |It failed."),
            ("llc", "Pear LLC. Director Brown left."),
            ("plc", "Pear Plc. Director Brown left."),
            ("bros", "Pear Bros. Director Brown left."),
            ("assn", "The Bar Assn. President left."),
            ("assoc", "The Bar Assoc. President left."),
            ("dept", "The Agriculture Dept. Secretary left."),
            ("div", "The First Div. Commander left."),
            ("univ", "The Boston Univ. President left."),
            ("inst", "The Pasteur Inst. President left."),
            ("intl", "The Pear Intl. Airport is closed."),
            ("st", "They live on St. Mary Street. |We walked down Main St. |It was dark."),
            ("sts", "They celebrated Sts. Peter and Paul."),
            ("ste", "They live in Ste. Anne now."),
            ("ave", "Fifth Ave. Station is closed. |We walked down Fifth Ave. |It was dark."),
            ("blvd", "Sunset Blvd. Station is closed."),
            ("rd", "Mill Rd. Station is closed."),
            ("jr", "King Jr. Boulevard is closed. |We met Brown Jr. |He left."),
            ("sr", "Brown Sr. Director left."),
            ("esq", "It was signed by John Brown, Esq. |He left."),
            ("ed", "It was printed in Smith, ed. Brown."),
            ("eds", "It was printed in Smith, eds. Brown and Hill."),
            ("trans", "It was printed in Homer, trans. Fagles."),
            ("al", "It was shown by Smith et al. Nature printed it."),
            ("med", "They asked the med. Faculty."),
            ("misc", "They sold misc. Items."),
            ("temp", "They hired temp. Staff."),
            ("govt", "They asked the Govt. Printer."),
            ("natl", "They asked the Natl. Archives."),
            ("dep", "They asked the Dep. Director."),
            ("ind", "They live in Gary, Ind. Governor Brown left."),
            ("calif", "They live in Napa, Calif. Governor Brown left."),
            ("conn", "They live in Kent, Conn. Governor Brown left."),
            ("fla", "They live in Tampa, Fla. Governor Brown left."),
            ("mass", "They live in Salem, Mass. Governor Brown left."),
            ("mich", "They live in Flint, Mich. Governor Brown left."),
            ("minn", "They live in Ely, Minn. Governor Brown left."),
            ("tenn", "They live in Erin, Tenn. Governor Brown left."),
            ("tex", "They live in Waco, Tex. Governor Brown left."),
            ("wis", "They live in Troy, Wis. Governor Brown left."),
            ("ph.d", "He has Ph.D. Students. |She got her Ph.D. |It was hard."),
            ("u.s", "The U.S. Government agreed. |I live in the U.S. |How about you?"),
            ("u.n", "The U.N. Secretariat agreed. |He works for the U.N. |It is in New York."),
        ],
    ),
    (
        Kind::Ends,
        &[
            ("etc", "We bought bread, milk, etc. |Brown paid. |Bread, milk, etc. are sold here."),
            ("a.m", "He left at 6 a.m. |Travelers stayed. |At 5 a.m. Mr. Smith rose."),
            ("p.m", "He left at 6 p.m. |Travelers stayed. |It opens at 10 p.m. on Friday."),
            ("ibid", "He said so too, ibid. |Brown agrees."),
        ],
    ),
];

/// Words that, with a capital, begin a sentence more often than they are part of a name.
#[rustfmt::skip]
const STARTERS: &[&str] = &[
    "A", "About", "Above", "According", "Across", "After", "Afterwards", "Again", "Against", "All", "Almost", "Already",
    "Also", "Although", "Among", "An", "And", "Another", "Any", "Anyone", "Anyway", "Are", "Around", "As", "At", "Because",
    "Before", "Besides", "Between", "Both", "But", "By", "Can", "Could", "Currently", "Despite", "Did", "Do", "Does",
    "Don't", "Don’t", "During", "Each", "Either", "Even", "Eventually", "Every", "Everyone", "Except", "Few", "Finally",
    "First", "Following", "For", "From", "Further", "Furthermore", "Given", "Had", "Has", "Have", "He", "He's", "Hence",
    "Her", "Here", "He’s", "His", "How", "However", "I", "I'm", "If", "In", "Indeed", "Instead", "Is", "It", "It's", "Its",
    "It’s", "I’m", "Just", "Last", "Later", "Let", "Let's", "Let’s", "Like", "Many", "Maybe", "Meanwhile", "Millions",
    "More", "Moreover", "Most", "Much", "My", "Neither", "Never", "Nevertheless", "Next", "No", "Nobody", "None", "Nor",
    "Not", "Nothing", "Now", "Of", "Often", "On", "Once", "One", "Only", "Or", "Other", "Others", "Our", "Over", "People",
    "Perhaps", "Please", "Rather", "Shall", "She", "She's", "She’s", "Should", "Similarly", "Since", "So", "Some", "Someone",
    "Sometimes", "Soon", "Still", "Such", "Than", "That", "That's", "That’s", "The", "Their", "Then", "There", "There's",
    "Therefore", "There’s", "These", "They", "They're", "They’re", "This", "Those", "Though", "Through", "Thus", "To",
    "Today", "Together", "Tomorrow", "Travelers", "Two", "Under", "Unlike", "Until", "Upon", "Was", "We", "We're", "Were",
    "We’re", "What", "What's", "What’s", "When", "Where", "Whereas", "Whether", "Which", "While", "Who", "Whose", "Why",
    "Will", "With", "Within", "Without", "Would", "Yes", "Yesterday", "Yet", "You", "You're", "Your", "You’re",
];

/// Whether `word` begins sentences more often than it is part of a name.
pub(super) fn is_starter(word: &str) -> bool {
    STARTERS.binary_search(&word).is_ok()
}

/// Whether `word` names the time of a zone, which goes with the hour before it: "8 p.m. EST".
#[rustfmt::skip]
pub(super) fn is_time_zone(word: &str) -> bool {
    matches!(
        word,
        "GMT" | "UTC" | "EST" | "EDT" | "ET" | "CST" | "CDT" | "MST" | "MDT" | "PST" | "PDT" | "PT" | "CET" | "CEST"
            | "EET" | "BST" | "MSK" | "Eastern" | "Pacific" | "Moscow"
    )
}

/// Verbs that say who spoke.
#[rustfmt::skip]
const SPEECH: &[&str] = &[
    "added", "adds", "admitted", "announced", "answered", "argued", "asked", "asks", "began", "begged", "called",
    "cautioned", "commented", "complained", "concluded", "continued", "cried", "cries", "declared", "demanded", "exclaimed",
    "explained", "explains", "growled", "grumbled", "inquired", "insisted", "interrupted", "laughed", "laughs", "murmured",
    "muttered", "noted", "notes", "observed", "pleaded", "recalled", "recalls", "remarked", "repeated", "replied", "replies",
    "responded", "retorted", "roared", "said", "says", "screamed", "shouted", "shouts", "sighed", "sighs", "smiled",
    "smiles", "snapped", "sobbed", "stated", "thought", "told", "warned", "whispered", "wondered", "yelled",
];

/// Whether `word` is a verb that says who spoke.
pub(super) fn is_speech_verb(word: &str) -> bool {
    SPEECH.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_for_search() {
        assert!(STARTERS.is_sorted() && SPEECH.is_sorted());
    }
}
