//! A caption with its credit between two paragraphs of one quotation is not the speaker's.

use crate::rule::RuleName;

/// The rule's name.
pub(super) const NAME: RuleName = "captions";

/// Longest caption in bytes.
const LONGEST: usize = 300;

/// Words of a credit, which is the end of a caption.
const CREDITS: &[&str] = &[
    "photo:",
    "photos:",
    "photograph:",
    "photographs:",
    "picture:",
    "pictures:",
    "image:",
    "images:",
    "credit:",
    "photo by",
    "photograph by",
    "picture by",
    "image by",
    "photo courtesy",
    "photo/",
    "ap photo",
    "file photo",
    "getty images",
    "via reuters",
    "via ap",
    "via afp",
    "reuters/",
    "/reuters",
    "/afp",
    "/ap",
    "handout",
    "illustration:",
    "video:",
    "photo credit",
];

/// True of a caption that stands between a paragraph with a quotation and one that begins with a quotation.
pub(super) fn interrupts(line: &str, before: Option<&str>, after: Option<&str>) -> bool {
    let marks = ['"', '“', '”', '«', '»'];
    let quotes = |c: char| marks.contains(&c) || matches!(c, '‘' | '’');
    line.len() <= LONGEST
        && after.is_some_and(|l| l.starts_with(['"', '“', '‘']))
        && credited(line)
        && before.is_some_and(|l| l.contains(quotes))
        && !line.contains(marks)
}

/// True of a line that ends in a credit and a name: "The port on Friday. REUTERS/Jo Doe".
pub(super) fn ends_in_credit(line: &str) -> bool {
    credit(line).is_some_and(|credit| credit.contains(' ')) && !line.contains(['"', '“', '”'])
}

/// True if a line ends in a credit, or is one.
fn credited(line: &str) -> bool {
    credit(line).is_some()
}

/// The credit that a line ends in, and what follows it.
fn credit(line: &str) -> Option<&str> {
    let end = &line.as_bytes()[line.len().saturating_sub(70)..];
    let is = |i: usize, credit: &str| {
        let credit = credit.as_bytes();
        credit[0] == end[i].to_ascii_lowercase()
            && end[i..].get(..credit.len()).is_some_and(|w| w.eq_ignore_ascii_case(credit))
    };
    let found = (0..end.len()).find(|i| {
        let inside = *i > 0 && end[i - 1].is_ascii_alphanumeric() && end[*i] != b'/';
        !inside && end[*i] < 0x80 && CREDITS.iter().any(|credit| is(*i, credit))
    });
    found.map(|i| &line[line.len() - end.len() + i..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_between_quotations() {
        let between = |line| interrupts(line, Some("“It was cold."), Some("“And dark.”"));
        assert!(between("The lower town on Friday. Photo: Mark Ekwall/Northwire"));
        assert!(between("Ewan Lyle in his field (Photograph by Jo Doe)"));
        assert!(between("A boat leaves the port. (AP Photo/Jo Doe)"));
        assert!(!between("Ewan Lyle showed a photo of his field."));
        assert!(!between("“The picture: bleak,” he said. Photo: Jo Doe"));
    }

    #[test]
    fn captions_elsewhere_are_read() {
        let line = "The lower town on Friday. Photo: Mark Ekwall/Northwire";
        assert!(!interrupts(line, Some("It was cold."), Some("“And dark.”")));
        assert!(!interrupts(line, Some("“It was cold.”"), Some("It was dark.")));
        assert!(!interrupts(line, None, None));
    }
}
