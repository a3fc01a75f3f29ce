//! The tables of the ranker's features: a line each with name, value and meaning.

use std::collections::BTreeMap;

use super::attention::Shares;
use super::{Clauses, Form, GrammaticalRole, MentionFeatures, PlaceKind};
use crate::entity::state::Known;
use crate::entity::{Entities, Entity};
use crate::extraction::{EntityType, Gender};
use crate::ids::{EntityIdx, IdVec, MentionId};
use crate::mention::{Mention, Person};

/// A feature: its name and its meaning.
pub(super) type Feature = (&'static str, &'static str);

/// What the features of all candidates of one mention look at.
pub(in crate::entity) struct FeatureContext<'a> {
    pub found: &'a Entities,
    pub features: &'a IdVec<MentionId, MentionFeatures>,
    pub mention: MentionId,
    /// Who stands in the clauses over the mention.
    pub clauses: &'a Clauses,
    /// The entity that the same pronoun meant last.
    pub chain: Option<EntityIdx>,
    /// Whose the mention is.
    pub owner: Option<EntityIdx>,
    /// Of each entity, how much it and the mention look at one another.
    pub shares: BTreeMap<EntityIdx, Shares>,
}

/// A candidate's place among the others.
#[derive(Clone, Copy, Debug)]
pub(in crate::entity) struct CandidateRank {
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

/// The mention that refers.
pub(in crate::entity) struct Referring<'a> {
    pub features: &'a MentionFeatures,
    /// It is a source.
    pub speaks: bool,
}

/// What speaks for a new entity: whether any candidate has this noun, or these words, and how many are of its kind.
pub(in crate::entity) struct New {
    pub is_new: bool,
    pub any_head: bool,
    pub any_exact: bool,
    pub alike: usize,
}

impl New {
    /// Of a candidate, which is no new entity.
    pub(in crate::entity) const NONE: Self = Self { is_new: false, any_head: true, any_exact: false, alike: 1 };
}

/// A mention and a candidate.
pub(in crate::entity) struct Pair<'a> {
    p: &'a MentionFeatures,
    /// The candidate's latest mention.
    latest: &'a MentionFeatures,
    here: &'a Mention,
    then: &'a Mention,
    e: EntityIdx,
    entity: &'a Entity,
    known: &'a Known,
    rank: CandidateRank,
    context: &'a FeatureContext<'a>,
    /// Sentences from the candidate's latest mention.
    sentences: u32,
    /// Gender of the mention, of the candidate.
    own: Gender,
    gender: Gender,
    pronoun: bool,
    /// The candidate has this head noun; its latest nominal has it; all words are known; how many of the others are, are not.
    same_head: bool,
    latest_head: bool,
    all_known: bool,
    shared: usize,
    fresh: usize,
    nominal: Option<&'a MentionFeatures>,
    owner: Option<EntityIdx>,
    shares: Shares,
}

impl<'a> Pair<'a> {
    pub(in crate::entity) fn new(
        context: &'a FeatureContext<'a>,
        e: EntityIdx,
        known: &'a Known,
        rank: CandidateRank,
    ) -> Self {
        let (found, p) = (context.found, &context.features[context.mention]);
        let (entity, latest) = (&found.list[e], &context.features[known.latest]);
        let pronoun = p.is_pronoun();
        let nominal = known.nominal.map(|n| &context.features[n]);
        let others = p.words.iter().filter(|w| **w != p.lemma);
        let shared = others.clone().filter(|w| known.words.contains(w)).count();
        Self {
            p,
            latest,
            here: &found.mentions[context.mention],
            then: &found.mentions[known.latest],
            e,
            entity,
            known,
            rank,
            context,
            sentences: p.sentence.saturating_sub(latest.sentence),
            own: p.likely_gender(),
            gender: known.gender(entity),
            pronoun,
            same_head: !pronoun && known.heads.contains(&p.lemma),
            latest_head: !pronoun && nominal.is_some_and(|n| n.lemma == p.lemma),
            all_known: p.words.iter().all(|w| known.words.contains(w)),
            shared,
            fresh: others.count() - shared,
            nominal,
            owner: known.owner.and_then(|n| found.of[n]),
            shares: context.shares.get(&e).copied().unwrap_or_default(),
        }
    }

