//! Who stands where in the clauses over a mention: the subjects and objects that a pronoun most likely looks back to, or on
//! to ("In his report, Ada Lund said").

use super::Entities;
use super::memory;
use crate::doc::Doc;
use crate::extraction::MentionKind;
use crate::syntax::Relation;

/// Clauses looked at, from the mention's own outwards.
pub(super) const CLAUSES: usize = 3;
/// Steps up the tree, at most.
const STEPS: usize = 12;

/// Mentions looked at in a clause.
const NEAR: usize = 24;

/// "Lund" of "soldier Ada Lund" and of "Lund's health".
const PARTS: [Relation; 4] = [Relation::Flat, Relation::Compound, Relation::Appos, Relation::Nmod];

#[derive(Debug, Default)]
pub(super) struct Clauses {
    /// Entities of subjects and objects before the mention; a clause without a subject shares the next one's.
    pub subjects: [Option<usize>; CLAUSES],
    pub objects: [Option<usize>; CLAUSES],
    /// The mention by name that is the subject of what the mention's phrase or clause introduces.
    pub ahead: Option<usize>,
    /// Who does what is done to the mention ("Lund chose to replace him"), who is named in what the mention does or is done to
    /// it ("He wrote to Lund"): the mention is neither (Chomsky 1981, principles B and C).
    pub doer: Option<usize>,
    pub named: Vec<usize>,
}

impl Clauses {
    pub(super) fn over(doc: &Doc, found: &Entities, head: usize) -> Self {
        let syntax = &doc.syntax;
        let mut out = Self::default();
        if let Some(verb) = syntax.head(head)
            && matches!(syntax.relation[head], Relation::Nsubj | Relation::Obj | Relation::Iobj)
        {
            let later = found.mentions[..found.sorted].partition_point(|m| m.tokens.start as usize <= head);
            let inside = |m: &usize| found.mentions[*m].tokens.start < syntax.right[verb];
            let name = |m: &usize| found.mentions[*m].kind == MentionKind::Name;
            let run = (later..found.sorted).take(NEAR).take_while(inside).filter(name);
            out.named = run.filter_map(|m| found.of[m]).collect();
            if syntax.relation[head] != Relation::Nsubj {
                let subject = doc.subject(verb).filter(|s| *s != head);
                out.doer = subject.and_then(|s| memory::holder(found, s));
            }
        }
        let (mut below, mut level) = (head, 0);
        for _ in 0..STEPS {
            let Some(up) = syntax.head(below).filter(|_| level < CLAUSES) else { break };
            let (mut subject, mut object) = (None, None);
            for j in syntax.dependents(up).filter(|j| *j != below) {
                match syntax.relation[j] {
                    Relation::Nsubj => subject = subject.or(Some(j)),
                    Relation::Obj | Relation::Iobj => object = object.or(Some(j)),
                    _ => {}
                }
            }
            let before = |j: &usize| *j < head;
            if let Some(o) = object.filter(before) {
                out.objects[level] = out.objects[level].or_else(|| memory::holder(found, o));
            }
            if let Some(s) = subject {
                if s < head {
                    out.subjects[level] = memory::holder(found, s);
                } else if below < s && out.ahead.is_none() {
                    let part = |j: usize| name_over(found, j).filter(|_| PARTS.contains(&syntax.relation[j]));
                    out.ahead = name_over(found, s).or_else(|| syntax.dependents(s).find_map(part));
                }
            }
            level += usize::from(subject.is_some() || syntax.relation[below] == Relation::Nsubj);
            below = up;
        }
        out
    }
}

/// The mention by name over token `i`.
pub(super) fn name_over(found: &Entities, i: usize) -> Option<usize> {
    found.up_to(i, 8).find(|m| found.mentions[*m].kind == MentionKind::Name && found.mentions[*m].tokens.has(i))
}
