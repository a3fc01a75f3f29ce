//! Where spans begin and end: at words, at quotation marks, at both halves of a quotation that its cue breaks.

use super::Frame;
use crate::span::Tokens;
use crate::syntax::{Relation, Syntax, Upos};
use crate::text::{Quotation, Text};

/// Probability of a source that syntax found where the network found none.
const BY_SYNTAX: f32 = 0.6;

/// Trims and snaps a frame's content and source; a content may come out empty.
pub(super) fn set(source: &str, text: &Text, syntax: &Syntax, frame: &mut Frame) {
    let page = Page { source, text, syntax };
    page.give_back_complementiser(frame);
    page.give_back_article(frame);
    page.name_agent(frame);
    page.name_subject(frame);
    page.name_author(frame);
    page.drop_hearer(frame);
    let mut content: Vec<Tokens> = frame.content.iter().map(|c| page.snapped(*c)).collect();
    content.retain(|c| c.range().any(|i| page.is_word(i)));
    if let Some(cue) = frame.cue {
        content.iter_mut().for_each(|c| page.after_colon(cue.tokens, c));
        content.iter_mut().for_each(|c| page.after_lead(cue.tokens, c));
        page.within_sentence(cue.tokens, &mut content);
        page.within_clause(cue.tokens, &mut content);
        content = content.iter().flat_map(|c| without(*c, cue.tokens)).collect();
    }
    if let Some(s) = frame.source {
        let s = page.trimmed(s);
        content = content.iter().flat_map(|c| without(*c, s)).collect();
        frame.source = s.range().any(|i| page.is_word(i)).then_some(s);
    }
    for c in &mut content {
        *c = page.trimmed(*c);
    }
    content.retain(|c| c.range().any(|i| page.is_word(i)));
    content.sort();
    frame.content = page.merged(content).into_iter().flat_map(|c| page.by_paragraph(c)).collect();
}

struct Page<'a> {
    source: &'a str,
    text: &'a Text,
    syntax: &'a Syntax,
}

