//! UTF-8 that was read as Windows-1252 or Latin-1, once or twice over: "â€œ" is “, "Ã©" is é.

use super::Found;

/// Marks of Windows-1252 from 0x80 to 0x9F.
const MARKS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The sign that Windows-1252 has for a byte, if it has one.
pub(super) fn of_byte(byte: u8) -> Option<char> {
    match byte {
        0x80..=0x9f => Some(MARKS[usize::from(byte) - 0x80]).filter(|c| *c as u32 != u32::from(byte)),
        _ => Some(char::from(byte)),
    }
}

/// The byte that was read as `c`.
fn byte(c: char) -> Option<u8> {
    match c {
        '\0'..='\u{ff}' => Some(c as u32 as u8),
        _ => MARKS.iter().position(|m| *m == c).map(|i| i as u8 + 0x80),
    }
}

/// True of a sign that such a sequence begins with.
pub(super) fn leads(c: char) -> bool {
    matches!(c, 'Â' | 'Ã' | 'Ä' | 'Å' | 'â' | 'ï' | 'ð')
}

/// What is known of the text.
#[derive(Default)]
pub(super) struct Evidence {
    /// It has sequences that nothing else explains; none: not looked yet.
    sure: Option<bool>,
}

impl Evidence {
    /// The sign that the sequence at `at` stands for.
    pub(super) fn at(&mut self, text: &str, at: usize) -> Option<Found> {
        let twice = decode(text, at, 2).filter(|(end, _)| text[at..*end].chars().count() > 3);
        let (end, c) = twice.or_else(|| decode(text, at, 1)).or_else(|| lost(text, at))?;
        // "IRMÔ: a letter and a mark of its own make a sequence too
        let mut signs = text[at..end].chars();
        let lead = signs.next();
        let odd = matches!(signs.next(), Some('‘' | '’' | '“' | '”' | '•' | '–' | '—' | '…' | '‹' | '›'));
        if (odd || matches!(lead, Some('Ä' | 'Å'))) && lead != Some('â') && !self.sure(text) {
            return None;
        }
        Some(match c {
            '\u{a0}' => Found::new(end, " "),
            '\u{ad}' | '\u{feff}' => Found::new(end, ""),
            '\u{80}'..='\u{9f}' => Found::new(end, of_byte(c as u32 as u8)?.to_string()),
            _ => Found::new(end, c.to_string()),
        })
    }

    fn sure(&mut self, text: &str) -> bool {
        *self.sure.get_or_insert_with(|| {
            let latin = |rest: &str| rest.chars().nth(1).is_some_and(|c| ('\u{a1}'..='\u{bf}').contains(&c));
            text.contains("â€") || text.match_indices('Ã').take(100).any(|(i, _)| latin(&text[i..]))
        })
    }
}

/// A closing double mark whose last byte was dropped, for Windows-1252 has none for it.
fn lost(text: &str, at: usize) -> Option<(usize, char)> {
    let end = at + "â€".len();
    (text[at..].starts_with("â€") && !text[end..].starts_with(char::is_alphanumeric)).then_some((end, '”'))
}

/// The sign at `at` after undoing the wrong reading `times` times, and where it ends; only what it may well have been.
fn decode(text: &str, at: usize, times: u8) -> Option<(usize, char)> {
    if times == 0 {
        let c = text[at..].chars().next()?;
        return Some((at + c.len_utf8(), c));
    }
    let (mut end, lead) = decode(text, at, times - 1)?;
    let lead = byte(lead)?;
    let count = match lead {
        0xc2..=0xc5 => 1,
        0xe2 | 0xef => 2,
        0xf0 => 3,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    for slot in &mut bytes[1..=count] {
        let (next, c) = decode(text, end, times - 1)?;
        *slot = byte(c).filter(|b| (0x80..0xc0).contains(b))?;
        end = next;
    }
    let c = std::str::from_utf8(&bytes[..=count]).ok()?.chars().next()?;
    Some((end, c))
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn sequences_are_signs() {
        assert_eq!(
            read("â€œWe lost it,â€\u{9d} said Zoë. â€˜Noâ€™ â€” â€œyesâ€ said he"),
            "“We lost it,” said Zoë. ‘No’ — “yes” said he"
        );
        assert_eq!(read("JosÃ© Prat paid Â£5 at the cafÃ©, Â he said"), "José Prat paid £5 at the café, Â he said");
        assert_eq!(read("Ã¢â‚¬Å“Itâ€™s himÃ¢â‚¬Â\u{9d}"), "“It’s him”");
        assert_eq!(read("Goran IvaniÅ¡eviÄ‡ isnâ€™t"), "Goran Ivanišević isn’t");
    }

    #[test]
    fn letters_that_mean_themselves_stay() {
        let text = "“SÃO PAULO, CORAÇÔ, “HÄMÄLÄ”, château, naïve, â, Ärger";
        assert_eq!(read(text), text);
    }
}
