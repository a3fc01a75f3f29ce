//! HTML tags: those of blocks end a line, all others are not read.

use super::Found;

/// Tags that begin or end a block.
const BLOCKS: &[&str] = &[
    "article",
    "aside",
    "blockquote",
    "br",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

/// Tags inside a line.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "body", "cite", "em", "font", "head", "html", "i", "img", "label", "mark", "meta", "q", "s",
    "small", "span", "strong", "sub", "sup", "tbody", "thead", "time", "u", "wbr",
];

/// Longest tag in bytes.
const LONGEST: usize = 1000;

/// True if tags tell where the paragraphs are, so that a line end in the source means nothing.
pub(super) fn is_html(text: &str) -> bool {
    text.contains('<') && ["<p>", "<p ", "</p>", "<P>", "</P>", "<div"].iter().any(|tag| text.contains(tag))
}

/// What the tag at `at` is read as.
pub(super) fn at(text: &str, at: usize) -> Option<Found> {
    let inside = &text[at + 1..];
    let closing = inside.strip_prefix('/').unwrap_or(inside);
    let name = &closing[..closing.bytes().take(11).take_while(u8::is_ascii_alphanumeric).count()];
    let after = closing[name.len()..].chars().next()?;
    if !matches!(after, '>' | '/') && !after.is_ascii_whitespace() {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let block = BLOCKS.contains(&name.as_str());
    if !block && !INLINE.contains(&name.as_str()) {
        return None;
    }
    let last = at + 1 + inside.bytes().take(LONGEST).position(|b| matches!(b, b'<' | b'>'))?;
    text[last..].starts_with('>').then(|| Found::new(last + 1, if block { "\n" } else { "" }))
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn tags_are_not_read() {
        assert_eq!(read("<p class=\"x\">The\nbridge</p><br/><b>Omar Keel</b> left"), "\nThe bridge\n\nOmar Keel left");
        assert_eq!(read("<a href='x'>Ada</a>\n<i>Lund</i>"), "Ada\nLund");
    }

    #[test]
    fn what_is_no_tag_stays() {
        let text = "a < b, <ada@lund.no>, <b, 5<p and <unknown> tags";
        assert_eq!(read(text), text);
    }
}
