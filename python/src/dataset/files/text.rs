//! A plain text file: one article, byte for byte, so that offsets index the file's own newlines and BOM.

use std::io::Read;

use sayso::article::Article;

use super::{Source, UTF_16, utf16};
use crate::dataset::longest::Longest;
use crate::dataset::names::Search;
use crate::dataset::rows::{Id, Row};

pub(super) struct Text {
    plain: Option<Box<dyn Read + Send>>,
    id: String,
    longest: Longest,
}

impl Text {
    pub(super) fn new(plain: Box<dyn Read + Send>, id: &str, longest: Longest) -> Self {
        Self { plain: Some(plain), id: id.to_owned(), longest }
    }
}

impl Source for Text {
    fn next(&mut self, _: &mut Search) -> Option<Row> {
        let mut bytes = Vec::new();
        let most = self.longest.text();
        let read = self.plain.take()?.take((most as u64).saturating_add(1)).read_to_end(&mut bytes);
        let article = match (read, String::from_utf8(bytes)) {
            (Err(e), _) => Err(e.to_string()),
            (Ok(size), _) if size > most => Err(format!("the text {}", self.longest.text_is_longer())),
            (_, Err(e)) => Err(match utf16(e.as_bytes()) {
                true => UTF_16.to_owned(),
                false => format!("not UTF-8 at byte {}", e.utf8_error().valid_up_to()),
            }),
            (_, Ok(text)) if utf16(text.as_bytes()) => Err(UTF_16.to_owned()),
            (_, Ok(text)) => Ok(Article::new(text)),
        };
        Some(Row { id: Id::Own(self.id.clone()), article })
    }

    fn number(&self) -> u64 {
        1
    }

    fn progress(&self) -> f64 {
        1.0
    }
}
