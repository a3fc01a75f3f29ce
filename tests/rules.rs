//! The declared rules of the line: each has a name of its own, and no file of a list lies beside it unread.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use sayso::pipeline;
use sayso::rule::RuleName;

/// Folders of declared rules, one file each.
const LISTS: &[&str] =
    &["text/reading/characters", "frame/repairs", "frame/sure_cues", "entity/sieves", "mention/name_rules"];

#[test]
fn names_are_unique() {
    let all = pipeline::rules();
    let names: BTreeSet<RuleName> = all.iter().copied().collect();
    assert_eq!(names.len(), all.len(), "two rules of one name in {all:?}");
}

#[test]
fn every_file_of_a_list_is_in_it() {
    for folder in LISTS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder);
        let list = fs::read_to_string(folder.join("mod.rs")).expect("the list");
        let mut files = 0;
        for entry in fs::read_dir(&folder).expect("a folder of rules") {
            let name = entry.expect("an entry").file_name().to_string_lossy().replace(".rs", "");
            if name != "mod" {
                assert!(list.contains(&format!(" {name},")), "{name} is in no list: {}", folder.display());
                files += 1;
            }
        }
        assert!(files > 0, "no rules in {}: is the test blind?", folder.display());
    }
}