impl Page<'_> {
    fn word(&self, i: usize) -> &str {
        self.text.tokens[i].span.of(self.source)
    }

    fn is_word(&self, i: usize) -> bool {
        self.word(i).chars().any(char::is_alphanumeric)
    }

    /// The outermost quotation that holds or touches token `i`.
    fn quotation(&self, i: usize) -> Option<&Quotation> {
        let k = self.text.quotations.partition_point(|q| q.open as usize <= i);
        self.text.quotations[..k].iter().rev().take(64).find(|q| q.depth == 0).filter(|q| (q.end as usize) > i)
    }

    /// Moves edges that stand inside a quotation to its marks, if most of the quotation is in the span.
    fn snapped(&self, mut run: Tokens) -> Tokens {
        for _ in 0..2 {
            for edge in [run.start as usize, run.end as usize - 1] {
                let Some(q) = self.quotation(edge) else { continue };
                let whole = Tokens { start: q.open, end: q.end };
                let held = run.end.min(whole.end) - run.start.max(whole.start);
                if 2 * held as usize > whole.len() {
                    run = Tokens { start: run.start.min(whole.start), end: run.end.max(whole.end) };
                }
            }
        }
        run
    }

    /// "added that | no site would close", "promised to | publish it": the complementiser belongs to the content.
    fn give_back_complementiser(&self, frame: &mut Frame) {
        let Some(cue) = &mut frame.cue else { return };
        let last = cue.tokens.end.saturating_sub(1);
        let infinitive = self.word(last as usize) == "to" && self.syntax.upos[last as usize] == Upos::Part;
        if cue.tokens.len() > 1 && (infinitive || matches!(self.word(last as usize), "that" | "whether" | "how")) {
            cue.tokens.end = last;
            if let Some(c) = frame.content.iter_mut().find(|c| c.start == last + 1) {
                c.start = last;
            }
        }
    }

    /// "supported a | bipartisan bill": the article belongs to its noun.
    fn give_back_article(&self, frame: &mut Frame) {
        let Some(cue) = frame.cue.as_mut().filter(|c| c.tokens.len() > 1) else { return };
        let last = cue.tokens.end as usize - 1;
        let article = matches!(self.syntax.relation[last], Relation::Det | Relation::Nmod | Relation::Amod)
            && self.syntax.head(last).is_some_and(|h| h > last);
        if let Some(c) = frame.content.iter_mut().find(|c| article && c.start == cue.tokens.end) {
            cue.tokens.end -= 1;
            c.start -= 1;
        }
    }

    /// "The court was told by X that ...": X speaks, whatever the network says; the subject hears it.
    fn name_agent(&self, frame: &mut Frame) {
        let Some(cue) = frame.cue else { return };
        let verb = cue.tokens.range().find(|i| self.syntax.upos[*i] == Upos::Verb);
        let Some((agent, subject)) = verb.and_then(|v| Some((self.syntax.agent(v, |i| self.word(i))?, v))) else {
            return;
        };
        let phrase = crate::mention::phrase(self.text, self.syntax, agent);
        frame.source = Some(phrase);
        if let Some(s) = self.syntax.dependent(subject, Relation::Nsubj) {
            let subject = Tokens { start: self.syntax.left[s], end: self.syntax.right[s] };
            frame.content.retain(|c| !subject.holds(*c));
        }
    }

    /// "The claim by Lund that ...": the noun's own "by" names who speaks, and what follows its clause is not said.
    fn name_author(&self, frame: &mut Frame) {
        let Some(cue) = frame.cue else { return };
        let verb = cue.tokens.range().any(|i| self.syntax.upos[i] == Upos::Verb);
        let noun = cue.tokens.range().rev().find(|i| self.syntax.upos[*i] == Upos::Noun);
        let Some(noun) = noun.filter(|_| !verb) else { return };
        let by = |j: &usize| {
            self.syntax.relation[*j] == Relation::Nmod
                && self.syntax.dependents(*j).any(|k| self.syntax.relation[k] == Relation::Case && self.word(k) == "by")
        };
        let author = self.syntax.dependents(noun).find(by);
        if let Some(author) = author.filter(|_| frame.source.is_none()) {
            frame.source = Some(crate::mention::phrase(self.text, self.syntax, author));
            frame.source_probability = BY_SYNTAX;
        }
        let clause = |j: &usize| *j > noun && matches!(self.syntax.relation[*j], Relation::Acl | Relation::Ccomp);
        let Some(end) = self.syntax.dependents(noun).find(clause).map(|j| self.syntax.right[j]) else { return };
        let begins = |c: &Tokens| c.start >= cue.tokens.end && c.start < end && c.end > end;
        for c in frame.content.iter_mut().filter(|c| begins(c)) {
            if !self.text.tokens[end as usize].quoted {
                c.end = end;
            }
        }
    }

    /// "Asked about the leak, Lund ...": she hears the question; nothing says who asks.
    fn drop_hearer(&self, frame: &mut Frame) {
        let Some(cue) = frame.cue.filter(|c| c.tokens.len() <= 2) else { return };
        let first = cue.tokens.start as usize;
        let asked = matches!(self.word(first), "Asked" | "asked" | "Told" | "Pressed" | "Questioned")
            && self.syntax.participle[first]
            && matches!(self.syntax.relation[first], Relation::Acl | Relation::Advcl)
            && self.syntax.dependent(first, Relation::Nsubj).is_none();
        if asked && self.syntax.agent(first, |i| self.word(i)).is_none() {
            frame.source = None;
        }
    }

    /// A cue verb without a source of its own has the subject of the verb that it hangs on: "..., adding: "...".
    fn name_subject(&self, frame: &mut Frame) {
        let Some(cue) = frame.cue.filter(|_| frame.source.is_none()) else { return };
        let verb = cue.tokens.range().find(|i| self.syntax.upos[*i] == Upos::Verb);
        let Some(subject) = verb.and_then(|v| self.syntax.subject(v, |i| self.word(i))) else { return };
        let phrase = crate::mention::phrase(self.text, self.syntax, subject);
        if !phrase.overlaps(cue.tokens) && !frame.content.iter().any(|c| c.overlaps(phrase)) {
            frame.source = Some(phrase);
            frame.source_probability = BY_SYNTAX;
        }
    }

    /// `Lund set out the plan: "...," she said`: what leads up to the colon is not said.
    fn after_lead(&self, cue: Tokens, run: &mut Tokens) {
        let Some(q) = self.quotation(run.end as usize - 1).filter(|q| q.end <= run.end && q.open > run.start) else {
            return;
        };
        let lead = Tokens { start: run.start, end: q.open };
        if cue.start >= run.end
            && cue.start < run.end + 8
            && self.word(q.open as usize - 1) == ":"
            && lead.range().all(|i| !self.text.tokens[i].quoted)
        {
            run.start = q.open;
        }
    }

    /// What follows a relative clause is not said in it: "X, who said that ..., is due to visit".
    fn within_clause(&self, cue: Tokens, content: &mut [Tokens]) {
        let verb = cue.range().find(|i| self.syntax.upos[*i] == Upos::Verb);
        let Some(verb) = verb.filter(|v| self.syntax.relation[*v] == Relation::Acl) else { return };
        let relative =
            self.syntax.dependent(verb, Relation::Nsubj).is_some_and(|s| matches!(self.word(s), "who" | "which"));
        let end = self.syntax.right[verb];
        for c in content.iter_mut().filter(|c| relative && c.start >= cue.end && c.start < end && c.end > end) {
            if !self.text.tokens[end as usize - 1].quoted {
                c.end = end;
            }
        }
    }

    /// A run cut where paragraphs end: the parts of one quotation that goes on.
    fn by_paragraph(&self, run: Tokens) -> Vec<Tokens> {
        let mut out = vec![run];
        for i in run.start + 1..run.end {
            if self.paragraph(i as usize) != self.paragraph(i as usize - 1) {
                let last = out.len() - 1;
                out[last].end = i;
                out.push(Tokens { start: i, end: run.end });
            }
        }
        out.retain(|c| c.range().any(|i| self.is_word(i)));
        out
    }

    /// `urged Lavrov: "..."`: what stands between the cue and the colon is not said.
    fn after_colon(&self, cue: Tokens, run: &mut Tokens) {
        if run.start < cue.end || run.start > cue.end + 2 {
            return;
        }
        let head = (run.start as usize..run.end as usize).take(8);
        let colon = head.clone().find(|i| self.word(*i) == ":" && *i + 1 < run.end as usize);
        if let Some(i) =
            colon.filter(|i| self.text.tokens[i + 1].quoted && !self.text.tokens[run.start as usize].quoted)
        {
            run.start = i as u32 + 1;
        }
    }

    /// "According to X, ..." at the head of a sentence is about that sentence.
    fn within_sentence(&self, cue: Tokens, content: &mut Vec<Tokens>) {
        let first = cue.start as usize;
        let sentence = self.text.tokens[first].sentence;
        let at_head = self.text.sentences[sentence as usize].tokens.start == cue.start;
        let after = |c: &Tokens| c.start >= cue.end && self.text.tokens[c.start as usize].sentence == sentence;
        if at_head && self.word(first).eq_ignore_ascii_case("according") && content.iter().any(after) {
            content.retain(|c| c.start >= cue.end);
        }
    }

    /// Without punctuation at its ends that is no part of a quotation inside it.
    fn trimmed(&self, mut run: Tokens) -> Tokens {
        let holds = |run: Tokens, q: &Quotation| run.start <= q.open && q.end <= run.end;
        while !run.is_empty() {
            let (first, last) = (run.start as usize, run.end as usize - 1);
            let kept = |i: usize| self.is_word(i) || self.quotation(i).is_some_and(|q| holds(run, q));
            let sign = |i: usize| matches!(self.word(i), "$" | "£" | "€" | "#" | "%" | "@");
            if !kept(first) && !sign(first) {
                run.start += 1;
            } else if !kept(last) && !sign(last) {
                run.end -= 1;
            } else {
                break;
            }
        }
        run
    }

    /// Runs with nothing but punctuation between them become one.
    fn merged(&self, content: Vec<Tokens>) -> Vec<Tokens> {
        let mut out: Vec<Tokens> = Vec::new();
        for c in content {
            match out.last_mut() {
                Some(last)
                    if c.start <= last.end
                        || (c.start - last.end < 4
                            && (last.end as usize..c.start as usize).all(|i| !self.is_word(i))
                            && self.paragraph(last.end as usize - 1) == self.paragraph(c.start as usize)) =>
                {
                    last.end = last.end.max(c.end);
                }
                _ => out.push(c),
            }
        }
        out
    }

    fn paragraph(&self, i: usize) -> u32 {
        self.text.sentences[self.text.tokens[i].sentence as usize].paragraph
    }

    /// `"...," said X. "..."`: the quotation after the clause of the cue, in the same paragraph.
    fn second_half(&self, frame: &Frame) -> Option<Tokens> {
        let (cue, last) = (frame.cue?, frame.content.last().copied()?);
        if last.start > cue.tokens.start || !self.text.tokens[last.start as usize].quoted {
            return None;
        }
        let clause = frame.source.map_or(cue.tokens.end, |s| s.end.max(cue.tokens.end));
        let k = self.text.quotations.partition_point(|q| q.open < clause.max(last.end));
        let q = self.text.quotations.get(k).filter(|q| q.depth == 0 && q.open < clause + 3)?;
        let (run, open) = (Tokens { start: q.open, end: q.end }, q.open as usize);
        let gap = (clause as usize..open).all(|i| !self.is_word(i));
        let words = run.range().filter(|i| self.is_word(*i)).count();
        (gap && words > 1 && self.paragraph(open) == self.paragraph(cue.tokens.start as usize)).then_some(run)
    }
}

