//! Articles of made-up people: who is whom.

use super::gathered::{Gathered, Named};
use super::{Merged, Why, merge};
use crate::extraction::{EntityType, Gender};

/// An article: its day, and its entities as "type name|alias (role, role) m".
fn gathered(articles: &[(i32, &[&str])]) -> Gathered {
    let mut all = Gathered::default();
    for (day, entities) in articles {
        all.article(Some(*day));
        for line in *entities {
            let (gender, line) = match line.split_at(line.len() - 2) {
                (line, " m") => (Gender::Male, line),
                (line, " f") => (Gender::Female, line),
                _ => (Gender::Unknown, *line),
            };
            let (kind, line) = line.split_once(' ').expect("a type");
            let (names, roles) = line.split_once(" (").unwrap_or((line, ""));
            let roles: Vec<&str> = roles.trim_end_matches(')').split(", ").filter(|r| !r.is_empty()).collect();
            let names: Vec<&str> = names.split('|').collect();
            let kind = EntityType::from_name(kind).expect("a type");
            all.add(&Named { kind, name: names[0], aliases: &names[1..], roles: &roles, gender });
        }
    }
    // so much else is in the news that what two articles share tells something
    for i in 0..40 {
        all.article(Some(i));
        all.add(&Named {
            kind: EntityType::Gpe,
            name: &format!("Place {i}"),
            aliases: &[],
            roles: &[],
            gender: Gender::Unknown,
        });
    }
    all
}

fn who(merged: &Merged, count: usize) -> Vec<u32> {
    merged.taken[..count].iter().map(|t| t.who).collect()
}

#[test]
fn one_full_name_is_one_person() {
    let all = gathered(&[(0, &["PERSON Ada Lund (minister)"]), (9, &["PERSON Ada Lund"]), (10, &["PERSON Eva Lund"])]);
    let merged = merge(&all);
    assert_eq!(who(&merged, 3), [0, 0, 1]);
    assert_eq!([merged.taken[0].why, merged.taken[1].why], [Why::First, Why::Name]);
    assert_eq!(&merged.names[..2], ["Ada Lund", "Eva Lund"]);
}

#[test]
fn one_name_of_two_walks_of_life_is_two_people_unless_they_share_more() {
    let two: &[(i32, &[&str])] = &[
        (0, &["PERSON Tom Berg (senator)", "ORG Finance Board", "GPE Skerrin"]),
        (1, &["PERSON Tom Berg (goalkeeper)", "ORG Rovers", "GPE Norhaven"]),
        (2, &["PERSON Tom Berg", "ORG Rovers"]),
    ];
    let merged = merge(&gathered(two));
    assert_eq!(merged.taken[0].who, 0);
    assert_ne!(merged.taken[3].who, 0);
    assert_eq!(merged.taken[6].who, merged.taken[3].who);
    let one: &[(i32, &[&str])] = &[
        (0, &["PERSON Tom Berg (senator)", "ORG Finance Board", "GPE Skerrin"]),
        (1, &["PERSON Tom Berg (goalkeeper)", "ORG Finance Board", "GPE Skerrin"]),
    ];
    let merged = merge(&gathered(one));
    assert_eq!(merged.taken[3].who, merged.taken[0].who);
}

#[test]
fn forms_of_a_name_are_one_person() {
    let all = gathered(&[(0, &["PERSON Thomas Berg"]), (1, &["PERSON Tom Berg"]), (2, &["PERSON Thomas R. Berg"])]);
    assert_eq!(who(&merge(&all), 3), [0, 0, 0]);
    assert_eq!(merge(&all).taken[1].why, Why::Form);
    let apart = gathered(&[(0, &["PERSON Thomas Berg", "PERSON Tom Berg"])]);
    assert_eq!(who(&merge(&apart), 2), [0, 1]);
    let middle = gathered(&[(0, &["PERSON Ada W. Lund"]), (1, &["PERSON Ada H. Lund"]), (2, &["PERSON Ada Lund"])]);
    assert_eq!(who(&merge(&middle), 3), [0, 1, 2]);
}

