//! Labels before a colon.

/// What stands before a colon and is nobody: "Best Picture:", "UPDATE:".
const HEADINGS: &[&str] = &[
    "about",
    "address",
    "age",
    "also",
    "analysis",
    "best",
    "breaking",
    "cast",
    "claim",
    "contact",
    "correction",
    "cost",
    "date",
    "details",
    "director",
    "editor",
    "exclusive",
    "fact",
    "gallery",
    "genre",
    "how",
    "info",
    "ingredients",
    "listen",
    "live",
    "location",
    "method",
    "more",
    "name",
    "note",
    "opinion",
    "photo",
    "photos",
    "place",
    "price",
    "rating",
    "read",
    "related",
    "result",
    "results",
    "score",
    "see",
    "source",
    "step",
    "tickets",
    "time",
    "tv",
    "update",
    "updated",
    "venue",
    "verdict",
    "video",
    "watch",
    "web",
    "what",
    "when",
    "where",
    "who",
    "why",
];

/// Parts in a conversation: "HOST:", "Operator:".
const PARTS: &[&str] = &[
    "analyst",
    "anchor",
    "announcer",
    "caller",
    "chair",
    "correspondent",
    "host",
    "interviewer",
    "man",
    "moderator",
    "narrator",
    "operator",
    "presenter",
    "question",
    "answer",
    "reporter",
    "speaker",
    "unidentified",
    "voice",
    "woman",
];

/// True of a word for somebody's part in a conversation.
pub fn is_part(word: &str) -> bool {
    PARTS.contains(&&*super::lower(word))
}

/// True of a word of a label that names nobody.
pub fn is_heading(word: &str) -> bool {
    HEADINGS.contains(&&*super::lower(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings() {
        assert!(is_heading("UPDATE") && is_heading("Best") && !is_heading("Oslo"));
        assert!(HEADINGS.is_sorted());
    }
}
