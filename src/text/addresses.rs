//! Web and mail addresses, host and file names, handles and hashtags: one token each.

use super::chars::is_word;
use super::words::Scan;

/// Longest run that is looked at to tell an address from a word with a dot in it.
pub(super) const ADDRESS: usize = 128;

/// Last labels of host names and of file names.
static ENDINGS: &[&str] = &[
    "ai", "au", "avi", "biz", "ca", "cc", "cn", "co", "com", "csv", "de", "doc", "docx", "edu", "eu", "exe", "fm",
    "fr", "gif", "gov", "html", "htm", "ie", "il", "in", "info", "int", "io", "it", "jp", "jpeg", "jpg", "js", "ly",
    "me", "mil", "mp3", "mp4", "net", "news", "nl", "nz", "org", "pdf", "php", "png", "ppt", "pst", "ru", "sh", "tv",
    "tw", "txt", "uk", "unix", "url", "us", "xls", "xlsx", "xml", "za", "zip",
];

impl Scan<'_> {
    /// A web or mail address, a handle or a hashtag at `at`: where it ends.
    pub(super) fn address(&mut self, at: usize, c: char) -> Option<usize> {
        let rest = &self.text.as_bytes()[at..self.end];
        if matches!(c, 'h' | 'H' | 'w' | 'W' | 'f' | 'F' | 'm' | 'M') {
            const HEADS: [&str; 5] = ["http://", "https://", "www.", "ftp://", "mailto:"];
            let head = HEADS
                .iter()
                .find(|head| rest.get(..head.len()).is_some_and(|bytes| bytes.eq_ignore_ascii_case(head.as_bytes())));
            if let Some(head) = head
                && rest.get(head.len()).is_some_and(u8::is_ascii_alphanumeric)
            {
                return Some(self.address_end(at + head.len()));
            }
        }
        if c == '@' || c == '#' {
            let first = self.second(at)?;
            // "#1" is a sign and a number.
            let end = self.run(at + 1, is_word);
            let named = first.is_alphabetic() || first == '_';
            let handle = c == '@' && rest[1..end - at].iter().any(u8::is_ascii_alphabetic);
            return (named || handle).then_some(end);
        }
        if c.is_ascii_alphanumeric() {
            if self.at_sign < at || (self.at_sign == at && rest.first() != Some(&b'@')) {
                self.at_sign = rest.iter().position(|b| *b == b'@').map_or(self.end, |i| at + i);
            }
            let sign = self.at_sign;
            let local = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+' | b'%');
            if sign < self.end
                && sign - at <= ADDRESS
                && self.text.as_bytes()[at..sign].iter().all(local)
                && self.text.as_bytes().get(sign + 1).is_some_and(u8::is_ascii_alphanumeric)
            {
                let host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
                let mut end = self.run(sign + 1, host);
                while matches!(self.text.as_bytes()[end - 1], b'.' | b'-' | b'_') {
                    end -= 1;
                }
                return Some(end);
            }
        }
        None
    }

    /// End of an address under way at `at`: the chunk's end less the punctuation of the sentence around it.
    fn address_end(&self, at: usize) -> usize {
        let stop = |c: char| matches!(c, '<' | '>' | '"' | '“' | '”' | '»' | '«' | '|' | '…');
        let end = self.run(at, |c| !stop(c));
        let trail = |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '‘' | ')' | ']' | '}' | '*');
        at + self.text[at..end].trim_end_matches(trail).len()
    }

    /// A host name or a file name with the dot at `at` in it: where it ends.
    pub(super) fn host(&self, from: usize, at: usize) -> Option<usize> {
        if at - from > ADDRESS {
            return None;
        }
        let label = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
        let rest = &self.text.as_bytes()[at..self.end];
        let run = rest.iter().take(ADDRESS).take_while(|b| label(b)).count();
        let whole = self.text[from..at + run].trim_end_matches(['.', '-', '_']);
        let (_, ending) = whole.rsplit_once('.')?;
        if ending.is_empty() || !whole.is_ascii() || whole.contains("..") || from + whole.len() <= at {
            return None;
        }
        // "Next.It" and "end.In" want a space rather than a host: the ending is in one case, and short ones in lower.
        let one_case =
            ending.bytes().all(|b| !b.is_ascii_lowercase()) || !ending.bytes().any(|b| b.is_ascii_uppercase());
        if !one_case || !ENDINGS.iter().any(|e| e.eq_ignore_ascii_case(ending)) {
            return None;
        }
        let end = from + whole.len();
        if self.text[end..self.end].starts_with('/') {
            return Some(self.address_end(end));
        }
        Some(end)
    }
}

#[cfg(test)]
mod tests {
    use crate::text::words::tests::same;

    #[test]
    fn addresses_stay_whole() {
        same("see http://a.b/c?d=e. Or www.x.org, x@y.com.", "see http://a.b/c?d=e . Or www.x.org , x@y.com .");
        same("(cnn.com/a), \"mailto:a.b@c.de\"", "( cnn.com/a ) , \" mailto:a.b@c.de \"");
        same("@POTUS #tag #1 .@cnn end.Next", "@POTUS #tag # 1 . @cnn end . Next");
    }
}
