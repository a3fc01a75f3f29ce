//! Names in bylines are people; in a dateline the place is a place and who stands in brackets an agency.
//! "By Petra Lindqvist", "HARTLEPOOL (Northwire) - ".

use crate::doc::Doc;
use crate::extraction::EntityType::{self, Gpe, Org, Person};
use crate::rule::RuleName;
use crate::span::Tokens;

/// The rule's name.
pub(super) const NAME: RuleName = "opening_lines";

/// Gives the names of bylines and datelines their types, and finds those that the network does not.
pub(super) fn settle(doc: &Doc, names: &mut Vec<(Tokens, EntityType)>) {
    let mut settled: Vec<(Tokens, EntityType)> = Vec::new();
    for paragraph in &doc.paragraphs {
        if doc.is_byline(paragraph.tokens) {
            settled.extend(authors(doc, paragraph.tokens).map(|t| (t, Person)));
        } else if let Some(dateline) = doc.dateline(paragraph) {
            settled.extend(place(doc, dateline).map(|t| (t, Gpe)));
            settled.extend(agency(doc, dateline).map(|t| (t, Org)));
        }
    }
    if settled.is_empty() {
        return;
    }
    names.retain(|(t, _)| !settled.iter().any(|(s, _)| s.overlaps(*t)));
    names.extend(settled);
    names.sort_by_key(|(t, _)| t.start);
}

/// The authors that a byline names: words in capitals, up to a comma.
fn authors(doc: &Doc, byline: Tokens) -> impl Iterator<Item = Tokens> {
    let (mut out, mut start) = (Vec::new(), byline.start + 1);
    for i in byline.start + 1..=byline.end {
        let word = if i < byline.end { doc.word(i as usize) } else { "," };
        if matches!(word, "," | "|" | "." | "and" | "&" | "in" | "for" | "of" | "at") {
            if i > start + 1 && doc.is_word(i as usize - 1) {
                out.push(Tokens { start, end: i });
            }
            if !matches!(word, "and" | "&") && (word != "," || !out.is_empty()) {
                break;
            }
            start = i + 1;
        }
    }
    out.into_iter()
}

/// The place of a dateline: what stands before a comma, a bracket or the dash.
fn place(doc: &Doc, dateline: Tokens) -> Option<Tokens> {
    let end = dateline.range().find(|i| !doc.is_word(*i))?;
    let tokens = Tokens::new(dateline.start as usize, end);
    (!tokens.is_empty()).then_some(tokens)
}

/// The agency of a dateline: what stands in brackets.
fn agency(doc: &Doc, dateline: Tokens) -> Option<Tokens> {
    let open = dateline.range().find(|i| doc.word(*i) == "(")?;
    let close = dateline.range().find(|i| doc.word(*i) == ")").filter(|close| *close > open + 1)?;
    Some(Tokens::new(open + 1, close))
}
