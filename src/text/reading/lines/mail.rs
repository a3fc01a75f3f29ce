//! Quoted mail: the marks before its lines ("> The ferry ran."), and the line above that says whose it is ("On 3 May, Ada Lund
//! wrote:").

use super::Line;
use crate::rule::RuleName;

/// The rule's name.
pub(super) const NAME: RuleName = "mail";

/// Longest line in bytes above what is quoted.
const LONGEST: usize = 200;

/// The marks before a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// Their bytes, with the white space around them.
    pub(super) bytes: usize,
    /// How many they are.
    pub(super) depth: usize,
}

/// The marks that `line` begins with: each a ">", the last before a space or the end of the line.
pub(super) fn marks(line: &str) -> Marks {
    let marks: usize = line.bytes().take_while(|b| matches!(b, b'>' | b' ' | b'\t')).count();
    let Some(last) = line[..marks].rfind('>') else { return Marks::default() };
    let bare = last + 1 == line.trim_end().len();
    match bare || marks > last + 1 {
        true => Marks { bytes: last + 1, depth: line[..marks].matches('>').count() },
        false => Marks::default(),
    }
}

/// Takes lines out that say whose the quoted lines below them are: one, or one that was wrapped once.
pub(super) fn introductions(lines: &[Line], out: &mut [bool]) {
    for i in 1..lines.len() {
        let deeper = lines[i].quoted.depth > lines[i - 1].quoted.depth;
        if !deeper || out[i - 1] || !lines[i - 1].text.ends_with(" wrote:") && lines[i - 1].text != "wrote:" {
            continue;
        }
        let opens = |j: usize| lines[j].text.starts_with("On ") || lines[j].text.contains('@');
        let told = |j: usize| lines[j].text.len() <= LONGEST && lines[j].text.contains(|c: char| c.is_ascii_digit());
        if opens(i - 1) && told(i - 1) {
            out[i - 1] = true;
        } else if i > 1 && !lines[i - 1].apart && opens(i - 2) && told(i - 2) {
            out[i - 2..i].fill(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::marks;

    #[test]
    fn marks_before_lines() {
        let of = |line| (marks(line).bytes, marks(line).depth);
        assert_eq!(
            [of("> Yes"), of(">> Yes"), of(" > > Yes"), of(">"), of("> ")],
            [(1, 1), (2, 2), (4, 2), (1, 1), (1, 1)]
        );
        assert_eq!([of("Yes > no"), of(">5 died"), of(""), of("  Yes")], [(0, 0); 4]);
    }

    #[test]
    fn quoted_mail_is_read_as_its_text() {
        assert_eq!(
            read(
                "See below.\n\nOn Tue, 3 Mar 2026 at 10:02, Jo Doe <jo@x.org> wrote:\n> The ferry ran, said the\n> owner of it.\n>\n> It sank."
            ),
            "See below.\n\nThe ferry ran, said the owner of it.\n\nIt sank."
        );
        assert_eq!(read("> It ran.\n> > It sank.\n>"), "It ran.\n\nIt sank.");
        assert_eq!(read("On 3 May Jo Doe\nwrote:\n> It ran."), "It ran.");
    }

    #[test]
    fn other_lines_stay() {
        for text in ["On 3 May Jo Doe wrote:\n\nIt ran.", "It is >5.\nYes.", "Lund wrote:\n“It ran.”"] {
            assert_eq!(read(text), text);
        }
    }
}
