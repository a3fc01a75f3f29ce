//! Numbers and dates, by their form: dates ("3 May"), times ("10:30 p.m."), money ("$3.2 million"), percentages, measures,
//! numbers. A form that holds a date that the network cut short ("May") takes its place.

use std::sync::LazyLock;

use regex_automata::meta::Regex;
use regex_automata::{Anchored, Input, MatchKind, PatternSet};

use crate::doc::Doc;
use crate::error::Error;
use crate::extraction::EntityType;
use crate::rule::RuleName;
use crate::span::Tokens;
use crate::stop::Stop;

/// The rule's name.
pub(super) const NAME: RuleName = "numbers_and_dates";

const NUMBER: &str = r"(?:\d+(?:[.,]\d+)*(?:\s?(?:hundred|thousand|million|billion|trillion|m|bn|tn)\b)?|(?:(?:a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?(?:\s(?:hundred|thousand|million|billion|trillion))*|half a (?:million|billion|trillion)|(?:several|dozens of|hundreds of|tens of) (?:thousand|million|billion)s?)\b)";
const MONTH: &str = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)";
const DAY: &str = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
const CURRENCY: &str = r"(?:dollars?|euros?|pounds?(?: sterling)?|cents?|pence|yen|yuan|rubles?|roubles?|rupees?|francs?|pesos?|kronor|krona|kroner|krone|reais|won)";
const UNIT: &str = r"(?:km|kilomet(?:er|re)s?|miles?|met(?:er|re)s?|cm|centimet(?:er|re)s?|mm|feet|foot|ft|inch(?:es)?|yards?|acres?|hectares?|square (?:miles?|feet|met(?:er|re)s?|kilomet(?:er|re)s?)|kg|kilograms?|kilos?|grams?|tonnes?|tons?|pounds? of|ounces?|lit(?:er|re)s?|gallons?|barrels?|mph|kph|knots?|degrees(?: (?:Celsius|Fahrenheit))?|°[CF]|megawatts?|MW|GW|kilowatts?|volts?|bytes?|GB|MB|TB)";
const SPAN: &str = r"(?:seconds?|minutes?|hours?)";
const LONG: &str = r"(?:days?|weeks?|months?|years?|decades?|centur(?:y|ies))";

struct Form {
    kind: EntityType,
    pattern: Regex,
}

/// A form that was found: its place in [`FORMS`], its bytes.
struct Found {
    form: usize,
    at: usize,
    to: usize,
}

/// All forms in the order of precedence, and one automaton that says which of them begin at a place.
static FORMS: LazyLock<(Vec<Form>, Option<Regex>)> = LazyLock::new(|| {
    let patterns = patterns();
    let form = |(kind, pattern): &(_, String)| Some(Form { kind: *kind, pattern: Regex::new(pattern).ok()? });
    let all: Vec<&String> = patterns.iter().map(|(_, pattern)| pattern).collect();
    let any = Regex::builder().configure(Regex::config().match_kind(MatchKind::All)).build_many(&all);
    (patterns.iter().filter_map(form).collect(), any.ok())
});

