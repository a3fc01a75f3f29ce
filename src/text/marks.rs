//! Quotation marks: which marks open, which close, and what lies between.
//!
//! Each paragraph is read alone, so that a mark without its partner spoils no more than its own paragraph. Marks that
//! tell their side by shape (“ ” « ») are believed unless the white space around them says the opposite and the shape
//! makes no sense (swapped marks, German „...“); straight marks are told by white space and by what is open. A single
//! mark is an apostrophe unless it opens before a word and finds a partner.

use super::chars::is_invisible;
use super::{Quotation, Token};
use crate::span::Tokens;

/// What a token is to the quotations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    /// No mark, or an apostrophe.
    #[default]
    None,
    /// It opens a quotation.
    Open,
    /// It closes one.
    Close,
}

/// The marks of a text.
pub(super) struct Marks {
    pub(super) quotations: Vec<Quotation>,
    /// Of each token.
    pub(super) roles: Vec<Role>,
}

/// Shapes of marks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// `"` and two apostrophes
    Straight,
    /// “ « `` and their like
    Left,
    /// ” »
    Right,
    /// „ which only opens
    Low,
    /// `'`
    SingleStraight,
    /// ‘ ‹
    SingleLeft,
    /// ’ › which may be an apostrophe
    SingleRight,
}

impl Shape {
    fn of(token: &str) -> Option<Self> {
        if token.len() > 6 {
            return None;
        }
        Some(match token {
            "\"" | "＂" | "''" | "″" => Self::Straight,
            "“" | "«" | "``" | "‘‘" | "‟" | "〝" => Self::Left,
            "”" | "»" | "’’" | "〞" => Self::Right,
            "„" | ",," => Self::Low,
            "'" => Self::SingleStraight,
            "‘" | "‹" | "‚" | "‛" | "`" => Self::SingleLeft,
            "’" | "›" | "´" => Self::SingleRight,
            _ => return None,
        })
    }

    fn single(self) -> bool {
        matches!(self, Self::SingleStraight | Self::SingleLeft | Self::SingleRight)
    }
}

/// How far a closing mark that could be a possessive ("the boys' dog") is believed, in tokens.
const NEAR: usize = 12;

/// Deepest nesting; marks that would open more are passed over.
const DEEPEST: usize = 8;

/// Finds the quotations of all paragraphs, and sets `joined` of the apostrophes of possessives.
pub(super) fn marks(text: &str, tokens: &mut [Token], paragraphs: &[Tokens]) -> Marks {
    let mut found = Marks { quotations: Vec::new(), roles: vec![Role::None; tokens.len()] };
    // Quotations of the paragraph before that lack their closing mark, outermost first, and whether they are single.
    let mut unclosed: Vec<(u32, bool)> = Vec::new();
    for (i, paragraph) in paragraphs.iter().enumerate() {
        let range = paragraph.range();
        let shapes: Vec<(usize, Shape)> =
            range.clone().filter_map(|t| Some((t, Shape::of(tokens[t].span.of(text))?))).collect();
        if shapes.is_empty() {
            unclosed.clear();
            continue;
        }
        let first = found.quotations.len();
        let follows = paragraphs.get(i + 1).and_then(|p| Shape::of(tokens[p.range().start].span.of(text)));
        let mut reader = Reader::new(text, tokens, range.clone(), &shapes);
        reader.read(&mut found, follows.is_some_and(Shape::single));
        for apostrophe in reader.apostrophes {
            tokens[apostrophe].joined = true;
        }
        let (_, fresh) = found.quotations.split_at_mut(first);
        for (n, quotation) in fresh.iter_mut().enumerate() {
            // Only marks at the very start of the paragraph go on from the one before.
            if quotation.open as usize != range.start + n {
                break;
            }
            quotation.continues = unclosed.get(n).filter(|(_, single)| *single == quotation.single).map(|(i, _)| *i);
        }
        unclosed.clear();
        for (n, quotation) in fresh.iter().enumerate() {
            if quotation.close.is_none() && quotation.end as usize == range.end {
                unclosed.push(((first + n) as u32, quotation.single));
            }
        }
    }
    found
}

