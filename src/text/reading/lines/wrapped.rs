//! Which line ends somebody has put inside a sentence or a paragraph, told from the whole text.
//!
//! A line end may be *inside* a sentence for sure (the next line begins in lower case, or this one ends in "the"), may
//! *end* a sentence, or may be *open*: a name, or a headline before its article. Where sure ones are a good part of the
//! text, it was wrapped: at a width, if every one of them stands where the next word would not have fitted, and then all
//! line ends of that kind are, but where no blank lines part the paragraphs and a quotation ends or begins there; or
//! raggedly, and then what is open is inside too, and what ends a sentence ends a paragraph only where no blank lines
//! do. In any other text a line end that is sure is the only one of its kind.

use super::labels;
use super::unfinished::{abbreviation, leading_abbreviation, unfinished};
use super::{Line, hyphens};
use crate::text::bylines;

/// What a line end may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// Inside a sentence.
    Inside,
    /// There is no telling.
    Open,
    /// The end of a sentence.
    Sentence,
    /// The next line begins something of its own.
    Paragraph,
}

/// How a text was wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Each line is a paragraph.
    Lines,
    /// At so many characters.
    Width {
        /// Characters of the longest line.
        width: usize,
        /// Blank lines part the paragraphs.
        blanks: bool,
    },
    /// Wherever.
    Ragged {
        /// Blank lines part the paragraphs.
        blanks: bool,
    },
}

/// Widths that somebody wraps at.
const WIDTHS: std::ops::RangeInclusive<usize> = 20..=130;
/// Bytes of a paragraph after which a sentence that begins with a quotation mark rather begins the next one.
const LONG: usize = 160;

/// For each line but the last, whether the next goes on with it.
pub(super) fn joins(lines: &[Line]) -> Vec<bool> {
    let small = !lines.iter().any(|l| l.text.contains(char::is_uppercase));
    let all: Vec<End> = lines.windows(2).map(|pair| end(&pair[0], &pair[1], small)).collect();
    // Where every line is followed by a blank one, blank lines say nothing.
    let single = lines[1..].iter().any(|l| !l.apart);
    let inside = all.iter().filter(|e| **e == End::Inside).count();
    let doubled = !single && inside >= 3 && inside * 3 >= all.len();
    let near = |i: usize| doubled || !lines[i + 1].apart;
    let form = form(lines, &all, &near, doubled);
    let (mut open_mark, mut length) = (false, 0);
    let mut out: Vec<bool> = Vec::with_capacity(all.len());
    for (i, end) in all.iter().enumerate() {
        length += lines[i].text.len();
        if form != Form::Lines {
            open_mark = marks_open(lines[i].text, open_mark);
        }
        let begins = i == 0 || !out[i - 1];
        let join = match end {
            End::Paragraph => false,
            End::Inside if lines[i + 1].resumed => true,
            _ if !near(i) => false,
            End::Inside => form != Form::Lines || lone(lines, i),
            End::Open => match form {
                Form::Lines => false,
                Form::Width { width, .. } => full(&lines[i], &lines[i + 1], width),
                Form::Ragged { blanks } => blanks || !begins || !short(lines, i),
            },
            End::Sentence => match form {
                Form::Lines => false,
                Form::Width { width, blanks } => {
                    let speech = closes(lines[i].text) || opens(lines[i + 1].text) && length >= LONG;
                    full(&lines[i], &lines[i + 1], width) && (blanks || open_mark || !speech)
                }
                Form::Ragged { blanks } => blanks && !short(lines, i) || open_mark && !opens(lines[i + 1].text),
            },
        };
        if !join {
            (open_mark, length) = (false, 0);
        }
        out.push(join);
    }
    out
}

/// What the end of `line` may be. In a text all in `small` letters these tell nothing.
fn end(line: &Line, next: &Line, small: bool) -> End {
    let (before, after) = (line.text, next.text);
    if hyphens::parts_a_word(before, after) {
        return End::Inside;
    }
    let lower = !small && goes_on_small(after);
    let closers = |c: char| matches!(c, '"' | '”' | '’' | '\'' | '»' | ')' | ']');
    let bare = before.trim_end_matches(closers);
    let last_word = before.rsplit(char::is_whitespace).next().unwrap_or("");
    let full_stop = bare.ends_with(['.', '!', '?', '…', ':']);
    if full_stop {
        let leads = if after.starts_with(|c: char| c.is_ascii_digit()) { abbreviation } else { leading_abbreviation };
        let short = || abbreviation(last_word) || last_word.trim_end_matches('.').contains('.');
        let inside = if after.starts_with(char::is_lowercase) { lower && short() } else { leads(last_word) };
        return match inside {
            true => End::Inside,
            false if labels::begins_anew(after) || next.indent > line.indent => End::Paragraph,
            false => End::Sentence,
        };
    }
    if lower {
        return if labels::bullet(after) { End::Paragraph } else { End::Inside };
    }
    let item = labels::numbered(after) && !labels::numbered(before);
    if labels::begins_anew(after) && !item || bylines::is(before) {
        return End::Paragraph;
    }
    if unfinished(before, after) {
        return End::Inside;
    }
    let capitals = |l: &str| l.len() > 7 && l.contains(' ') && !l.contains(char::is_lowercase);
    if capitals(before) != capitals(after) || next.indent > line.indent {
        return End::Paragraph;
    }
    End::Open
}

