//! Where spans begin and end: at words, at quotation marks, at both halves of a quotation that its cue breaks.

use super::{Frame, acts, sources};
use crate::doc::Doc;
use crate::span::Tokens;
use crate::syntax::{Relation, Upos};
use crate::text::Quotation;

/// Trims and snaps a frame's content and source; a content may come out empty.
pub(super) fn set(doc: &Doc, frame: &mut Frame) {
    give_back_complementiser(doc, frame);
    give_back_infinitive(doc, frame);
    give_back_article(doc, frame);
    sources::set(doc, frame);
    let mut content: Vec<Tokens> = frame.content.iter().map(|c| snapped(doc, *c)).collect();
    content.retain(|c| c.range().any(|i| doc.is_word(i)));
    if let Some(cue) = frame.cue {
        content.iter_mut().for_each(|c| after_colon(doc, cue.tokens, c));
        content.iter_mut().for_each(|c| after_lead(doc, cue.tokens, c));
        within_sentence(doc, cue.tokens, &mut content);
        within_clause(doc, cue.tokens, &mut content);
        content = content.iter().flat_map(|c| without(*c, cue.tokens)).collect();
    }
    if let Some(s) = frame.source {
        let s = trimmed(doc, s);
        content = content.iter().flat_map(|c| without(*c, s)).collect();
        frame.source = s.range().any(|i| doc.is_word(i)).then_some(s);
    }
    for c in &mut content {
        *c = trimmed(doc, *c);
    }
    content.retain(|c| c.range().any(|i| doc.is_word(i)));
    // "..., a senior official said, who asked not to be named"
    let end = frame.cue.map_or(0, |c| c.tokens.end);
    let about = |c: &Tokens| c.start >= end && c.start <= end + 1 && doc.word(c.start as usize) == "who";
    if content.iter().any(|c| c.end <= end) {
        content.retain(|c| !about(c));
    }
    content.sort();
    frame.content = merged(doc, content).into_iter().flat_map(|c| by_paragraph(doc, c)).collect();
}

