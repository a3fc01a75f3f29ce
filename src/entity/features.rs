//! What speaks for and against a mention being of an entity: the ranker's evidence.

use std::collections::BTreeMap;

use super::clauses::{CLAUSES, Clauses};
use super::glances::Shares;
use super::memory::Known;
use super::profiles::{Form, Land, Place, Profile};
use super::{Entities, Entity};
use crate::extraction::{EntityType, Gender};
use crate::mention::Person;
use crate::model::LOOKS;

/// What the features look at.
pub(super) struct View<'a> {
    pub found: &'a Entities,
    pub profiles: &'a [Profile],
    /// Who stands in the clauses over the mention.
    pub clauses: &'a Clauses,
    /// The entity that the same pronoun meant last.
    pub chain: Option<usize>,
    /// Whose the mention is.
    pub owner: Option<usize>,
    /// Of each entity, how much it and the mention look at one another.
    pub shares: BTreeMap<usize, Shares>,
}

/// A candidate's place among the others.
pub(super) struct Standing {
    /// How many were mentioned after it.
    pub rank: usize,
    /// How many of the same kind that agree were mentioned after it.
    pub rank_alike: usize,
    /// Nothing speaks against it, not even a first name; how many such were mentioned after it, and how many there are.
    pub fits: bool,
    pub rank_fit: usize,
    pub fitting: usize,
    /// It spoke last.
    pub spoke: bool,
    /// It is whose words the mention stands in.
    pub own_voice: bool,
    /// The mention and the candidate's latest stand in the same quotation, or both in none.
    pub same_voice: bool,
    /// Of those that agree it has the most mentions.
    pub foremost: bool,
}

fn flag(b: bool) -> f32 {
    f32::from(u8::from(b))
}

