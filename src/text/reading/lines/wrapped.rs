//! Which line ends somebody has put inside a sentence or a paragraph, told from the whole text.
//!
//! A line end may be *inside* a sentence for sure (the next line begins in lower case, or this one ends in "the"), may
//! *end* a sentence, or may be *open*: a name, or a headline before its article. Where sure ones are a good part of the
//! text, it was wrapped: at a width, if every one of them stands where the next word would not have fitted, and then all
//! line ends of that kind are, but where no blank lines part the paragraphs and a quotation ends or begins there; or
//! raggedly, and then what is open is inside too, and what ends a sentence ends a paragraph only where no blank lines
//! do. In any other text a line end that is sure is the only one of its kind.

use std::collections::HashMap;

use super::ends::{End, end};
use super::unfinished::begins_sentence;
use super::{Line, ends, headlines, labels, pairs};
use crate::rule::RuleName;

/// The rule's name.
pub(super) const NAME: RuleName = "wrapped";

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
        /// Characters that every wrapped line has with the first word of the next.
        reach: usize,
    },
    /// Once in every paragraph.
    Pairs,
}

/// Widths that somebody wraps at.
const WIDTHS: std::ops::RangeInclusive<usize> = 20..=130;
/// Ends inside sentences from which on the shortest of their lines says how far a line goes.
const MANY: usize = 8;
/// Differences between one reach and the next.
const SLACK: usize = 4;
/// So many lines alike, among as many before one and behind it, are rows of a table.
const ROWS: usize = 4;
/// How long a paragraph is that ends with a sentence at the end of a full line, and one that ends with a quotation mark there: the
/// square of its share of the typical length, for each sentence of that.
const PLAIN: f64 = 0.4;
const CLOSED: f64 = 0.06;

/// For each line but the last, whether the next goes on with it.
pub(super) fn joins(lines: &[Line]) -> Vec<bool> {
    Wrapping::of(lines).joins()
}

/// The same, where it is sure: inside a sentence, or in a text that was wrapped in a regular way.
pub(super) fn sure_joins(lines: &[Line]) -> Vec<bool> {
    let told = Wrapping::of(lines);
    let regular = matches!(told.form, Form::Width { .. } | Form::Pairs);
    told.joins().iter().zip(&told.ends).map(|(join, end)| *join && (regular || *end == End::Inside)).collect()
}

/// How a text was wrapped, and what shows it.
struct Wrapping<'a> {
    lines: &'a [Line<'a>],
    ends: Vec<End>,
    /// Every line is followed by a blank one, so that blank lines say nothing.
    doubled: bool,
    form: Form,
}

/// The paragraph that a line end may be the end of.
#[derive(Default)]
struct SoFar {
    /// Its first line.
    first: usize,
    /// Its bytes.
    length: usize,
    /// A double quotation mark is open.
    open_mark: bool,
}