#[test]
fn a_surname_alone_is_told_by_what_stands_beside_it() {
    let all = gathered(&[
        (0, &["PERSON Ada Lund (minister)", "ORG Coastal Ferry Authority", "GPE Skerrin", "PERSON Daniel Okafor"]),
        (1, &["PERSON Eva Lund (goalkeeper)", "ORG Rovers", "GPE Norhaven"]),
        (2, &["PERSON Lund (minister)", "ORG Coastal Ferry Authority"]),
        (3, &["PERSON Lund", "ORG Rovers", "GPE Norhaven"]),
        (4, &["PERSON Lund"]),
    ]);
    let merged = merge(&all);
    assert_eq!(merged.taken[7].who, merged.taken[0].who);
    assert_eq!(merged.taken[7].why, Why::Surname);
    assert!(merged.taken[7].evidence.contains("also minister"), "{}", merged.taken[7].evidence);
    assert!(merged.taken[7].evidence.contains("beside coastal ferry authority"), "{}", merged.taken[7].evidence);
    assert_eq!(merged.taken[9].who, merged.taken[4].who);
    assert!(![merged.taken[0].who, merged.taken[4].who].contains(&merged.taken[12].who));
}

#[test]
fn a_surname_is_nobody_s_whose_gender_it_is_not_or_who_is_named_beside_it() {
    let all = gathered(&[
        (0, &["PERSON Ada Lund f", "ORG Coastal Ferry Authority", "GPE Skerrin"]),
        (1, &["PERSON Lund m", "ORG Coastal Ferry Authority", "GPE Skerrin"]),
        (2, &["PERSON Ada Lund", "PERSON Lund", "ORG Coastal Ferry Authority", "GPE Skerrin"]),
    ]);
    let merged = merge(&all);
    assert_eq!(merged.taken[6].who, merged.taken[0].who);
    assert_ne!(merged.taken[3].who, merged.taken[0].who);
    assert_ne!(merged.taken[7].who, merged.taken[0].who);
}

#[test]
fn a_surname_alone_is_whoever_is_much_in_the_news_but_for_another_gender() {
    let famous: &[&str] = &["PERSON Ada Lund (minister) f"];
    let mut articles: Vec<(i32, &[&str])> = (0..12).map(|i| (i, famous)).collect();
    articles.push((12, &["PERSON Eva Lund", "ORG Rovers", "GPE Norhaven"]));
    articles.push((13, &["PERSON Lund", "ORG Rovers", "GPE Norhaven"]));
    articles.push((14, &["PERSON Lund m"]));
    articles.push((15, &["PERSON Ada Lund", "PERSON Eva Lund", "PERSON Lund"]));
    let merged = merge(&gathered(&articles));
    let of = |i: usize| merged.taken[i].who;
    assert_eq!(of(15), of(0));
    assert_ne!(of(18), of(0));
    assert!(of(21) != of(0) && of(21) != of(12));
}

#[test]
fn acronyms_are_the_body_that_articles_give_them_to() {
    let all = gathered(&[
        (0, &["ORG Coastal Ferry Authority|CFA", "GPE Skerrin"]),
        (1, &["ORG Coastal Ferry Authority|C.F.A."]),
        (2, &["ORG CFA"]),
        (3, &["ORG Council of Free Artists"]),
        (4, &["ORG Port Authority Inc."]),
        (5, &["ORG the Port Authority"]),
        (6, &["ORG PAX"]),
    ]);
    let merged = merge(&all);
    assert_eq!(merged.taken[3].who, merged.taken[0].who);
    assert_eq!(merged.taken[3].why, Why::Acronym);
    assert_eq!(merged.taken[5].who, merged.taken[6].who);
    let alone: Vec<u32> = [3, 4, 7].map(|i| merged.taken[i].who).to_vec();
    assert!(alone[0] != alone[1] && alone[2] != alone[0]);
}

#[test]
fn the_order_of_numbers_is_that_of_the_articles_and_the_result_is_the_same_every_time() {
    let articles: &[(i32, &[&str])] =
        &[(0, &["ORG B", "PERSON Ada Lund"]), (1, &["PERSON Lund", "ORG B", "GPE Skerrin"])];
    let merged = merge(&gathered(articles));
    assert_eq!(who(&merged, 2), [0, 1]);
    assert_eq!(merged, merge(&gathered(articles)));
    assert_eq!(merge(&Gathered::default()), Merged::default());
}