/// The mention alone: said of each candidate and of none.
pub(super) fn of_mention(p: &Profile, speaks: bool, put: &mut impl FnMut(&'static str, f32)) {
    let pronoun = |x: Person| flag(p.form == Form::Pronoun(x));
    put("m_name", flag(p.form == Form::Name));
    put("m_he", pronoun(Person::He));
    put("m_she", pronoun(Person::She));
    put("m_it", pronoun(Person::It));
    put("m_they", pronoun(Person::They));
    put("m_this", pronoun(Person::This));
    put("m_these", pronoun(Person::These));
    put("m_definite", flag(p.form == Form::Definite));
    put("m_possessed", flag(p.form == Form::Possessed));
    put("m_indefinite", flag(p.form == Form::Indefinite));
    put("m_bare", flag(p.form == Form::Bare));
    put("m_plural", flag(p.plural));
    put("m_person", flag(p.kind == Some(EntityType::Person)));
    put("m_body", flag(p.kind == Some(EntityType::Org)));
    put("m_group", flag(p.kind == Some(EntityType::Group)));
    put("m_thing", flag(p.kind.is_none()));
    put("m_country", flag(p.land == Land::Country));
    put("m_place", flag(p.land == Land::Place));
    put("m_subject", flag(p.place == Place::Subject));
    put("m_object", flag(p.place == Place::Object));
    put("m_oblique", flag(p.place == Place::Oblique));
    put("m_owner", flag(p.place == Place::Owner));
    put("m_inner", flag(p.place == Place::Inner));
    put("m_predicate", flag(p.predicate_of.is_some()));
    put("m_own", flag(p.own));
    put("m_depth", p.depth as f32 / 4.0);
    put("m_quoted", flag(p.quoted));
    put("m_speaks", flag(speaks));
    put("m_proper", flag(!p.proper.is_empty()));
    put("m_words", (p.words.len() as f32).min(6.0) / 3.0);
}

fn type_flags(entity: &Entity, known: &Known, put: &mut impl FnMut(&'static str, f32)) {
    use EntityType::{Fac, Gpe, Group, Loc, Norp, Org, Other, Person};
    let k = entity.kind;
    put("e_person", flag(k == Person));
    put("e_org", flag(k == Org));
    put("e_place", flag(matches!(k, Gpe | Loc | Fac)));
    put("e_norp", flag(k == Norp));
    put("e_group", flag(k == Group));
    put("e_number", flag(k.is_value()));
    put("e_thing", flag(k == Other));
    put("e_country", flag(known.country));
    put("e_named", flag(entity.named));
    put("e_plural", flag(known.plural));
}

/// Subjects and objects of the clauses over the mention, its own first.
const SUBJECTS: [&str; CLAUSES] = ["clause_subject_0", "clause_subject_1", "clause_subject_2"];
const OBJECTS: [&str; CLAUSES] = ["clause_object_0", "clause_object_1", "clause_object_2"];

/// Shares of attention, a head each.
const LOOKS_AT: [&str; 2 * LOOKS] = [
    "looks_0", "looks_1", "looks_2", "looks_3", "looks_4", "looks_5", "looks_6", "looks_7", "seen_0", "seen_1",
    "seen_2", "seen_3", "seen_4", "seen_5", "seen_6", "seen_7",
];

/// The latest mentions and words of both sides.
pub(super) fn of_pair(
    view: &View<'_>,
    m: usize,
    e: usize,
    known: &Known,
    s: &Standing,
    put: &mut impl FnMut(&'static str, f32),
) {
    let (p, entity) = (&view.profiles[m], &view.found.list[e]);
    let (here, then) = (&view.found.mentions[m], &view.found.mentions[known.latest]);
    let latest = &view.profiles[known.latest];
    type_flags(entity, known, put);
    put("e_pronoun", flag(latest.is_pronoun()));
    put("e_name", flag(latest.form == Form::Name));
    put("e_definite", flag(latest.form == Form::Definite));
    put("e_indefinite", flag(latest.form == Form::Indefinite));
    put("same_form", flag(latest.form == p.form));
    // gender and kind
    let (own, gender) = (p.sex(), known.gender(entity));
    put("gender_same", flag(own != Gender::Unknown && own == gender));
    put("gender_other", flag(own.contradicts(gender)));
    put("gender_likely", flag(own != Gender::Unknown && own == known.likely));
    put("gender_unlikely", flag(own.contradicts(known.likely)));
    let share = match (own, known.share_female) {
        (Gender::Female, Some(p)) => 2.0 * p - 1.0,
        (Gender::Male, Some(p)) => 1.0 - 2.0 * p,
        _ => 0.0,
    };
    put("gender_share", share);
    put("gender_votes", (1.0 + known.votes(own) as f32).ln() / 2.0);
    put("kind_same", flag(p.kind == Some(entity.kind)));
    put("kind_other", flag(p.kind.is_some_and(|k| k != entity.kind)));
    put("number_same", flag(p.plural == known.plural));
    // distance
    let sentences = p.sentence.saturating_sub(latest.sentence);
    put("s_0", flag(sentences == 0));
    put("s_1", flag(sentences == 1));
    put("s_2", flag(sentences == 2));
    put("s_3", flag((3..6).contains(&sentences)));
    put("s_far", flag(sentences >= 6));
    put("s_log", (1.0 + sentences as f32).ln() / 2.0);
    put("same_paragraph", flag(p.paragraph == latest.paragraph));
    put("t_log", (1.0 + here.head.abs_diff(then.head) as f32).ln() / 4.0);
    put("r_0", flag(s.rank == 0));
    put("r_1", flag(s.rank == 1));
    put("r_log", (1.0 + s.rank as f32).ln() / 2.0);
    put("ra_0", flag(s.rank_alike == 0));
    put("ra_1", flag(s.rank_alike == 1));
    put("ra_2", flag(s.rank_alike == 2));
    put("ra_log", (1.0 + s.rank_alike as f32).ln() / 2.0);
    put("fits", flag(s.fits));
    put("rf_0", flag(s.fits && s.rank_fit == 0));
    put("rf_1", flag(s.fits && s.rank_fit == 1));
    put("rf_log", (1.0 + s.rank_fit as f32).ln() / 2.0);
    put("fits_only", flag(s.fits && s.fitting == 1));
    put("fitting", (1.0 + s.fitting as f32).ln() / 2.0);
    // places in the clauses
    put("e_subject", flag(latest.place == Place::Subject));
    put("e_object", flag(latest.place == Place::Object));
    put("e_oblique", flag(latest.place == Place::Oblique));
    put("e_owner", flag(latest.place == Place::Owner));
    put("e_inner", flag(latest.place == Place::Inner));
    put("e_predicate", flag(latest.predicate_of.is_some()));
    put("same_place", flag(latest.place == p.place));
    put("subjects", (1.0 + known.subjects as f32).ln() / 2.0);
    put("subject_before", flag(latest.place == Place::Subject && sentences == 1));
    put("subject_here", flag(latest.place == Place::Subject && sentences == 0));
    put("same_governor", flag(p.governor.is_some() && p.governor == latest.governor));
    put("governs", flag(latest.governor == Some(here.head as usize) || p.governor == Some(then.head as usize)));
    for (name, of) in SUBJECTS.into_iter().zip(view.clauses.subjects) {
        put(name, flag(of == Some(e)));
    }
    for (name, of) in OBJECTS.into_iter().zip(view.clauses.objects) {
        put(name, flag(of == Some(e)));
    }
    put("doer", flag(view.clauses.doer == Some(e)));
    put("named_in", flag(view.clauses.named.contains(&e)));
    put("ahead", flag(view.clauses.ahead.is_some_and(|n| view.found.of[n] == Some(e))));
    let ago = |at: Option<u32>, n: u32| flag(at.is_some_and(|s| p.sentence.saturating_sub(s) == n));
    put("subject_0", ago(known.subject_at, 0));
    put("subject_1", ago(known.subject_at, 1));
    put("topmost_0", ago(known.topmost_at, 0));
    put("topmost_1", ago(known.topmost_at, 1));
    put("chain", flag(view.chain == Some(e)));
    put("e_listed", flag(latest.listed));
    put("e_bracketed", flag(latest.bracketed));
    put("e_depth", latest.depth as f32 / 4.0);
    put("e_words", (latest.words.len() as f32).min(6.0) / 3.0);
    // salience and voices
    put("count", (1.0 + known.count as f32).ln() / 2.0);
    put("once", flag(known.count == 1));
    put("foremost", flag(s.foremost));
    put("lead", flag(known.first <= 1));
    put("spoke", flag(s.spoke));
    put("own_voice", flag(s.own_voice));
    put("same_voice", flag(s.same_voice));
    // words
    let pronoun = p.is_pronoun();
    let same_head = !pronoun && known.heads.contains(&p.lemma);
    let nominal = known.nominal.map(|n| &view.profiles[n]);
    let latest_head = !pronoun && nominal.is_some_and(|n| n.lemma == p.lemma);
    let all_known = p.words.iter().all(|w| known.words.contains(w));
    let others = p.words.iter().filter(|w| **w != p.lemma);
    let shared = others.clone().filter(|w| known.words.contains(w)).count();
    let fresh = others.count() - shared;
    put("head_same", flag(same_head));
    put("head_latest", flag(latest_head));
    put("head_inside", flag(!pronoun && !same_head && known.words.contains(&p.lemma)));
    put("head_role", flag(!pronoun && known.roles.contains(&p.lemma)));
    put("head_all", flag(same_head && all_known));
    put("head_exact", flag(latest_head && nominal.is_some_and(|n| n.words == p.words)));
    put("head_fresh", flag(same_head && fresh > 0));
    put("head_own", flag(!pronoun && known.heads.iter().any(|h| p.words.contains(h))));
    put("words_shared", flag(!pronoun && shared > 0));
    put("words_fresh", flag(!pronoun && fresh > 0));
    put("proper_shared", flag(p.proper.iter().any(|w| known.words.contains(w))));
    put("proper_fresh", flag(p.proper.iter().any(|w| !known.words.contains(w))));
    let owner = known.owner.and_then(|n| view.found.of[n]);
    put("owner_same", flag(view.owner.is_some() && view.owner == owner));
    put("owner_other", flag(view.owner.zip(owner).is_some_and(|(a, b)| a != b)));
    put("owner_fresh", flag(view.owner.is_some() && owner.is_none()));
    let shares = view.shares.get(&e).copied().unwrap_or_default();
    LOOKS_AT.into_iter().zip(shares).for_each(|(name, x)| put(name, x.sqrt()));
    put("head_other", flag(!pronoun && !same_head && nominal.is_some_and(|n| n.form != Form::Name)));
}

/// What else speaks for a new entity: no candidate has this noun, none agrees.
/// For a candidate all are 0.
pub(super) fn of_new(new: Option<(bool, bool, usize)>, put: &mut impl FnMut(&'static str, f32)) {
    let (any_head, any_exact, alike) = new.unwrap_or((true, false, 1));
    put("new", flag(new.is_some()));
    put("new_no_head", flag(!any_head));
    put("new_exact", flag(any_exact));
    put("new_alone", flag(alike == 0));
    put("new_alike", if new.is_some() { (1.0 + alike as f32).ln() / 3.0 } else { 0.0 });
}