/// A quotation under way.
struct Under {
    open: usize,
    single: bool,
    straight: bool,
    /// Its place among the quotations of the paragraph.
    index: usize,
}

/// Which sides of a mark white space and punctuation leave open.
#[derive(Clone, Copy)]
struct Sides {
    can_open: bool,
    can_close: bool,
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token],
    range: std::ops::Range<usize>,
    shapes: &'a [(usize, Shape)],
    /// From each mark on, double marks that can only close less those that can only open: shaped, and straight.
    surplus: Vec<[i32; 2]>,
    /// The next single mark at or after each mark that surely closes, and that may (after a word in "s").
    next_sure: Vec<usize>,
    next_maybe: Vec<usize>,
    stack: Vec<Under>,
    apostrophes: Vec<usize>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, tokens: &'a [Token], range: std::ops::Range<usize>, shapes: &'a [(usize, Shape)]) -> Self {
        let mut reader = Self {
            text,
            tokens,
            range,
            shapes,
            surplus: vec![[0; 2]; shapes.len() + 1],
            next_sure: vec![usize::MAX; shapes.len() + 1],
            next_maybe: vec![usize::MAX; shapes.len() + 1],
            stack: Vec::new(),
            apostrophes: Vec::new(),
        };
        for m in (0..shapes.len()).rev() {
            let (token, shape) = shapes[m];
            let sides = reader.sides(token);
            let (mut sure, mut maybe) = (reader.next_sure[m + 1], reader.next_maybe[m + 1]);
            let mut surplus = reader.surplus[m + 1];
            match shape {
                Shape::Straight => surplus[1] += i32::from(sides.can_close) - i32::from(sides.can_open),
                Shape::Left | Shape::Low => surplus[0] -= 1,
                Shape::Right => surplus[0] += 1,
                Shape::SingleStraight | Shape::SingleRight if sides.can_close => {
                    if reader.possessive(token) {
                        maybe = token;
                    } else {
                        sure = token;
                    }
                }
                _ => {}
            }
            reader.next_sure[m] = sure;
            reader.next_maybe[m] = maybe;
            reader.surplus[m] = surplus;
        }
        reader
    }

    fn word(&self, token: usize) -> &'a str {
        self.tokens[token].span.of(self.text)
    }

    /// What the neighbours of the mark `token` allow.
    fn sides(&self, token: usize) -> Sides {
        let space_before = self.opens_by_space(token);
        let space_after = self.closes_by_space(token);
        if space_before != space_after {
            // A mark that white space sets off on one side only.
            return Sides { can_open: space_before, can_close: space_after };
        }
        if space_before {
            return Sides { can_open: true, can_close: true };
        }
        // No space on either side: brackets, dashes, points and other marks tell.
        let before = self.word(token - 1);
        let after = self.word(token + 1);
        let leads = before.ends_with(['(', '[', '{', '“', '‘', '«', '„', '`'])
            || (matches!(before, "\"" | "'") && self.opens_by_space(token - 1));
        let trails = after.starts_with(['.', ',', ';', ':', '!', '?', ')', ']', '}', '”', '’', '»', '…'])
            || (matches!(after, "\"" | "'") && self.closes_by_space(token + 1));
        if leads != trails {
            return Sides { can_open: leads, can_close: trails };
        }
        let dash = |word: &str| word.starts_with(['-', '–', '—', '/']);
        if dash(before) != dash(after) {
            // "—“word", or "word”—"
            return Sides { can_open: dash(before), can_close: dash(after) };
        }
        // "said.“I" wants a space, "said,“I" is no better; only the latter surely closes.
        Sides { can_open: !before.ends_with([',', '…']), can_close: true }
    }

    /// True if white space or the paragraph's start is right before; what shows nothing is passed over.
    fn opens_by_space(&self, token: usize) -> bool {
        if token == self.range.start || self.tokens[token].spaced {
            return true;
        }
        self.word(token - 1).starts_with(is_invisible)
            && (token - 1 == self.range.start || self.tokens[token - 1].spaced)
    }

    /// The same of what is right after.
    fn closes_by_space(&self, token: usize) -> bool {
        let after = token + 1;
        if after == self.range.end || self.tokens[after].spaced {
            return true;
        }
        self.word(after).starts_with(is_invisible) && (after + 1 == self.range.end || self.tokens[after + 1].spaced)
    }

    /// True of a single mark right after a word that ends in "s" and before another word: it may be an apostrophe.
    fn possessive(&self, token: usize) -> bool {
        if token == self.range.start || self.tokens[token].spaced || token + 1 >= self.range.end {
            return false;
        }
        self.word(token - 1).ends_with(['s', 'S', 'x', 'z'])
            && self.tokens[token + 1].spaced
            && self.word(token + 1).starts_with(char::is_alphanumeric)
    }

    /// True of an inch, foot or minute mark: right after a number.
    fn after_number(&self, token: usize) -> bool {
        token > self.range.start
            && !self.tokens[token].spaced
            && self.word(token - 1).ends_with(|c: char| c.is_ascii_digit() || matches!(c, '½' | '¼' | '¾'))
    }

    fn read(&mut self, found: &mut Marks, continued: bool) {
        let base = found.quotations.len();
        for m in 0..self.shapes.len() {
            let (token, shape) = self.shapes[m];
            if shape.single() {
                self.single(m, token, shape, found, base);
            } else {
                self.double(m, token, shape, found, base);
            }
        }
        let end = self.range.end;
        while let Some(under) = self.stack.pop() {
            let whole = under.open == self.range.start && continued;
            self.leave(under, end, None, whole, found, base);
        }
        // Singles that turned out to be apostrophes leave a gap.
        let mut kept = base;
        for i in base..found.quotations.len() {
            if found.quotations[i].end > 0 {
                found.quotations.swap(kept, i);
                kept += 1;
            }
        }
        found.quotations.truncate(kept);
    }

    fn double(&mut self, m: usize, token: usize, shape: Shape, found: &mut Marks, base: usize) {
        let sides = self.sides(token);
        let straight = shape == Shape::Straight;
        // Whether a double quotation is open, and if so whether its mark is straight.
        let around = self.stack.iter().rev().find(|under| !under.single).map(|under| under.straight);
        let last = token + 1 == self.range.end;
        let opens = match shape {
            _ if last => false,
            Shape::Low => true,
            Shape::Left => around.is_none() || sides.can_open,
            Shape::Right => around.is_none() && sides.can_open && !sides.can_close,
            _ => match (sides.can_open, sides.can_close) {
                (true, false) => true,
                (false, true) => false,
                _ => around.is_none(),
            },
        };
        let after = self.surplus[m + 1];
        if opens {
            // A second opening mark is nested only if enough closing marks follow; else the first lost its own.
            if let Some(outer) = around {
                let needed = if outer == straight { 2 } else { 1 };
                if after[usize::from(outer)] < needed {
                    self.close_double(outer, token, None, found, base);
                }
            }
            self.enter(token, false, straight, found);
            return;
        }
        if self.after_number(token) && shape != Shape::Left {
            let feet = token >= self.range.start + 2 && Shape::of(self.word(token - 2)).is_some_and(Shape::single);
            let inch = straight && self.word(token - 1).len() <= 2 && after[1] > 0;
            if feet || straight && around.is_none() || inch {
                return;
            }
        }
        if around.is_some() {
            self.close_double(straight, token + 1, Some(token), found, base);
        }
    }

    fn single(&mut self, m: usize, token: usize, shape: Shape, found: &mut Marks, base: usize) {
        let sides = self.sides(token);
        let in_single = self.stack.last().is_some_and(|under| under.single);
        let closes = sides.can_close && (!sides.can_open || in_single) && shape != Shape::SingleLeft;
        if closes {
            // "the boys' dog' ...": a possessive while a sure closing mark is still to come.
            let later = self.next_sure[m + 1];
            let apostrophe =
                self.possessive(token) && later != usize::MAX && later - token <= 4 * NEAR && !self.reopened(m, later);
            if in_single && !apostrophe && !(self.after_number(token) && later != usize::MAX) {
                if let Some(under) = self.stack.pop() {
                    found.roles[token] = Role::Close;
                    self.leave(under, token + 1, Some(token), true, found, base);
                }
            } else {
                self.apostrophe(token);
            }
            return;
        }
        let opens = sides.can_open && !in_single && !self.after_number(token);
        let next_is_word = token + 1 < self.range.end && (!self.tokens[token + 1].spaced || self.tokens[token].spaced);
        let partner = {
            let sure = self.next_sure[m + 1];
            let maybe = self.next_maybe[m + 1];
            sure != usize::MAX || (maybe != usize::MAX && maybe - token <= NEAR)
        };
        let swapped = shape == Shape::SingleRight;
        if opens && next_is_word && !swapped && (partner || token == self.range.start) {
            self.enter(token, true, false, found);
        } else {
            self.apostrophe(token);
        }
    }

    /// True if a single mark opens between the mark `m` and the token `until`.
    fn reopened(&self, m: usize, until: usize) -> bool {
        self.shapes[m + 1..]
            .iter()
            .take(6)
            .take_while(|(token, _)| *token < until)
            .any(|(token, shape)| shape.single() && self.sides(*token).can_open && !self.sides(*token).can_close)
    }

    /// A single mark that quotes nothing: right after a word it belongs to the word.
    fn apostrophe(&mut self, token: usize) {
        if token > self.range.start && !self.tokens[token].spaced && self.word(token - 1).ends_with(char::is_alphabetic)
        {
            self.apostrophes.push(token);
        }
    }

    fn enter(&mut self, token: usize, single: bool, straight: bool, found: &mut Marks) {
        if self.stack.len() >= DEEPEST {
            return;
        }
        let depth = self.stack.len() as u8;
        self.stack.push(Under { open: token, single, straight, index: found.quotations.len() });
        found.roles[token] = Role::Open;
        found.quotations.push(Quotation { open: token as u32, close: None, end: 0, depth, single, continues: None });
    }

    /// Ends the innermost double quotation whose mark is of the same kind, or else the innermost, and with it what is
    /// open inside: doubles that lost their mark, and singles, which were none.
    fn close_double(&mut self, straight: bool, end: usize, close: Option<usize>, found: &mut Marks, base: usize) {
        let same = self.stack.iter().any(|under| !under.single && under.straight == straight);
        while let Some(under) = self.stack.pop() {
            let double = !under.single;
            let this = double && (!same || under.straight == straight);
            if this {
                if let Some(close) = close {
                    found.roles[close] = Role::Close;
                }
                self.leave(under, end, close, true, found, base);
                return;
            }
            let end = close.unwrap_or(end);
            self.leave(under, end, None, double, found, base);
        }
    }

    /// Writes the end of a quotation; a single one that is not `whole` is taken back.
    fn leave(&mut self, under: Under, end: usize, close: Option<usize>, whole: bool, found: &mut Marks, base: usize) {
        debug_assert!(under.index >= base);
        if under.single && !whole {
            found.roles[under.open] = Role::None;
            // What it held moves up by one.
            for quotation in &mut found.quotations[under.index + 1..] {
                quotation.depth = quotation.depth.saturating_sub(1);
            }
            return;
        }
        let quotation = &mut found.quotations[under.index];
        quotation.end = end as u32;
        quotation.close = close.map(|token| token as u32);
    }
}