impl<'a> Wrapping<'a> {
    fn of(lines: &'a [Line<'a>]) -> Self {
        let begins_small = |l: &Line| l.text.starts_with(char::is_lowercase);
        let small = !lines.iter().any(|l| l.text.contains(char::is_uppercase))
            || lines.iter().skip(1).any(begins_small) && ends::careless(lines);
        let ends: Vec<End> = lines.windows(2).map(|pair| end(&pair[0], &pair[1], small)).collect();
        let single = lines.iter().skip(1).any(|l| !l.apart);
        let inside = ends.iter().filter(|e| **e == End::Inside).count();
        let doubled = !single && inside >= 3 && inside * 3 >= ends.len();
        let mut told = Self { lines, ends, doubled, form: Form::Lines };
        told.form = told.form();
        if told.form != Form::Lines {
            told.join_names();
        }
        told
    }

    /// A line end is inside a name if that stands whole on another line ("the Harbour⏎Board").
    fn join_names(&mut self) {
        let across = |i: usize| {
            let last = self.lines[i].text.rsplit(' ').next().and_then(name_word)?;
            let next = self.lines[i + 1].text.split(' ').next().and_then(name_word)?;
            Some(((last.0, next.0), i)).filter(|_| last.1)
        };
        let open = |i: &usize| self.near(*i) && matches!(self.ends[*i], End::Running | End::Open | End::Headline);
        let parted: Vec<_> = (0..self.ends.len()).filter(open).filter_map(across).collect();
        let mut whole: HashMap<(&str, &str), bool> = parted.iter().map(|(pair, _)| (*pair, false)).collect();
        if whole.is_empty() {
            return;
        }
        for line in self.lines {
            let mut before = None;
            for word in line.text.split(' ').map(name_word) {
                if let (Some((first, true)), Some((second, _))) = (before, word)
                    && let Some(found) = whole.get_mut(&(first, second))
                {
                    *found = true;
                }
                before = word;
            }
        }
        for (pair, i) in parted {
            if whole.get(&pair).is_some_and(|found| *found) {
                self.ends[i] = End::Inside;
            }
        }
    }

    /// True if no blank line says that line `i` ends a paragraph.
    fn near(&self, i: usize) -> bool {
        self.doubled || !self.lines[i + 1].apart
    }

    fn joins(&self) -> Vec<bool> {
        let resumed = |i: usize| self.ends[i] == End::Inside && self.lines[i + 1].resumed;
        if self.form == Form::Pairs {
            let pairs = pairs::joins(self.lines, &self.ends, &|i| self.near(i));
            return pairs.into_iter().enumerate().map(|(i, join)| join || resumed(i)).collect();
        }
        let typical = Typical::of(self.lines, self.form);
        let mut so_far = SoFar::default();
        let mut out: Vec<bool> = Vec::with_capacity(self.ends.len());
        for i in 0..self.ends.len() {
            so_far.length += self.lines[i].text.len();
            so_far.open_mark = self.form != Form::Lines && marks_open(self.lines[i].text, so_far.open_mark);
            let join = resumed(i) || self.near(i) && self.goes_on(i, &so_far, &typical);
            if !join {
                so_far = SoFar { first: i + 1, ..SoFar::default() };
            }
            out.push(join);
        }
        out
    }

    /// Whether the paragraph goes on behind line `i`.
    fn goes_on(&self, i: usize, so_far: &SoFar, typical: &Typical) -> bool {
        let (line, next) = (&self.lines[i], &self.lines[i + 1]);
        let headline = || so_far.first == 0 && headlines::stand_over(&self.lines[..=i], next.text);
        let speech = so_far.open_mark && !opens(next.text);
        let bracket = next.text.starts_with('(');
        match (self.ends[i], self.form) {
            (End::Paragraph, _) => false,
            (End::Inside, Form::Lines) => lone(self.lines, i),
            (End::Inside, _) => true,
            (_, Form::Lines | Form::Pairs) => false,
            _ if row(self.lines, i + 1) || so_far.first == i && labels::salutation(line.text) => false,
            (
                End::Open | End::Headline | End::Title,
                Form::Width { blanks: false, .. } | Form::Ragged { blanks: false, .. },
            ) if headline() || begins_sentence(next.text) => false,
            (End::Running | End::Open | End::Headline | End::Title, Form::Width { width, .. }) => {
                full(line, next, width)
            }
            (End::Sentence, Form::Width { width, blanks }) => {
                full(line, next, width) && (blanks || speech || bracket || !typical.ends(line, so_far.length))
            }
            (End::Running, Form::Ragged { .. }) => true,
            (End::Title, Form::Ragged { blanks, .. }) => blanks,
            (open @ (End::Open | End::Headline), Form::Ragged { blanks, reach }) => {
                let first = || open == End::Open && (!short(self.lines, i) || begins_sentence(line.text));
                blanks || reached(line, next) >= reach && (so_far.first < i || first())
            }
            (End::Sentence, Form::Ragged { blanks, .. }) => (blanks || bracket) && !short(self.lines, i) || speech,
        }
    }

    fn form(&self) -> Form {
        let (lines, ends) = (self.lines, &self.ends);
        let of = |end: End| (0..ends.len()).filter(move |i| self.near(*i) && ends[*i] == end);
        let [inside, running, open, sentence] =
            [End::Inside, End::Running, End::Open, End::Sentence].map(|e| of(e).count());
        if inside == 0 {
            return Form::Lines;
        }
        let width = of(End::Inside).map(|i| chars(&lines[i])).max().unwrap_or(0);
        let fits = |i: &usize| full(&lines[*i], &lines[*i + 1], width);
        let fitting = of(End::Inside).filter(fits).count();
        let blanks = !self.doubled && lines.iter().any(|l| l.apart);
        let all = inside + running + open + sentence;
        if inside >= 2 && fitting * 10 >= inside * 9 && inside * 5 >= all && WIDTHS.contains(&width) {
            return Form::Width { width, blanks };
        }
        if pairs::are(lines, ends, &|i| self.near(i)) {
            return Form::Pairs;
        }
        let running_text = lines.iter().any(|l| l.text.contains(['.', '!', '?', '"', '”']));
        if running_text && inside * 3 >= inside + open && (inside >= 2 || all <= 4) {
            let reaches = || of(End::Inside).map(|i| reached(&lines[i], &lines[i + 1]));
            let (least, most) = (reaches().min().unwrap_or(0), reaches().max().unwrap_or(0));
            // others may be shorter than those seen, by a few times what these differ from one to the next
            let reach = if inside >= MANY { least.saturating_sub(SLACK * (most - least) / inside) } else { 0 };
            return Form::Ragged { blanks: blanks && inside >= 2 * sentence, reach };
        }
        Form::Lines
    }
}

