//! What the word pieces do not say: capitals, digits, quotation marks, where a paragraph begins.

use crate::text::Segmentation;

/// Row of the feature embedding of `[CLS]` and `[SEP]`.
pub const SPECIAL: usize = 8 * 4;

/// 0 lower, 1 Title, 2 UPPER, 3 one capital, 4 miXed, 5 digits, 6 letters and digits, 7 marks, 9 letters without case.
fn shape(word: &str) -> usize {
    let (mut letters, mut upper, mut lower, mut digits, mut first_upper) = (0usize, 0usize, 0usize, false, false);
    for c in word.chars() {
        if c.is_alphabetic() {
            letters += 1;
            let up = c.is_uppercase();
            first_upper |= letters == 1 && up;
            upper += usize::from(up);
            lower += usize::from(c.is_lowercase());
        } else {
            digits |= c.is_numeric();
        }
    }
    if letters == 0 {
        return if digits { 5 } else { 7 };
    }
    match (digits, upper, lower) {
        (true, ..) => 6,
        (_, 0, 0) => 9,
        (_, 0, _) => 0,
        (_, 1, 0) if letters == 1 => 3,
        (.., 0) => 2,
        (_, 1, _) if first_upper => 1,
        _ => 4,
    }
}

/// Row of the feature embedding.
pub fn feature(word: &str, quoted: bool, opens_paragraph: bool) -> usize {
    shape(word) * 4 + 2 * usize::from(quoted) + usize::from(opens_paragraph)
}

/// The features of all tokens of a text.
pub fn of(text: &str, segmentation: &Segmentation) -> Vec<usize> {
    let tokens = segmentation.tokens.iter().enumerate();
    tokens
        .map(|(i, t)| {
            let paragraph = segmentation.sentences[t.sentence as usize].paragraph;
            let opens = segmentation.paragraphs[paragraph as usize].tokens.start as usize == i;
            feature(t.span.of(text), t.quoted, opens)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn shapes() {
        let got: Vec<usize> =
            ["said", "Lund", "UN", "A", "McCain", "2016", "G20", "--", "U.S.", "漢"].map(shape).to_vec();
        assert_eq!(got, [0, 1, 2, 3, 4, 5, 6, 7, 2, 9]);
    }
}