#[cfg(test)]
mod tests {
    use crate::text::read;

    /// The text with its quotations in brackets: "[" open, "]" close, "|" end without a mark.
    fn shown(text: &str) -> String {
        let read = read(text);
        let mut out = String::new();
        for (i, token) in read.tokens.iter().enumerate() {
            let i = i as u32;
            out += &"|".repeat(read.quotations.iter().filter(|q| q.close.is_none() && q.end == i).count());
            if i > 0 && token.spaced {
                out.push(' ');
            }
            if read.quotations.iter().any(|q| q.open == i) {
                out.push('[');
            } else if read.quotations.iter().any(|q| q.close == Some(i)) {
                out.push(']');
            } else {
                out += token.span.of(text);
            }
        }
        let end = read.tokens.len() as u32;
        out + &"|".repeat(read.quotations.iter().filter(|q| q.close.is_none() && q.end == end).count())
    }

    fn same(text: &str, want: &str) {
        assert_eq!(shown(text), want, "{text}");
    }

    #[test]
    fn plain_quotations() {
        same("\"I came. I saw,\" she said.", "[I came. I saw,] she said.");
        same("“Yes,” he said. “No.”", "[Yes,] he said. [No.]");
        same("``Yes,'' he said", "[Yes,] he said");
        same("« Oui », he said; „Ja“, she said", "[ Oui ], he said; [Ja], she said");
        same("She said ”yes” and left", "She said [yes] and left");
        same("He said (\"no\"). \"Well\"—\"well.\"", "He said ([no]). [Well]—[well.]");
    }