/// Takes a part of a content away where its cue stands in another sentence and a second frame has cue and content there:
/// `"...," said X. "...," she said, ...`.
pub(super) fn settle(text: &Text, frames: &mut [Frame]) {
    let sentence = |i: u32| text.tokens[i as usize].sentence;
    let beside = |f: &Frame, run: Tokens| {
        f.cue.is_some_and(|c| (sentence(run.start)..=sentence(run.end - 1)).contains(&sentence(c.tokens.start)))
    };
    let cue_in = |a: &Frame, b: &Frame| a.cue.is_some_and(|c| b.says(c.tokens.start as usize));
    for i in 0..frames.len() {
        let near = i.saturating_sub(6)..(i + 6).min(frames.len());
        let claimed = |part: &Tokens| {
            near.clone().filter(|j| *j != i).any(|j| {
                let (a, b) = (&frames[i], &frames[j]);
                let shared = part.range().filter(|t| b.says(*t)).count();
                beside(b, *part) && 5 * shared > 3 * part.len() && !cue_in(a, b) && !cue_in(b, a)
            })
        };
        let kept: Vec<Tokens> =
            frames[i].content.iter().copied().filter(|part| beside(&frames[i], *part) || !claimed(part)).collect();
        if !kept.is_empty() {
            frames[i].content = kept;
        }
    }
}