    /// How far the first name goes with the mention's gender, from -1 to 1.
    fn gender_share(&self) -> f32 {
        match (self.own, self.known.share_female) {
            (Gender::Female, Some(p)) => 2.0 * p - 1.0,
            (Gender::Male, Some(p)) => 1.0 - 2.0 * p,
            _ => 0.0,
        }
    }

    /// The sentence stands so many before the mention's.
    fn ago(&self, at: Option<u32>, sentences: u32) -> bool {
        at.is_some_and(|s| self.p.sentence.saturating_sub(s) == sentences)
    }

    fn subject(&self, clause: usize) -> bool {
        self.context.clauses.subjects[clause] == Some(self.e)
    }

    fn object(&self, clause: usize) -> bool {
        self.context.clauses.objects[clause] == Some(self.e)
    }
}

fn flag(b: bool) -> f32 {
    f32::from(u8::from(b))
}

/// A count so that doubling it is a step of the same size.
fn log(n: usize) -> f32 {
    (1.0 + n as f32).ln()
}

macro_rules! table {
    ($(#[$doc:meta])* $names:ident, $values:ident($it:ident: $of:ty) { $($name:literal = $value:expr, $meaning:literal;)* }) => {
        $(#[$doc])*
        pub(super) const $names: &[Feature] = &[$(($name, $meaning)),*];

        /// Adds the values of that table.
        pub(in crate::entity) fn $values($it: &$of, row: &mut Vec<f32>) {
            row.extend([$($value),*]);
        }
    };
}

table!(
    /// The mention alone: said of each candidate and of none.
    REFERRING, of_referring(m: Referring<'_>) {
        "m_name" = flag(m.features.form == Form::Name), "the mention is a name";
        "m_he" = flag(m.features.form == Form::Pronoun(Person::He)), "he, him, his, himself";
        "m_she" = flag(m.features.form == Form::Pronoun(Person::She)), "she, her, hers, herself";
        "m_it" = flag(m.features.form == Form::Pronoun(Person::It)), "it, its, itself";
        "m_they" = flag(m.features.form == Form::Pronoun(Person::They)), "they, them, their";
        "m_this" = flag(m.features.form == Form::Pronoun(Person::This)), "this, that, standing alone";
        "m_these" = flag(m.features.form == Form::Pronoun(Person::These)), "these, those, standing alone";
        "m_definite" = flag(m.features.form == Form::Definite), "the ship, that ship";
        "m_possessed" = flag(m.features.form == Form::Possessed), "his ship, Norway's ship";
        "m_indefinite" = flag(m.features.form == Form::Indefinite), "a ship, some ships";
        "m_bare" = flag(m.features.form == Form::Bare), "ships";
        "m_plural" = flag(m.features.plural), "more than one";
        "m_person" = flag(m.features.kind == Some(EntityType::Person)), "its noun or name is a person's";
        "m_body" = flag(m.features.kind == Some(EntityType::Org)), "a body's";
        "m_group" = flag(m.features.kind == Some(EntityType::Group)), "several people's";
        "m_thing" = flag(m.features.kind.is_none()), "neither people's nor a body's";
        "m_country" = flag(m.features.place == PlaceKind::Country), "its noun is a country's";
        "m_place" = flag(m.features.place == PlaceKind::Place), "another place's";
        "m_subject" = flag(m.features.role == GrammaticalRole::Subject), "the subject of its clause";
        "m_object" = flag(m.features.role == GrammaticalRole::Object), "an object";
        "m_oblique" = flag(m.features.role == GrammaticalRole::Oblique), "an oblique: with a preposition at a verb";
        "m_owner" = flag(m.features.role == GrammaticalRole::Owner), "a possessive: his, Norway's";
        "m_inner" = flag(m.features.role == GrammaticalRole::Inner), "inside another noun phrase";
        "m_predicate" = flag(m.features.predicate_of.is_some()), "said of a subject: Lund is the minister";
        "m_own" = flag(m.features.own), "followed by \"own\"";
        "m_depth" = m.features.depth as f32 / 4.0, "tokens up to the root, of 4";
        "m_quoted" = flag(m.features.quoted), "inside quotation marks";
        "m_speaks" = flag(m.speaks), "a source";
        "m_proper" = flag(!m.features.proper.is_empty()), "it has a name or number in it";
        "m_words" = (m.features.words.len() as f32).min(6.0) / 3.0, "content words, of 3, at most 6";
    }
);

table!(
    /// What else speaks for a new entity; of a candidate all are 0.
    NEW, of_new(n: New) {
        "new" = flag(n.is_new), "a new entity";
        "new_no_head" = flag(!n.any_head), "no candidate has this noun";
        "new_exact" = flag(n.any_exact), "a candidate has just these words";
        "new_alone" = flag(n.alike == 0), "no candidate is of its kind";
        "new_alike" = if n.is_new { log(n.alike) / 3.0 } else { 0.0 }, "how many are, logarithm";
    }
);

table!(
    /// A mention and a candidate.
    PAIR, of_pair(c: Pair<'_>) {
        // the candidate's type
        "e_person" = flag(c.entity.kind == EntityType::Person), "the candidate is a person";
        "e_org" = flag(c.entity.kind == EntityType::Org), "an organisation";
        "e_place" = flag(matches!(c.entity.kind, EntityType::Gpe | EntityType::Loc | EntityType::Fac)), "a place";
        "e_norp" = flag(c.entity.kind == EntityType::Norp), "a nationality, a party, a faith";
        "e_group" = flag(c.entity.kind == EntityType::Group), "several people";
        "e_number" = flag(c.entity.kind.is_value()), "a date, a number";
        "e_thing" = flag(c.entity.kind == EntityType::Other), "a thing";
        "e_country" = flag(c.known.country), "it has the name of a country";
        "e_named" = flag(c.entity.named), "it has a name";
        "e_plural" = flag(c.known.plural), "more than one";
        // its latest mention's form
        "e_pronoun" = flag(c.latest.is_pronoun()), "its latest mention is a pronoun";
        "e_name" = flag(c.latest.form == Form::Name), "a name";
        "e_definite" = flag(c.latest.form == Form::Definite), "the ship";
        "e_indefinite" = flag(c.latest.form == Form::Indefinite), "a ship";
        "same_form" = flag(c.latest.form == c.p.form), "the mention has the same form";
        // gender, kind and number
        "gender_same" = flag(c.own != Gender::Unknown && c.own == c.gender), "genders agree";
        "gender_other" = flag(c.own.contradicts(c.gender)), "genders clash";
        "gender_likely" = flag(c.own != Gender::Unknown && c.own == c.known.likely), "the first name goes with the gender";
        "gender_unlikely" = flag(c.own.contradicts(c.known.likely)), "the first name clashes with it";
        "gender_share" = c.gender_share(), "share of its bearers of that gender, from -1 to 1";
        "gender_votes" = log(c.known.votes(c.own) as usize) / 2.0, "pronouns and nouns of that gender, logarithm";
        "kind_same" = flag(c.p.kind == Some(c.entity.kind)), "types agree";
        "kind_other" = flag(c.p.kind.is_some_and(|k| k != c.entity.kind)), "types clash";
        "number_same" = flag(c.p.plural == c.known.plural), "both one, or both more";
        // distance
        "s_0" = flag(c.sentences == 0), "its latest mention stands in the same sentence";
        "s_1" = flag(c.sentences == 1), "one sentence before";
        "s_2" = flag(c.sentences == 2), "two before";
        "s_3" = flag((3..6).contains(&c.sentences)), "three to five before";
        "s_far" = flag(c.sentences >= 6), "six or more before";
        "s_log" = log(c.sentences as usize) / 2.0, "how many before, logarithm";
        "same_paragraph" = flag(c.p.paragraph == c.latest.paragraph), "in the same paragraph";
        "t_log" = log(c.here.head.abs_diff(c.then.head) as usize) / 4.0, "tokens between the heads, logarithm";
        "r_0" = flag(c.rank.rank == 0), "the last mentioned";
        "r_1" = flag(c.rank.rank == 1), "the last but one";
        "r_log" = log(c.rank.rank) / 2.0, "how many were mentioned after it, logarithm";
        "ra_0" = flag(c.rank.rank_alike == 0), "the last of its kind";
        "ra_1" = flag(c.rank.rank_alike == 1), "the last but one of its kind";
        "ra_2" = flag(c.rank.rank_alike == 2), "the last but two of its kind";
        "ra_log" = log(c.rank.rank_alike) / 2.0, "how many of its kind came after it, logarithm";
        "fits" = flag(c.rank.fits), "nothing speaks against it";
        "rf_0" = flag(c.rank.fits && c.rank.rank_fit == 0), "the last that fits";
        "rf_1" = flag(c.rank.fits && c.rank.rank_fit == 1), "the last but one that fits";
        "rf_log" = log(c.rank.rank_fit) / 2.0, "how many that fit came after it, logarithm";
        "fits_only" = flag(c.rank.fits && c.rank.fitting == 1), "the only one that fits";
        "fitting" = log(c.rank.fitting) / 2.0, "how many fit, logarithm";
        // grammatical roles
        "e_subject" = flag(c.latest.role == GrammaticalRole::Subject), "its latest mention is a subject";
        "e_object" = flag(c.latest.role == GrammaticalRole::Object), "an object";
        "e_oblique" = flag(c.latest.role == GrammaticalRole::Oblique), "an oblique";
        "e_owner" = flag(c.latest.role == GrammaticalRole::Owner), "a possessive";
        "e_inner" = flag(c.latest.role == GrammaticalRole::Inner), "inside another noun phrase";
        "e_predicate" = flag(c.latest.predicate_of.is_some()), "said of a subject";
        "same_place" = flag(c.latest.role == c.p.role), "both have the same role";
        "subjects" = log(c.known.subjects as usize) / 2.0, "how often it was a subject, logarithm";
        "subject_before" = flag(c.latest.role == GrammaticalRole::Subject && c.sentences == 1), "subject in the sentence before";
        "subject_here" = flag(c.latest.role == GrammaticalRole::Subject && c.sentences == 0), "subject in this sentence";
        "same_governor" = flag(c.p.governor.is_some() && c.p.governor == c.latest.governor), "both hang on one word";
        "governs" = flag(c.latest.governor == Some(c.here.head as usize) || c.p.governor == Some(c.then.head as usize)), "one hangs on the other";
        "clause_subject_0" = flag(c.subject(0)), "subject of the mention's clause";
        "clause_subject_1" = flag(c.subject(1)), "of the clause above";
        "clause_subject_2" = flag(c.subject(2)), "of the one above that";
        "clause_object_0" = flag(c.object(0)), "object in the mention's clause";
        "clause_object_1" = flag(c.object(1)), "in the clause above";
        "clause_object_2" = flag(c.object(2)), "in the one above that";
        "doer" = flag(c.context.clauses.doer == Some(c.e)), "it does what is done to the mention";
        "named_in" = flag(c.context.clauses.named.contains(&c.e)), "named inside what the mention does";
        "ahead" = flag(c.context.clauses.ahead.is_some_and(|n| c.context.found.of[n] == Some(c.e))), "the name just ahead: In his report, Lund";
        "subject_0" = flag(c.ago(c.known.subject_at, 0)), "it was a subject in this sentence";
        "subject_1" = flag(c.ago(c.known.subject_at, 1)), "in the one before";
        "topmost_0" = flag(c.ago(c.known.topmost_at, 0)), "it was this sentence's main subject";
        "topmost_1" = flag(c.ago(c.known.topmost_at, 1)), "the main subject of the one before";
        "chain" = flag(c.context.chain == Some(c.e)), "the same pronoun meant it last";
        "e_listed" = flag(c.latest.listed), "its latest mention is one of several in a row";
        "e_bracketed" = flag(c.latest.bracketed), "just after an opening bracket";
        "e_depth" = c.latest.depth as f32 / 4.0, "tokens from it up to the root, of 4";
        "e_words" = (c.latest.words.len() as f32).min(6.0) / 3.0, "its content words, of 3, at most 6";
        // salience and speaker context
        "count" = log(c.known.count as usize) / 2.0, "how often it was mentioned, logarithm";
        "once" = flag(c.known.count == 1), "once";
        "foremost" = flag(c.rank.foremost), "oftener than the others of its kind";
        "lead" = flag(c.known.first <= 1), "first mentioned in the first two sentences";
        "spoke" = flag(c.rank.spoke), "it spoke last";
        "own_voice" = flag(c.rank.own_voice), "the mention stands in its words";
        "same_voice" = flag(c.rank.same_voice), "both stand in one quotation, or in none";
        // words
        "head_same" = flag(c.same_head), "it has this head noun";
        "head_latest" = flag(c.latest_head), "its latest nominal has it";
        "head_inside" = flag(!c.pronoun && !c.same_head && c.known.words.contains(&c.p.lemma)), "the noun is among its words";
        "head_role" = flag(!c.pronoun && c.known.roles.contains(&c.p.lemma)), "the noun is a role of its";
        "head_all" = flag(c.same_head && c.all_known), "the same noun, and no word is new";
        "head_exact" = flag(c.latest_head && c.nominal.is_some_and(|n| n.words == c.p.words)), "just the same words";
        "head_fresh" = flag(c.same_head && c.fresh > 0), "the same noun, and a word is new";
        "head_own" = flag(!c.pronoun && c.known.heads.iter().any(|h| c.p.words.contains(h))), "its noun is among the mention's words";
        "words_shared" = flag(!c.pronoun && c.shared > 0), "they share another word";
        "words_fresh" = flag(!c.pronoun && c.fresh > 0), "another word is new";
        "proper_shared" = flag(c.p.proper.iter().any(|w| c.known.words.contains(w))), "they share a name";
        "proper_fresh" = flag(c.p.proper.iter().any(|w| !c.known.words.contains(w))), "a name is new";
        "owner_same" = flag(c.context.owner.is_some() && c.context.owner == c.owner), "of the same owner";
        "owner_other" = flag(c.context.owner.zip(c.owner).is_some_and(|(a, b)| a != b)), "of different owners";
        "owner_fresh" = flag(c.context.owner.is_some() && c.owner.is_none()), "only the mention has an owner";
        // attention
        "looks_0" = c.shares[0].sqrt(), "attention to it, first attention head, square root";
        "looks_1" = c.shares[1].sqrt(), "second attention head";
        "looks_2" = c.shares[2].sqrt(), "third";
        "looks_3" = c.shares[3].sqrt(), "fourth";
        "looks_4" = c.shares[4].sqrt(), "fifth";
        "looks_5" = c.shares[5].sqrt(), "sixth";
        "looks_6" = c.shares[6].sqrt(), "seventh";
        "looks_7" = c.shares[7].sqrt(), "eighth";
        "seen_0" = c.shares[8].sqrt(), "attention from it, first attention head, square root";
        "seen_1" = c.shares[9].sqrt(), "second attention head";
        "seen_2" = c.shares[10].sqrt(), "third";
        "seen_3" = c.shares[11].sqrt(), "fourth";
        "seen_4" = c.shares[12].sqrt(), "fifth";
        "seen_5" = c.shares[13].sqrt(), "sixth";
        "seen_6" = c.shares[14].sqrt(), "seventh";
        "seen_7" = c.shares[15].sqrt(), "eighth";
        "head_other" = flag(!c.pronoun && !c.same_head && c.nominal.is_some_and(|n| n.form != Form::Name)), "its noun is another";
    }
);