    #[test]
    fn apostrophes_are_no_quotations() {
        same("The boys' dog and James' cat don't", "The boys' dog and James' cat don't");
        same("rock 'n' roll in the '90s, O’Brien’s", "rock 'n' roll in the '90s, O’Brien’s");
        same("the ’hood and the Joneses’ car", "the ’hood and the Joneses’ car");
    }

    #[test]
    fn nested_and_british() {
        same("“He told me, ‘No way,’ and left,” she said.", "[He told me, [No way,] and left,] she said.");
        same("'He said \"no\" to me,' she said.", "[He said [no] to me,] she said.");
        same("'It's the boys' own work,' she said.", "[It's the boys' own work,] she said.");
        same("\"He said \"no\" to me,\" she said.", "[He said [no] to me,] she said.");
        same("the so-called ‘experts’ said", "the so-called [experts] said");
    }

    #[test]
    fn measures_are_no_quotations() {
        same("He is 6'2\" tall. \"Really,\" she said.", "He is 6'2\" tall. [Really,] she said.");
        same("A 5\" pipe", "A 5\" pipe");
        same(
            "“He’s like 6’2”,” Rubio said on \"Cooper 360\" Monday.",
            "[He’s like 6’2”,] Rubio said on [Cooper 360] Monday.",
        );
        same("\"It was 5,\" he said, \"or 1984\"", "[It was 5,] he said, [or 1984]");
    }