/// Gives each broken quotation its second half, unless that half is in another frame's content.
pub(super) fn join_halves(source: &str, text: &Text, syntax: &Syntax, frames: &mut [Frame]) {
    let page = Page { source, text, syntax };
    let mut said = vec![false; text.tokens.len()];
    for i in frames.iter().flat_map(|f| &f.content).flat_map(|c| c.range()) {
        said[i] = true;
    }
    for f in frames {
        if let Some(run) = page.second_half(f)
            && run.range().filter(|i| said[*i]).count() * 2 <= run.len()
        {
            f.content.push(run);
            said[run.range()].fill(true);
        }
    }
}

/// A run without the tokens of another inside it: none, one or two runs.
fn without(run: Tokens, hole: Tokens) -> Vec<Tokens> {
    if !run.overlaps(hole) {
        return vec![run];
    }
    let parts = [(run.start, run.end.min(hole.start)), (run.start.max(hole.end), run.end)];
    parts.into_iter().filter(|(s, e)| s < e).map(|(start, end)| Tokens { start, end }).collect()
}

/// Settles a quotation that stands in two frames: it belongs to the one whose cue shares its sentence.
pub(super) fn once(text: &Text, frames: &mut Vec<Frame>) {
    let size = |f: &Frame| f.content.iter().map(|c| c.len()).sum::<usize>();
    let quoted = |f: &Frame| f.content.iter().flat_map(|c| c.range()).all(|i| text.tokens[i].quoted);
    let cue_in = |a: &Frame, b: &Frame| a.cue.is_some_and(|c| b.says(c.tokens.start as usize));
    let sentence = |i: u32| text.tokens[i as usize].sentence;
    let beside = |f: &Frame, run: Tokens| {
        f.cue.is_some_and(|c| (sentence(run.start)..=sentence(run.end - 1)).contains(&sentence(c.tokens.start)))
    };
    let mut gone = vec![false; frames.len()];
    for i in 0..frames.len() {
        for j in (i.saturating_sub(6)..(i + 6).min(frames.len())).filter(|j| *j != i) {
            let (inner, outer) = (&frames[i], &frames[j]);
            let larger = size(outer) > size(inner) || (size(outer) == size(inner) && j < i);
            if gone[i] || gone[j] || !larger || cue_in(inner, outer) || cue_in(outer, inner) {
                continue;
            }
            if !quoted(inner) || !inner.content.iter().flat_map(|c| c.range()).all(|t| outer.says(t)) {
                continue;
            }
            let first = inner.content[0];
            let rest: Vec<Tokens> = outer.content.iter().copied().filter(|c| !inner.content.contains(c)).collect();
            if beside(inner, first) && !beside(outer, first) && !rest.is_empty() && rest.len() < outer.content.len() {
                frames[j].content = rest;
            } else {
                gone[i] = true;
            }
        }
    }
    let mut k = gone.into_iter();
    frames.retain(|_| !k.next().unwrap_or(false));
}