/// The forms in the order of precedence.
fn patterns() -> Vec<(EntityType, String)> {
    vec![
        (EntityType::Percent, format!(r"(?i)\b{NUMBER}(?:\s?%|[\s-](?:per ?cent|percentage points?)\b)")),
        (EntityType::Money, r"(?:US|A|C|NZ|HK)?[$£€¥₹₡]\s?\d+(?:[.,]\d+)*(?:\s?(?:(?:hundred|thousand|million|billion|trillion|m|bn|tn|k)\b))?".to_owned()),
        (EntityType::Money, format!(r"(?i)\b{NUMBER}\s{CURRENCY}\b")),
        (EntityType::Date, format!(r"\b(?:(?:early|late|mid)[ -])?(?:{DAY},? )?(?:\d{{1,2}}(?:st|nd|rd|th)? )?{MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,? (?:1[5-9]|20)\d\d\b)?")),
        (EntityType::Date, r"\b(?:1[5-9]|20)\d\d(?:-\d\d-\d\d\b|s\b|/\d\d\b|\b)".to_owned()),
        (EntityType::Date, format!(r"(?i)\b(?:(?:last|next|this|early|late) )?{DAY}s?\b(?: (?:morning|afternoon|evening|night))?")),
        (EntityType::Date, format!(r"(?i)\b(?:today|yesterday|tomorrow|tonight|(?:last|next|this|the past|the previous|the coming) (?:night|week|weekend|month|year|quarter|decade|century|spring|summer|autumn|fall|winter)|(?:(?:more|less) than |about |around |nearly |almost )?{NUMBER}[ -]{LONG}(?: ago| later| earlier)?|a (?:day|week|month|year|decade|century) (?:ago|later|earlier))\b")),
        (EntityType::Time, format!(r"(?i)\b(?:\d{{1,2}}(?:[:.]\d\d)?\s?(?:a\.m\.|p\.m\.|am\b|pm\b|o['’]clock\b)|\d{{1,2}}:\d\d\b(?:\s?(?:GMT|UTC|ET|EST|BST))?|noon|midnight|(?:(?:more|less) than |about )?{NUMBER}[ -]{SPAN}\b(?: ago| later)?)")),
        (EntityType::Quantity, format!(r"(?i)\b{NUMBER}[ -]?{UNIT}\b")),
        (EntityType::Ordinal, r"(?i)\b(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)\b".to_owned()),
        (EntityType::Cardinal, format!(r"(?i)\b{NUMBER}\b")),
    ]
}

/// Marks that stand in no form but "o’clock" and end a word.
const BETWEEN: [char; 7] = ['“', '”', '‘', '’', '–', '—', '…'];

/// The stretches of a text between such marks, and where each begins: no form crosses one, and without them most stretches
/// are ASCII, where the automaton alone finds the forms, ten times as fast.
fn stretches(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mark = |(at, mark): &(usize, &str)| !(*mark == "’" && text[at + mark.len()..].starts_with(['c', 'C']));
    let marks = text.match_indices(BETWEEN).filter(mark).map(|(at, mark)| (at, at + mark.len()));
    let mut from = 0;
    marks.chain([(text.len(), text.len())]).map(move |(at, next)| {
        let start = std::mem::replace(&mut from, next);
        (start, &text[start..at])
    })
}

/// Where a form may begin: at the first letter of a word, or in the midst of one at a sum of money ("US$5").
fn starts(text: &str) -> impl Iterator<Item = usize> {
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let bytes = text.as_bytes();
    let may = move |i: &usize| match bytes[*i] {
        b'$' | b'A'..=b'Z' => true,
        b if word(b) => *i == 0 || !word(bytes[*i - 1]),
        b => !b.is_ascii() && text.is_char_boundary(*i),
    };
    (0..bytes.len()).filter(may)
}

/// All forms in a text, by precedence, those of one form from left to right and none inside another.
fn find(text: &str, stop: &Stop) -> Result<Vec<Found>, Error> {
    let (forms, Some(any)) = &*FORMS else { return Ok(Vec::new()) };
    let (mut out, mut which) = (Vec::new(), PatternSet::new(forms.len()));
    for (from, text) in stretches(text) {
        stop.check()?;
        let mut ends = vec![0; forms.len()];
        for at in starts(text) {
            let input = Input::new(text).range(at..).anchored(Anchored::Yes);
            which.clear();
            any.which_overlapping_matches(&input, &mut which);
            for form in which.iter().map(|id| id.as_usize()) {
                let end = forms[form].pattern.search_half(&input).filter(|_| ends[form] <= at);
                if let Some(end) = end {
                    ends[form] = end.offset();
                    out.push(Found { form, at: from + at, to: from + end.offset() });
                }
            }
        }
    }
    out.sort_by_key(|f| f.form);
    Ok(out)
}

/// The tokens of a form that begins and ends with one, unless it is part of an age ("42-year-old").
fn tokens(doc: &Doc, found: &Found) -> Option<Tokens> {
    let (at, to) = (found.at, found.to);
    let start = doc.tokens.partition_point(|t| (t.span.end as usize) <= at);
    let end = doc.tokens.partition_point(|t| (t.span.start as usize) < to);
    let fits = doc.tokens.get(start).is_some_and(|first| first.span.start as usize == at)
        && start < end
        && doc.tokens[end - 1].span.end as usize == to;
    (fits && !doc.text[to..].starts_with("-old")).then(|| Tokens::new(start, end))
}

