//! Who stands where in the clauses over a mention: the subjects and objects that a pronoun most likely looks back to, or on
//! to ("In his report, Ada Lund said").

use crate::doc::Doc;
use crate::entity::Entities;
use crate::ids::{EntityIdx, MentionId};
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
pub(in crate::entity) struct Clauses {
    /// Entities of subjects and objects before the mention; a clause without a subject shares the next one's.
    pub subjects: [Option<EntityIdx>; CLAUSES],
    pub objects: [Option<EntityIdx>; CLAUSES],
    /// The mention by name that is the subject of what the mention's phrase or clause introduces.
    pub ahead: Option<MentionId>,
    /// Who does what is done to the mention ("Lund chose to replace him"), who is named in what the mention does or is done to
    /// it ("He wrote to Lund"): the mention is neither (Chomsky 1981, principles B and C).
    pub doer: Option<EntityIdx>,
    pub named: Vec<EntityIdx>,
}

impl Clauses {
    /// Of the mention with this head.
    pub(in crate::entity) fn over(doc: &Doc, found: &Entities, head: usize) -> Self {
        let mut out = Self::default();
        out.look_at_own_verb(doc, found, head);
        let syntax = &doc.syntax;
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
            if let Some(o) = object.filter(|j| *j < head) {
                out.objects[level] = out.objects[level].or_else(|| found.over(o));
            }
            if let Some(s) = subject {
                if s < head {
                    out.subjects[level] = found.over(s);
                } else if below < s && out.ahead.is_none() {
                    let part = |j: usize| found.mentions.name_over(j).filter(|_| PARTS.contains(&syntax.relation[j]));
                    let name = found.mentions.name_over(s);
                    out.ahead = name.or_else(|| syntax.dependents(s).find_map(part));
                }
            }
            level += usize::from(subject.is_some() || syntax.relation[below] == Relation::Nsubj);
            below = up;
        }
        out
    }

    fn look_at_own_verb(&mut self, doc: &Doc, found: &Entities, head: usize) {
        let syntax = &doc.syntax;
        let argument = matches!(syntax.relation[head], Relation::Nsubj | Relation::Obj | Relation::Iobj);
        let Some(verb) = syntax.head(head).filter(|_| argument) else { return };
        let inside = found.mentions.from(head as u32 + 1).take(NEAR);
        let inside = inside.take_while(|m| found.mentions[*m].tokens.start < syntax.right[verb]);
        self.named = inside.filter(|m| found.mentions[*m].is_name()).filter_map(|m| found.of[m]).collect();
        if syntax.relation[head] != Relation::Nsubj {
            self.doer = doc.subject(verb).filter(|s| *s != head).and_then(|s| found.over(s));
        }
    }
}