/// `"...," said A, according to B`: what B passes on is A's words and that A said them.
pub(super) fn relay(source: &str, text: &Text, frames: &mut [Frame]) {
    let word = |i: u32| text.tokens[i as usize].span.of(source);
    let sentence = |i: u32| text.tokens[i as usize].sentence;
    for k in 1..frames.len() {
        let Some(cue) = frames[k].cue.map(|c| c.tokens).filter(|c| word(c.start) == "according") else { continue };
        let last = frames[k].content.len() - 1;
        let end = frames[k].content[last].end;
        let inside = |f: &Frame| {
            let said = f.cue.map_or(0, |c| c.tokens.start);
            let words = f.content.iter().flat_map(|c| c.range());
            let shared = words.clone().filter(|i| frames[k].says(*i)).count();
            said >= end && said < cue.start && sentence(said) == sentence(cue.start) && 2 * shared > words.count()
        };
        if frames[k.saturating_sub(6)..k].iter().any(inside) {
            let punctuation = |i: &u32| !word(*i).chars().any(char::is_alphanumeric);
            let to = (end..cue.start).rev().find(|i| !punctuation(i)).map_or(end, |i| i + 1);
            frames[k].content[last].end = to;
        }
    }
}

/// Drops a frame whose content another frame has too: two words for one act of speech ("said in a statement").
pub(super) fn distinct(mut frames: Vec<Frame>) -> Vec<Frame> {
    let size = |f: &Frame| f.content.iter().map(|c| c.len()).sum::<usize>();
    let shared = |a: &Frame, b: &Frame| a.content.iter().flat_map(|c| c.range()).filter(|i| b.says(*i)).count();
    let weight = |f: &Frame| f.cue.map_or(0.0, |c| c.probability) * f.content_probability;
    let mut keep = vec![true; frames.len()];
    for j in 1..frames.len() {
        for i in j.saturating_sub(6)..j {
            let (a, b) = (&frames[i], &frames[j]);
            if !keep[i] || !keep[j] {
                continue;
            }
            let both = shared(a, b);
            let nested = |inner: &Frame, outer: &Frame| inner.cue.is_some_and(|c| outer.says(c.tokens.start as usize));
            if both * 5 > (size(a) + size(b) - both) * 4 && !nested(a, b) && !nested(b, a) {
                keep[if weight(a) < weight(b) { i } else { j }] = false;
            }
        }
    }
    let mut it = keep.into_iter();
    frames.retain(|_| it.next().unwrap_or(true));
    frames
}
