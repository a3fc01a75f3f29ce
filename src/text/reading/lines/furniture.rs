//! Furniture: lines of the page, none of the article ("Advertisement", "Read more: ...").

use crate::rule::RuleName;

/// The rule's name.
pub(super) const NAME: RuleName = "furniture";

/// Longest line in bytes that is looked at.
const LONGEST: usize = 160;
/// Bytes of a line that tell what it is: more than any of the words below has.
const HEAD: usize = 48;

/// Whole lines, without marks around them.
const WHOLE: &[&str] = &[
    "ad",
    "ad feedback",
    "advertisement",
    "advertisements",
    "advert",
    "advertising",
    "click here",
    "close",
    "comments",
    "continue reading",
    "end of advertisement",
    "keep reading",
    "listen to article",
    "loading",
    "more on this",
    "more on this story",
    "most popular",
    "most read",
    "more stories",
    "newsletter",
    "paid content",
    "promoted",
    "promoted stories",
    "read more",
    "read next",
    "read the full story",
    "recommended",
    "recommended for you",
    "related",
    "related articles",
    "related content",
    "related coverage",
    "related stories",
    "related topics",
    "scroll to continue",
    "share",
    "share this",
    "share this article",
    "share this story",
    "sign up",
    "skip advertisement",
    "sponsored",
    "sponsored content",
    "subscribe",
    "subscribe now",
    "trending",
    "trending now",
    "what to read next",
    "you may also like",
    "you might also like",
];

/// What a line begins with.
const BEGINS: &[&str] = &[
    "ad continues below",
    "advertisement -",
    "advertisement –",
    "advertisement —",
    "article continues",
    "click here for",
    "click here to",
    "continue reading below",
    "content continues",
    "download our app",
    "download the app",
    "follow @",
    "follow us on",
    "get our free newsletter",
    "image copyright",
    "image source",
    "media playback is",
    "scroll down to continue",
    "sign up for our",
    "sign up for the",
    "sign up here",
    "sign up to our",
    "sign up to receive",
    "skip past newsletter",
    "story continued",
    "story continues",
    "subscribe to our",
    "subscribe to the",
    "this article continues",
    "this story continues",
    "this video can not be played",
    "this video cannot be played",
    "we use cookies",
];

/// What a line begins with if a colon or a bar follows.
const LABELS: &[&str] = &[
    "also read",
    "also see",
    "don't miss",
    "in pictures",
    "listen",
    "more",
    "more from",
    "more on this",
    "more on this story",
    "must read",
    "read",
    "read also",
    "read more",
    "read more here",
    "read next",
    "read now",
    "read this next",
    "read too",
    "recommended",
    "related",
    "related article",
    "related articles",
    "related coverage",
    "related link",
    "related links",
    "related news",
    "related reading",
    "related stories",
    "related story",
    "see also",
    "watch",
    "watch live",
    "watch more",
    "watch now",
    "watch the video",
];

/// What a line of the page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Furniture {
    /// Known as a whole.
    Whole,
    /// Known by how it begins; it may go on in the next line.
    Begins,
}

/// Longest paragraph in bytes that a line may begin which is none of the article.
pub(super) const PARAGRAPH: usize = 240;

/// What a line is that is none of the article.
pub(super) fn kind(line: &str) -> Option<Furniture> {
    if line.len() > LONGEST
        || !line.starts_with(|c: char| !c.is_alphabetic() || "acdefgiklmnprstwyACDEFGIKLMNPRSTWY".contains(c))
    {
        return None;
    }
    // quoted words are somebody's
    if line.starts_with(['"', '“', '\'', '‘', '’', '«']) {
        return None;
    }
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
    let end = (HEAD..bare.len()).find(|i| bare.is_char_boundary(*i)).unwrap_or(bare.len());
    let head = bare[..end].to_lowercase().replace('’', "'");
    let label = || {
        head.split_once([':', '|', '»', '>']).is_some_and(|(label, rest)| {
            LABELS.contains(&label.trim_end()) && !rest.trim_start().starts_with(['"', '“', '\'', '‘'])
        })
    };
    if end == bare.len() && WHOLE.contains(&&*head) {
        return Some(if line.ends_with(':') { Furniture::Begins } else { Furniture::Whole });
    }
    (BEGINS.iter().any(|start| begins(&head, start)) || label()).then_some(Furniture::Begins)
}

/// True if the words of `line` begin with those of `start`.
fn begins(line: &str, start: &str) -> bool {
    let whole = |rest: &str| !rest.starts_with(char::is_alphanumeric) || start.ends_with('@');
    line.strip_prefix(start).is_some_and(whole)
}

#[cfg(test)]
mod tests {
    use super::kind;

    #[test]
    fn furniture() {
        for line in [
            "Advertisement",
            "ADVERTISEMENT",
            "- Advertisement -",
            "Story continues below",
            "Story continues below advertisement",
            "Article continues after ad",
            "Read more: Farmers count the cost",
            "READ ALSO | Storm closes port",
            "Related: Hail",
            "Watch: The moment the bridge fell",
            "Sign up for our daily newsletter.",
            "Share this article",
            "[Read more]",
            "Click here to subscribe",
            "Image source, Northwire",
            "Don’t miss: the storm in pictures",
            "Follow @northwire Follow @adalund",
            "More on this...",
            "SEE ALSO: Hail",
        ] {
            assert!(kind(line).is_some(), "{line}");
        }
    }

    #[test]
    fn articles() {
        for line in [
            "Advertisements were banned, Lund said.",
            "Storytelling is dead",
            "Read the report, Lund said.",
            "More than ten died.",
            "Related: “It was a bad year,” Lund said.",
            "“Advertisement”",
            "Share prices fell.",
            "Lund: Read more books",
            "Watch officers said they saw nothing.",
            "Listening to the sea",
            "Host: Read more?",
            "Comments by the mayor angered many",
            "Story",
            "Close to the sea",
            "Follow the money",
            "Marta Leng: Subscribe",
        ] {
            assert!(kind(line).is_none(), "{line}");
        }
    }
}
