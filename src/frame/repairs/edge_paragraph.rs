//! A content is cut where a paragraph ends: the paragraphs of one quotation that goes on are its parts. `Lund said: "Stay.`,
//! then `"Go home tomorrow."` in the next paragraph: two parts, one quote.
//! Development data: fires 3 times; 2 of 3 judged are right (eval/rules.csv).

use crate::doc::Doc;
use crate::frame::runs::has_word;
use crate::frame::types::Frame;
use crate::span::Tokens;

pub(super) fn apply(doc: &Doc, frame: &mut Frame) -> bool {
    let source = source(doc, frame);
    content(doc, frame) || source
}

/// Cuts the source to the paragraph of its cue, or that in which it ends.
fn source(doc: &Doc, frame: &mut Frame) -> bool {
    let Some(source) = frame.source else { return false };
    let paragraph = |i: u32| doc.paragraph(i as usize);
    let dateline = doc.dateline(&doc.paragraphs[paragraph(source.start) as usize]).map_or(0, |d| d.end);
    if paragraph(source.start) == paragraph(source.end - 1) {
        let into = source.start < dateline && dateline < source.end;
        if into {
            frame.source = Some(Tokens { start: dateline, ..source });
        }
        return into;
    }
    let cue = frame.cue.map(|c| paragraph(c.tokens.start)).filter(|p| source.range().any(|i| doc.paragraph(i) == *p));
    let own = doc.paragraphs[cue.unwrap_or(paragraph(source.end - 1)) as usize].tokens;
    frame.source = Some(Tokens { start: source.start.max(own.start), end: source.end.min(own.end) });
    true
}

/// True if the paragraph `cue` announces the one that begins at or before token `start`.
fn introduced(doc: &Doc, cue: u32, start: u32) -> bool {
    let announces = doc.paragraphs[cue as usize].tokens;
    start >= announces.end && doc.word(announces.end as usize - 1) == ":"
}

fn content(doc: &Doc, frame: &mut Frame) -> bool {
    let ends = |i: u32| doc.paragraph(i as usize) != doc.paragraph(i as usize - 1);
    if !frame.content.iter().any(|c| (c.start + 1..c.end).any(ends)) {
        return false;
    }
    let mut out = Vec::new();
    for c in &frame.content {
        let mut start = c.start;
        for i in (c.start + 1..c.end).filter(|i| ends(*i)).chain([c.end]) {
            out.push(Tokens { start, end: i });
            start = i;
        }
    }
    out.retain(|c| has_word(doc, *c));
    // what is no quotation goes on in the next paragraph only behind a colon
    let cue = frame.cue.map(|c| doc.paragraph(c.tokens.start as usize));
    out.retain(|c| {
        let own = cue.is_none_or(|cue| doc.paragraph(c.start as usize) == cue || introduced(doc, cue, c.start));
        own || doc.tokens[c.range()].iter().any(|t| t.quoted)
    });
    frame.content = out;
    true
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::frame::draft::Apply;
    use crate::frame::draft::testing::mended;

    #[test]
    fn paragraphs_are_parts() {
        let lines = r#"# newpar
            1 Lund PROPN _ 2 nsubj Source=0
            2 wrote VERB _ 0 root Cue=0|SpaceAfter=No
            3 : PUNCT _ 2 punct _
            4 " PUNCT _ 8 punct Content=0|SpaceAfter=No
            5 The DET _ 6 det Content=0
            6 pier NOUN _ 8 nsubj Content=0
            7 is AUX _ 8 cop Content=0
            8 old ADJ _ 2 ccomp Content=0|SpaceAfter=No
            9 . PUNCT _ 8 punct Content=0

            # newpar
            1 " PUNCT _ 5 punct Content=0|SpaceAfter=No
            2 It PRON _ 5 nsubj Content=0
            3 will AUX _ 5 aux Content=0
            4 be AUX _ 5 aux Content=0
            5 rebuilt VERB VBN 0 root Content=0|SpaceAfter=No
            6 . PUNCT _ 5 punct Content=0|SpaceAfter=No
            7 " PUNCT _ 5 punct Content=0"#;
        let want = [r#"wrote | Lund | "The pier is old. / "It will be rebuilt.""#].map(str::to_owned);
        assert_eq!(mended(Apply::Each(apply), lines), Some(want.to_vec()));
    }

    #[test]
    fn one_paragraph_is_one_part() {
        let lines = r#"# newpar
            1 Lund PROPN _ 2 nsubj Source=0
            2 wrote VERB _ 0 root Cue=0|SpaceAfter=No
            3 : PUNCT _ 2 punct _
            4 " PUNCT _ 8 punct Content=0|SpaceAfter=No
            5 The DET _ 6 det Content=0
            6 pier NOUN _ 8 nsubj Content=0
            7 is AUX _ 8 cop Content=0
            8 old ADJ _ 2 ccomp Content=0|SpaceAfter=No
            9 . PUNCT _ 8 punct Content=0|SpaceAfter=No
            10 " PUNCT _ 8 punct Content=0

            # newpar
            1 It PRON _ 4 nsubj _
            2 will AUX _ 4 aux _
            3 be AUX _ 4 aux _
            4 rebuilt VERB VBN 0 root SpaceAfter=No
            5 . PUNCT _ 4 punct _"#;
        assert_eq!(mended(Apply::Each(apply), lines), None);
    }
}