/// How long paragraphs of the text are, as far as that shows.
struct Typical {
    /// Bytes of one.
    length: usize,
    /// Sentences that end in the midst of a line for each paragraph.
    sentences: f64,
}

impl Typical {
    fn of(lines: &[Line], form: Form) -> Self {
        let Form::Width { width, .. } = form else { return Self { length: 0, sentences: 0.0 } };
        let sure = lines.windows(2).filter(|pair| !full(&pair[0], &pair[1], width)).count() + 1;
        let inner: usize = lines.iter().map(|l| ends::sentences_before(l.text).count()).sum();
        let length = lines.iter().map(|l| l.text.len()).sum::<usize>() / sure;
        Self { length, sentences: (inner + 1) as f64 / (sure + 1) as f64 }
    }

    /// True if a sentence that ends with this line, `length` bytes after the paragraph began, rather ends that too.
    fn ends(&self, line: &Line, length: usize) -> bool {
        let long = length as f64 / self.length.max(1) as f64;
        long * long / self.sentences > if closes(line.text) { CLOSED } else { PLAIN }
    }
}

/// A word with a capital, without marks and possessive around it; and whether a name may go on behind it.
fn name_word(word: &str) -> Option<(&str, bool)> {
    let opened = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let bare = opened.trim_end_matches(|c: char| !c.is_alphanumeric());
    let name = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
    name.starts_with(char::is_uppercase).then_some((name, name.len() == opened.len()))
}

/// Characters of a line and the first word of the next.
fn reached(line: &Line, next: &Line) -> usize {
    let first = next.text.split(char::is_whitespace).next().unwrap_or("");
    chars(line) + 1 + first.chars().count()
}

/// True if the first word of `next` would not have fitted in this line, of so many characters.
fn full(line: &Line, next: &Line, width: usize) -> bool {
    let length = chars(line);
    let hyphen = line.text.ends_with('-') && length * 5 >= width * 4;
    // none of those that tell the width need be as long as it
    length * 10 <= width * 11 && (reached(line, next) > width || hyphen)
}

