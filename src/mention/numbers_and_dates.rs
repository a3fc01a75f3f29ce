//! Numbers and dates, by their form: dates ("3 May"), times ("10:30 p.m."), money ("$3.2 million"), percentages, measures,
//! numbers. A form that holds a date that the network cut short ("May") takes its place.

use std::sync::LazyLock;

use regex::Regex;

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

/// In the order of precedence.
static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let form = |kind, pattern: String| Regex::new(&pattern).ok().map(|pattern| Form { kind, pattern });
    [
        form(EntityType::Percent, format!(r"(?i)\b{NUMBER}(?:\s?%|[\s-](?:per ?cent|percentage points?)\b)")),
        form(EntityType::Money, r"(?:US|A|C|NZ|HK)?[$£€¥₹₡]\s?\d+(?:[.,]\d+)*(?:\s?(?:(?:hundred|thousand|million|billion|trillion|m|bn|tn|k)\b))?".to_owned()),
        form(EntityType::Money, format!(r"(?i)\b{NUMBER}\s{CURRENCY}\b")),
        form(EntityType::Date, format!(r"\b(?:(?:early|late|mid)[ -])?(?:{DAY},? )?(?:\d{{1,2}}(?:st|nd|rd|th)? )?{MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,? (?:1[5-9]|20)\d\d\b)?")),
        form(EntityType::Date, r"\b(?:1[5-9]|20)\d\d(?:-\d\d-\d\d\b|s\b|/\d\d\b|\b)".to_owned()),
        form(EntityType::Date, format!(r"(?i)\b(?:(?:last|next|this|early|late) )?{DAY}s?\b(?: (?:morning|afternoon|evening|night))?")),
        form(EntityType::Date, format!(r"(?i)\b(?:today|yesterday|tomorrow|tonight|(?:last|next|this|the past|the previous|the coming) (?:night|week|weekend|month|year|quarter|decade|century|spring|summer|autumn|fall|winter)|(?:(?:more|less) than |about |around |nearly |almost )?{NUMBER}[ -]{LONG}(?: ago| later| earlier)?|a (?:day|week|month|year|decade|century) (?:ago|later|earlier))\b")),
        form(EntityType::Time, format!(r"(?i)\b(?:\d{{1,2}}(?:[:.]\d\d)?\s?(?:a\.m\.|p\.m\.|am\b|pm\b|o['’]clock\b)|\d{{1,2}}:\d\d\b(?:\s?(?:GMT|UTC|ET|EST|BST))?|noon|midnight|(?:(?:more|less) than |about )?{NUMBER}[ -]{SPAN}\b(?: ago| later)?)")),
        form(EntityType::Quantity, format!(r"(?i)\b{NUMBER}[ -]?{UNIT}\b")),
        form(EntityType::Ordinal, r"(?i)\b(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)\b".to_owned()),
        form(EntityType::Cardinal, format!(r"(?i)\b{NUMBER}\b")),
    ]
    .into_iter()
    .flatten()
    .collect()
});

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

/// Adds them where no name stands; a form that holds a learned date, time or sum of money takes its place.
pub(super) fn add(doc: &Doc, names: &mut Vec<(Tokens, EntityType)>, stop: &Stop) -> Result<(), Error> {
    let loose = |k: EntityType| matches!(k, EntityType::Date | EntityType::Time | EntityType::Money);
    let mut taken = vec![u32::MAX; doc.tokens.len()];
    for (k, (t, _)) in names.iter().enumerate() {
        taken[t.range()].fill(k as u32);
    }
    let mut gone = vec![false; names.len()];
    let stretches: Vec<(usize, &str)> = stretches(&doc.text).collect();
    for form in FORMS.iter() {
        stop.check()?;
        let found = stretches.iter().flat_map(|(from, text)| form.pattern.find_iter(text).map(move |f| (*from, f)));
        for (from, found) in found {
            let (at, to) = (from + found.start(), from + found.end());
            let start = doc.tokens.partition_point(|t| (t.span.end as usize) <= at);
            let end = doc.tokens.partition_point(|t| (t.span.start as usize) < to);
            let Some(first) = doc.tokens.get(start) else { continue };
            let age = doc.text[to..].starts_with("-old");
            if age
                || start >= end
                || first.span.start as usize != at
                || doc.tokens[end - 1].span.end as usize != to
                || form.kind == EntityType::Cardinal && matches!(found.as_str(), "a" | "A")
            {
                continue;
            }
            let run = Tokens::new(start, end);
            let under: Vec<usize> =
                taken[run.range()].iter().filter(|k| **k != u32::MAX).map(|k| *k as usize).collect();
            let gives_way = |k: usize| k < gone.len() && loose(names[k].1) && run.holds(names[k].0);
            if !under.iter().all(|k| gives_way(*k)) {
                continue;
            }
            for k in under {
                gone[k] = true;
            }
            taken[run.range()].fill(names.len() as u32);
            names.push((run, form.kind));
        }
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
