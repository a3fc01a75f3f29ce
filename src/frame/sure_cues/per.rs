//! "Per" after a comma and before a name attributes: "The bridge is closed, per the Harbour Board."

use crate::doc::Doc;
use crate::span::Tokens;

/// "per Article 5", "per Capita" name no source.
const NOBODY: &[&str] = &["Article", "Section", "Rule", "Person", "Capita", "Day", "Year"];

pub(super) fn at(doc: &Doc, i: usize) -> Option<Tokens> {
    let found = i > 0 && i + 2 < doc.tokens.len() && doc.word(i) == "per" && doc.word(i - 1) == ",";
    let named = || doc.is_capital(i + 1) || doc.word(i + 1) == "the" && doc.is_capital(i + 2);
    (found && named() && !NOBODY.contains(&doc.word(i + 1))).then(|| Tokens::new(i, i + 1))
}