/// Moves edges that stand inside a quotation to its marks, if most of the quotation is in the span.
fn snapped(doc: &Doc, mut run: Tokens) -> Tokens {
    for _ in 0..2 {
        for edge in [run.start as usize, run.end as usize - 1] {
            let Some(q) = doc.quotation(edge) else { continue };
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
fn give_back_complementiser(doc: &Doc, frame: &mut Frame) {
    let Some(cue) = &mut frame.cue else { return };
    let last = cue.tokens.end.saturating_sub(1);
    let infinitive = doc.word(last as usize) == "to" && doc.syntax.upos[last as usize] == Upos::Part;
    if cue.tokens.len() > 1 && (infinitive || matches!(doc.word(last as usize), "that" | "whether" | "how")) {
        cue.tokens.end = last;
        if let Some(c) = frame.content.iter_mut().find(|c| c.start == last + 1) {
            c.start = last;
        }
    }
}

/// "promised | to publish it": an infinitive that reports nothing itself belongs to the content ("refused to say" does).
fn give_back_infinitive(doc: &Doc, frame: &mut Frame) {
    let Some(cue) = frame.cue.as_mut() else { return };
    let run = cue.tokens;
    let last = run.end as usize - 1;
    let to = (run.start as usize + 1..last).find(|i| doc.word(*i) == "to" && doc.syntax.upos[*i] == Upos::Part);
    let Some(to) = to.filter(|to| to + 1 == last && doc.syntax.upos[last] == Upos::Verb) else { return };
    let reports = acts::act(doc, Tokens::new(last, last + 1)).is_some();
    if let Some(c) = frame.content.iter_mut().find(|c| !reports && c.start == run.end) {
        cue.tokens.end = to as u32;
        c.start = to as u32;
    }
}

/// "supported a | bipartisan bill": what stands before a noun belongs to it.
fn give_back_article(doc: &Doc, frame: &mut Frame) {
    let Some(cue) = frame.cue.as_mut() else { return };
    let end = cue.tokens.end;
    let Some(c) = frame.content.iter_mut().find(|c| c.start == end) else { return };
    let before = |i: usize| {
        matches!(doc.syntax.relation[i], Relation::Det | Relation::Nmod | Relation::Amod)
            && doc.syntax.head(i).is_some_and(|h| h > i)
    };
    while cue.tokens.len() > 1 && before(cue.tokens.end as usize - 1) {
        cue.tokens.end -= 1;
    }
    c.start = cue.tokens.end;
}

/// `Lund set out the plan: "...," she said`: what leads up to the colon is not said.
fn after_lead(doc: &Doc, cue: Tokens, run: &mut Tokens) {
    let Some(q) = doc.quotation(run.end as usize - 1).filter(|q| q.end <= run.end && q.open > run.start) else {
        return;
    };
    let lead = Tokens { start: run.start, end: q.open };
    if cue.start >= run.end
        && cue.start < run.end + 8
        && doc.word(q.open as usize - 1) == ":"
        && doc.is_capital(q.open as usize + 1)
        && lead.range().all(|i| !doc.tokens[i].quoted)
    {
        run.start = q.open;
    }
}

/// What follows a relative clause is not said in it: "X, who said that ..., is due to visit".
fn within_clause(doc: &Doc, cue: Tokens, content: &mut [Tokens]) {
    let verb = doc.verb(cue);
    let Some(verb) = verb.filter(|v| doc.syntax.relation[*v] == Relation::Acl) else { return };
    let relative = doc.syntax.dependent(verb, Relation::Nsubj).is_some_and(|s| matches!(doc.word(s), "who" | "which"));
    let end = doc.syntax.right[verb];
    for c in content.iter_mut().filter(|c| relative && c.start >= cue.end && c.start < end && c.end > end) {
        if !doc.tokens[end as usize - 1].quoted {
            c.end = end;
        }
    }
}

/// A run cut where paragraphs end: the parts of one quotation that goes on.
fn by_paragraph(doc: &Doc, run: Tokens) -> Vec<Tokens> {
    let mut out = vec![run];
    for i in run.start + 1..run.end {
        if doc.paragraph(i as usize) != doc.paragraph(i as usize - 1) {
            let last = out.len() - 1;
            out[last].end = i;
            out.push(Tokens { start: i, end: run.end });
        }
    }
    out.retain(|c| c.range().any(|i| doc.is_word(i)));
    out
}

/// `urged Lavrov: "..."`: what stands between the cue and the colon is not said.
fn after_colon(doc: &Doc, cue: Tokens, run: &mut Tokens) {
    if run.start < cue.end || run.start > cue.end + 2 {
        return;
    }
    let head = (run.start as usize..run.end as usize).take(8);
    let colon = head.clone().find(|i| doc.word(*i) == ":" && *i + 1 < run.end as usize);
    if let Some(i) = colon.filter(|i| doc.tokens[i + 1].quoted && !doc.tokens[run.start as usize].quoted) {
        run.start = i as u32 + 1;
    }
}

/// "According to X, ..." at the head of a sentence is about that sentence.
fn within_sentence(doc: &Doc, cue: Tokens, content: &mut Vec<Tokens>) {
    let first = cue.start as usize;
    let sentence = doc.tokens[first].sentence;
    let at_head = doc.sentences[sentence as usize].tokens.start == cue.start;
    let after = |c: &Tokens| c.start >= cue.end && doc.tokens[c.start as usize].sentence == sentence;
    if at_head && doc.word(first).eq_ignore_ascii_case("according") && content.iter().any(after) {
        content.retain(|c| c.start >= cue.end);
    }
}

/// Without punctuation at its ends that is no part of a quotation inside it.
fn trimmed(doc: &Doc, mut run: Tokens) -> Tokens {
    let holds = |run: Tokens, q: &Quotation| run.start <= q.open && q.end <= run.end;
    while !run.is_empty() {
        let (first, last) = (run.start as usize, run.end as usize - 1);
        let kept = |i: usize| doc.is_word(i) || doc.quotation(i).is_some_and(|q| holds(run, q));
        let sign = |i: usize| matches!(doc.word(i), "$" | "£" | "€" | "#" | "%" | "@");
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
fn merged(doc: &Doc, content: Vec<Tokens>) -> Vec<Tokens> {
    let mut out: Vec<Tokens> = Vec::new();
    for c in content {
        match out.last_mut() {
            Some(last)
                if c.start <= last.end
                    || (c.start - last.end < 4
                        && (last.end as usize..c.start as usize).all(|i| !doc.is_word(i))
                        && doc.paragraph(last.end as usize - 1) == doc.paragraph(c.start as usize)) =>
            {
                last.end = last.end.max(c.end);
            }
            _ => out.push(c),
        }
    }
    out
}

/// A run without the tokens of another inside it: none, one or two runs.
fn without(run: Tokens, hole: Tokens) -> Vec<Tokens> {
    if !run.overlaps(hole) {
        return vec![run];
    }
    let parts = [(run.start, run.end.min(hole.start)), (run.start.max(hole.end), run.end)];
    parts.into_iter().filter(|(s, e)| s < e).map(|(start, end)| Tokens { start, end }).collect()
}
