//! Spans of the reading as spans of the text as given.

use crate::doc::Doc;
use crate::extraction::{Extraction, Quote};
use crate::ids::QuoteId;
use crate::span::Span;

/// The extraction of the reading of `doc` as that of the text `given`; names stay as they are read.
///
/// Where furniture stood inside a quotation, what follows it is a quote of its own, of the same speaker.
pub fn restore(mut extraction: Extraction, doc: &Doc, given: &str) -> Extraction {
    let reading = &doc.reading;
    if reading.mends_nothing() {
        return extraction;
    }
    for mention in extraction.entities.iter_mut().flat_map(|e| &mut e.mentions) {
        mention.span = reading.restore(mention.span);
    }
    let parts: Vec<Vec<Quote>> = std::mem::take(&mut extraction.quotes).into_iter().map(|q| split(q, doc)).collect();
    let ids: Vec<u32> = parts
        .iter()
        .scan(0, |next, p| {
            *next += p.len() as u32;
            Some(*next - p.len() as u32)
        })
        .collect();
    extraction.quotes = parts.into_iter().flatten().collect();
    for quote in &mut extraction.quotes {
        quote.relayed_by = quote.relayed_by.map(|outer| QuoteId(ids[outer.0 as usize]));
        for span in quote.content.iter_mut().chain(&mut quote.cue).chain(&mut quote.source).chain([&mut quote.sentence])
        {
            *span = reading.restore(*span);
        }
    }
    extraction.text = given.into();
    extraction
}

/// A quote as its parts between what was left out.
fn split(quote: Quote, doc: &Doc) -> Vec<Quote> {
    let mut groups: Vec<Vec<Span>> = Vec::new();
    let mut last: Option<Span> = None;
    for span in quote.content.iter().flat_map(|span| doc.reading.parts(*span)) {
        // a sentence goes on across what stood in it
        let anew = doc.text[..span.start as usize].ends_with('\n');
        let cut = last.is_none_or(|l| anew && doc.reading.parts(l.cover(span)).nth(1).is_some());
        match groups.last_mut().filter(|_| !cut) {
            Some(group) => group.push(span),
            None => groups.push(vec![span]),
        }
        last = Some(span);
    }
    let own = quote.cue.or(quote.source).unwrap_or(quote.content[0]);
    let near = |group: &Vec<Span>| group.iter().map(|s| s.start.abs_diff(own.start)).min();
    let main = (0..groups.len()).min_by_key(|i| near(&groups[*i])).unwrap_or(0);
    let part = |(i, content): (usize, Vec<Span>)| match i == main {
        true => Quote { content, ..quote.clone() },
        false => Quote { sentence: sentence(doc, content[0]), cue: None, source: None, content, ..quote.clone() },
    };
    groups.into_iter().enumerate().map(part).collect()
}

/// The sentence in which a span begins.
fn sentence(doc: &Doc, span: Span) -> Span {
    let token = doc.tokens.partition_point(|t| t.span.end <= span.start);
    doc.span(doc.sentences[doc.sentence(token) as usize].tokens)
}