    #[test]
    fn a_mark_without_partner_ends_with_the_paragraph() {
        same("\"No end here.\nNext one.", "[No end here.| Next one.");
        same("He said “no and “yes” there", "He said [no and| [yes] there");
        same("no start\" here", "no start\" here");
        same("“They see that. “", "[They see that. ]");
        same("\"He asks for “fairness”, too,\" she said.", "[He asks for [fairness], too,] she said.");
        same("\"He asks for “fairness” again.", "[He asks for| [fairness] again.");
    }

    #[test]
    fn a_quotation_goes_on_in_the_next_paragraph() {
        let text = "“One.\n“Two.\n“Three,” she said. “Four.”\nFive.";
        let q = read(text).quotations;
        assert_eq!(q.iter().map(|q| q.continues).collect::<Vec<_>>(), [None, Some(0), Some(1), None]);
        assert_eq!(q.iter().map(|q| q.close.is_some()).collect::<Vec<_>>(), [false, false, true, true]);
        let q = read("‘One.\n‘Two,’ she said.").quotations;
        assert_eq!(q.iter().map(|q| q.continues).collect::<Vec<_>>(), [None, Some(0)]);
        let q = read("“One,” he said.\n“Two,” she said.").quotations;
        assert!(q.iter().all(|q| q.continues.is_none()));
    }

    #[test]
    fn possessive_apostrophes_are_joined() {
        let read = read("the states' rights");
        assert_eq!(read.tokens.iter().map(|t| t.joined).collect::<Vec<_>>(), [false, false, true, false]);
    }

    #[test]
    fn tokens_know_that_they_are_quoted() {
        let read = read("He said “no ‘way’ now” to us");
        let quoted: Vec<bool> = read.tokens.iter().map(|t| t.quoted).collect();
        assert_eq!(quoted, [false, false, true, true, true, true, true, true, true, false, false]);
    }
}