/// Adds them where no name stands; a form that holds a learned date, time or sum of money takes its place.
pub(super) fn add(doc: &Doc, names: &mut Vec<(Tokens, EntityType)>, stop: &Stop) -> Result<(), Error> {
    let loose = |k: EntityType| matches!(k, EntityType::Date | EntityType::Time | EntityType::Money);
    let mut taken = vec![u32::MAX; doc.tokens.len()];
    for (k, (t, _)) in names.iter().enumerate() {
        taken[t.range()].fill(k as u32);
    }
    let mut gone = vec![false; names.len()];
    for found in find(&doc.text, stop)? {
        let kind = FORMS.0[found.form].kind;
        if kind == EntityType::Cardinal && matches!(&doc.text[found.at..found.to], "a" | "A") {
            continue;
        }
        let Some(run) = tokens(doc, &found) else { continue };
        let under: Vec<usize> = taken[run.range()].iter().filter(|k| **k != u32::MAX).map(|k| *k as usize).collect();
        let gives_way = |k: usize| k < gone.len() && loose(names[k].1) && run.holds(names[k].0);
        if !under.iter().all(|k| gives_way(*k)) {
            continue;
        }
        for k in under {
            gone[k] = true;
        }
        taken[run.range()].fill(names.len() as u32);
        names.push((run, kind));
    }
    let mut k = 0;
    names.retain(|_| {
        k += 1;
        !gone.get(k - 1).is_some_and(|g| *g)
    });
    names.sort_by_key(|(t, _)| t.start);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;

    #[test]
    fn no_form_crosses_a_mark_but_o_clock() {
        let text = "“At 5 o’clock,” he said—in ‘May’… 3";
        let found: Vec<&str> = stretches(text).map(|(_, s)| s).collect();
        assert_eq!(found, ["", "At 5 o’clock,", " he said", "in ", "May", "", " 3"]);
        assert!(stretches(text).all(|(from, s)| text[from..].starts_with(s)));
    }

    #[test]
    fn one_look_finds_what_each_form_finds() {
        let text = "On 3 May 2016 about US$5 million or xUS$7, A$3m and $2 were paid; in nearly 20 years a third, two hundred \
                    and five feet, 12.5 per cent of 40 kg at 10:30 p.m. last Friday night, half a million dollars ago.";
        let (forms, any) = &*FORMS;
        assert!(any.is_some() && forms.len() == patterns().len());
        let each = forms
            .iter()
            .enumerate()
            .flat_map(|(k, form)| form.pattern.find_iter(text).map(move |m| (k, m.start(), m.end())));
        let found = find(text, &Stop::new()).expect("nobody stops it");
        assert_eq!(found.iter().map(|f| (f.form, f.at, f.to)).collect::<Vec<_>>(), each.collect::<Vec<_>>());
        assert!(found.len() > 15);
    }

    #[test]
    fn forms_give_types_and_an_age_is_no_date() {
        let f = Fixture::new(
            "1 The DET _ 6 det _
            2 42 NUM _ 6 nummod SpaceAfter=No
            3 - PUNCT _ 2 punct SpaceAfter=No
            4 year NOUN _ 6 compound SpaceAfter=No
            5 - PUNCT _ 4 punct SpaceAfter=No
            6 old NOUN _ 7 nsubj _
            7 paid VERB _ 0 root _
            8 $ SYM _ 7 obj SpaceAfter=No
            9 3.2 NUM _ 8 nummod _
            10 million NUM _ 8 nummod _
            11 on ADP _ 12 case _
            12 3 NUM _ 8 nmod _
            13 May PROPN _ 12 nmod _
            14 for ADP _ 16 case _
            15 5 NUM _ 16 nummod _
            16 ferries NOUN NNS 7 obl SpaceAfter=No
            17 . PUNCT _ 7 punct _",
        );
        // the network saw a date that is too short
        let mut names = vec![(f.run("May"), EntityType::Date)];
        add(&f.doc, &mut names, &Stop::new()).expect("nobody stops it");
        let found: Vec<_> = names.iter().map(|(t, kind)| (f.doc.slice(*t), *kind)).collect();
        let want = [
            ("42", EntityType::Cardinal),
            ("$3.2 million", EntityType::Money),
            ("3 May", EntityType::Date),
            ("5", EntityType::Cardinal),
        ];
        assert_eq!(found, want);
    }
}
