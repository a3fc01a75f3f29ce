//! The title block: the headline and the lines below it.

use crate::doc::Doc;

/// Tokens of the longest headline, and of the longest line below it.
const HEADLINE: usize = 25;
const BELOW: usize = 15;
/// Paragraphs that headline and lines below it may be.
const PARAGRAPHS: usize = 4;

/// One past the last token of the headline and what stands below it: all before the first long paragraph.
pub(super) fn end(doc: &Doc) -> u32 {
    let most = |k: usize| if k == 0 { HEADLINE } else { BELOW };
    let lines = doc.paragraphs.iter().take(PARAGRAPHS).enumerate();
    lines.take_while(|(k, p)| p.tokens.len() <= most(*k)).last().map_or(0, |(_, p)| p.tokens.end)
}