/// True of a line that goes on with a small letter, not one that begins with a name spelt so ("eBay", "de Vries").
fn goes_on_small(line: &str) -> bool {
    let bare = line.trim_start_matches(['(', '"', '“', '‘', '\'', '—', '–', '-', ' ']);
    let end = bare.find(|c: char| !c.is_alphanumeric()).unwrap_or(bare.len());
    let (word, rest) = bare.split_at(end);
    let particle = matches!(word, "de" | "van" | "von" | "al" | "bin" | "ibn" | "di" | "del" | "della" | "el")
        && rest.trim_start_matches(['-', ' ']).starts_with(char::is_uppercase);
    word.starts_with(char::is_lowercase) && !word.contains(char::is_uppercase) && !particle
        || bare.len() == line.len() && rest.starts_with([',', ';']) && word.is_empty()
}

fn form(lines: &[Line], ends: &[End], near: &dyn Fn(usize) -> bool, doubled: bool) -> Form {
    let of = |end: End| (0..ends.len()).filter(move |i| near(*i) && ends[*i] == end);
    let [inside, open, sentence] = [End::Inside, End::Open, End::Sentence].map(|e| of(e).count());
    if inside == 0 {
        return Form::Lines;
    }
    let width = of(End::Inside).map(|i| chars(&lines[i])).max().unwrap_or(0);
    let fits = |i: &usize| full(&lines[*i], &lines[*i + 1], width);
    let fitting = of(End::Inside).filter(fits).count();
    let blanks = !doubled && lines.iter().any(|l| l.apart);
    if inside >= 2 && fitting * 10 >= inside * 9 && inside * 5 >= inside + open + sentence && WIDTHS.contains(&width) {
        return Form::Width { width, blanks };
    }
    let few = inside + open + sentence <= 4;
    let running = lines.iter().any(|l| l.text.contains(['.', '!', '?', '"', '”']));
    if running && inside * 3 >= inside + open && (inside >= 2 || few) {
        return Form::Ragged { blanks: blanks && inside >= 2 * sentence };
    }
    Form::Lines
}

/// True if the first word of `next` would not have fitted in this line, of so many characters.
fn full(line: &Line, next: &Line, width: usize) -> bool {
    let length = chars(line);
    let first = next.text.split(char::is_whitespace).next().unwrap_or("").chars().count();
    let hyphen = line.text.ends_with('-') && length * 5 >= width * 4;
    // none of those that tell the width need be as long as it
    length * 10 <= width * 11 && (length + 1 + first > width || hyphen)
}

fn chars(line: &Line) -> usize {
    line.text.chars().count()
}

/// True of a line of hardly half the length of the longest of those around it.
fn short(lines: &[Line], i: usize) -> bool {
    let around = &lines[i.saturating_sub(3)..(i + 4).min(lines.len())];
    let longest = around.iter().map(|l| l.text.len()).max().unwrap_or(0);
    lines[i].text.len() * 2 < longest
}

/// True if the line end after line `i`, though sure, may be believed in a text that was not wrapped: both lines are running
/// text, no list of words.
fn lone(lines: &[Line], i: usize) -> bool {
    let words = lines[i].text.split_whitespace().take(3).count();
    let block = lines[i + 1..].iter().take(12).take_while(|l| !l.apart).chain([&lines[i + 1]]);
    let mut stops = block.map(|l| l.text).chain([lines[i].text]);
    (words == 3 || lines[i].text.ends_with(',')) && stops.any(|l| l.contains(['.', '!', '?', '”', '"']))
}

/// Whether a double quotation mark is open behind `line`, if one was `open` before it.
fn marks_open(line: &str, open: bool) -> bool {
    line.chars().fold(open, |open, c| match c {
        '"' => !open,
        '“' => true,
        '”' => false,
        _ => open,
    })
}