fn chars(line: &Line) -> usize {
    line.text.chars().count()
}

/// True of a line that begins as others near it do with a number: a row of a table.
fn row(lines: &[Line], i: usize) -> bool {
    let near = &lines[i.saturating_sub(ROWS)..(i + ROWS + 1).min(lines.len())];
    near.iter().filter(|l| labels::alike(lines[i].text, l.text)).count() >= ROWS
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
        // without blank lines a long paragraph ends where a sentence does
        assert_eq!(count(&WRAPPED.replace("\n\n", "\n")), 3);
        assert_eq!(count(&WRAPPED.replace('\n', "\r\n")), 2);
        assert_eq!(count(&WRAPPED.replace("\nbe named", "\n• be named")), 3);
        assert_eq!(count(&format!("Minister leaves the room\n\n{WRAPPED}")), 3);
    }

    #[test]
    fn a_sentence_that_ends_a_full_line_ends_a_paragraph_of_some_length() {
        let ends = |text: &str, length| {
            let line = super::super::lines(text, true)[0];
            super::Typical { length: 300, sentences: 1.5 }.ends(&line, length)
        };
        assert!(!ends("Nobody saw him.", 60) && ends("Nobody saw him.", 280));
        assert!(ends("“Nobody saw him.”", 120) && !ends("Nobody saw him.", 120));
    }

    #[test]
    fn every_paragraph_broken_once() {
        let text = "The Pittsburgh\nHarbour Board met.\nIt said the\nferry would run. It ran.\nAda Lund left.\nNobody saw her.\n\
                    The\nminister was not there.\nA ferry of\nthe old kind sank.\nIt had been\nin the port, he said.";
        assert_eq!(count(text), 6);
    }

    #[test]
    fn a_line_shorter_than_any_wrapped_one_is_a_headline() {
        let body = "The minister said on Tuesday that he would not be able to pay\nthe members of his own party, who had asked in vain\n\
                    for it several times in all of those years of his\noffice. The harbour board, which is not a part of it, said\n\
                    that it had not been told so by him, nor by others\nwho knew it, and that the ferry from Cray would go on\n\
                    running until all of its money was gone, which may be in\nthe spring, or so it was told by those who say\nthat they know.";
        assert_eq!(count(&format!("It ran.\nOld ferries\n{body}")), 3);
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
    fn names_that_stand_whole_elsewhere() {
        let text = "The ferry between the town of Cray and the old port of\nDunmore will run, the Crown Alliance of the region said on\n\
                    Monday. It is old.\nLast year Crown\nAlliance members bought it in the midst of a storm that\nnobody had seen\n\
                    coming, as they said.";
        assert_eq!(count(text), 2);
        assert_eq!(count(&text.replace("the Crown Alliance", "the Harbour Alliance")), 3);
    }

    #[test]
    fn tables_and_letters() {
        let table = "The ferry will call at these ports in the\nmonth of May, said the board.\nMay 3 Leeds\nMay 4 Port of\nthe North\nMay 6 Hull\nMay 7 Cray";
        assert_eq!(count(table), 5);
        assert_eq!(
            count("Dear Ada,\nLund and the others of the board have\ntold me that you will\ncome.\nRegards,\nTom"),
            4
        );
        let small = "i waited for the ferry. it never came\nthen i went home. nobody was there\nthe end";
        assert_eq!(count(small), 3);
        assert_eq!(
            count(&format!("I{}", &small[1..].replace(". i", ". I").replace("n i w", "n I w").replace(". n", ". N"))),
            1
        );
    }

    #[test]
    fn verse_and_turns() {
        let verse = "I walked the harbour in the rain,\nAnd nobody was there but me;\nThe boats had all gone out again\nUpon the grey and empty sea.";
        assert_eq!(count(verse), 4);
        assert_eq!(count("Marta Leng: We do not know\nHost: Why is that\nMarta Leng: because it rained."), 3);
    }
}