/// True of a line that ends in a quotation mark.
fn closes(line: &str) -> bool {
    line.ends_with(['"', '”', '’', '\''])
}

/// True of a line that begins with a quotation mark.
fn opens(line: &str) -> bool {
    line.starts_with(['"', '“', '‘', '\''])
}

#[cfg(test)]
mod tests {
    use super::super::read;

    /// Paragraphs of the reading.
    fn count(text: &str) -> usize {
        read(text).lines().filter(|l| !l.trim().is_empty()).count()
    }

    const WRAPPED: &str = "The government said on Tuesday that it would not be able to\n\
                           pay the members of its own party, who had asked for it in\n\
                           vain for several years. The minister, who did not want to\n\
                           be named, left the room. Nobody had seen him there before.\n\
                           Nobody saw him after.\n\
                           \n\
                           Another paragraph began here after a blank line, and it was\n\
                           as long as the first one had been.";

    #[test]
    fn wrapped_at_a_width() {
        assert_eq!(count(WRAPPED), 2);
        assert_eq!(count(&WRAPPED.replace("\n\n", "\n")), 2);
        assert_eq!(count(&WRAPPED.replace('\n', "\r\n")), 2);
        assert_eq!(count(&WRAPPED.replace("\nbe named", "\n• be named")), 3);
        assert_eq!(count(&format!("Minister leaves the room\n\n{WRAPPED}")), 3);
    }

    #[test]
    fn quotations_end_paragraphs_wrapped_at_a_width() {
        let quoted =
            WRAPPED.replace("left the room. Nobody", "left the room. “Nobody").replace("there before.", "there then.”");
        assert_eq!(count(&quoted), 2);
        assert_eq!(count(&quoted.replace("\n\n", "\n")), 3);
    }

    #[test]
    fn a_short_form_ends_no_sentence_before_a_small_letter() {
        let text = "The ferry will run, said Ada Lund of the U.S.\nattorney’s office, who\nowns it. She told the harbour\nboard so.";
        assert_eq!(count(text), 1);
    }

    #[test]
    fn wrapped_anywhere() {
        let text = "The ferry between the town of Cray\nand Dunmore will run, said Ada\nLund, who owns both.\n\n\
                    She told the harbour\nboard that nobody had asked\nher. Omar Keel of the\nFerry Union agreed.";
        assert_eq!(count(text), 2);
        assert_eq!(count("The ferry will run, Lund said on\nMonday. She left in a\nhurry, with no\nword."), 1);
        assert_eq!(count("Mayor Dora Finch told residents on\nMonday that the pool would reopen in\nJune."), 1);
    }

    #[test]
    fn every_line_apart() {
        assert_eq!(
            count(
                "The ferry will run until\n\nMarch, said Ada Lund, who\n\nowns it, but nobody will\n\nbe glad of it, as it is\n\nold."
            ),
            1
        );
    }

    #[test]
    fn one_line_end_in_a_sentence() {
        assert_eq!(count("Ferry runs\n\nAda Lund said the ferry\nwould run. She was glad."), 2);
        assert_eq!(count("Gwen Pryor said.\nShe had\ntime.\nThe end came soon.\nNobody knew."), 4);
    }

    #[test]
    fn lines_that_are_paragraphs() {
        let text = "A headline without a full stop that is rather long, as they go\n\
                    The first paragraph, which is not much longer than the headline.\n\
                    The second paragraph, which is of the very same length as that.";
        assert_eq!(count(text), 3);
        assert_eq!(
            count("Storm closes harbour\nBy Ada Lund\nHARTLEPOOL (Northwire) - The port is shut.\nIt will stay so."),
            4
        );
        assert_eq!(count("Ana Ruiz\nPiet Maas said the bill was dead."), 2);
        assert_eq!(count("Flour\nSugar\nTwo eggs and some\nmilk"), 4);
        assert_eq!(count("politics\nsport\nnews of the world\nweather"), 4);
        assert_eq!(count("eBay rises\neBay said on Monday that it would.\niPhone sales fell"), 3);
        assert_eq!(count("minister quits\nharbour minister una voss said she was tired.\nshe left."), 3);
    }

    #[test]
    fn verse_and_turns() {
        let verse = "I walked the harbour in the rain,\nAnd nobody was there but me;\nThe boats had all gone out again\nUpon the grey and empty sea.";
        assert_eq!(count(verse), 4);
        assert_eq!(count("Marta Leng: We do not know\nHost: Why is that\nMarta Leng: because it rained."), 3);
    }
}
