//! The shell of a site: what its pages share, whatever the order in which they came.

use fiszka_document::{CutReason, Draft, Limits, PageLines, ShellCounts, SourceFile, clean, parse};
use fiszka_schema::Schema;
use proptest::prelude::*;

fn draft(path: &str, text: &str) -> Draft {
    let file = SourceFile { path, bytes: text.as_bytes() };
    parse(&file, Schema::builtin(), &Limits::default()).expect(path).drafts.remove(0)
}

const WORDS: [&str; 12] =
    ["klon", "brzoza", "lipa", "jesion", "wierzba", "topola", "olcha", "grab", "buk", "wiąz", "jawor", "cis"];

/// A page of one of several sites. Sites have menus of their own and lines that all sites have.
fn page(site: usize, number: usize) -> String {
    let own: String = (0..8).map(|line| format!("Zakładka {} {}\n", WORDS[site], WORDS[line])).collect();
    let children = if number.is_multiple_of(2) { "» Kultura\n» Sport\n" } else { "" };
    format!(
        "Strona główna\nAktualności\nKontakt\n{own}{children}\nWiadomość {0} {1} z gminy\n\n\
         Mieszkańcy gminy {1} spotkali się pod drzewem, a było to {0} albo inne drzewo z parku.\n\n\
         Nasz urząd jest czynny od poniedziałku do piątku w godzinach 7.30-15.30 przy placu {2}\n",
        WORDS[number % 12],
        WORDS[(number / 12 + 3) % 12],
        WORDS[site],
    )
}

fn lines(text: &str) -> PageLines {
    PageLines::of(&draft("a/page.txt", text), Schema::builtin())
}

#[test]
fn pages_without_a_host_are_told_apart_by_their_menus() {
    let schema = Schema::builtin();
    let mut counts = ShellCounts::default();
    for (site, pages) in [(0, 7), (1, 30), (2, 4)] {
        for number in 0..pages {
            counts.add(&lines(&page(site, number)));
        }
    }
    let shells = counts.shells();
    for (site, known) in [(0, true), (1, true), (2, false)] {
        let text = page(site, 3);
        let draft = draft("a/page.txt", &text);
        let document = clean(&draft, &shells.shell(&PageLines::of(&draft, schema)), schema);
        let footer = document.cuts.iter().any(|cut| {
            cut.reason == CutReason::Shell
                && document.text.get(cut.range.clone()).is_some_and(|cut| cut.contains("Nasz urząd"))
        });
        assert_eq!(footer, known, "site {site}");
        assert!(document.zone_text("body").any(|body| body.contains("spotkali się")), "site {site}");
    }
}

#[test]
fn content_that_many_pages_have_is_no_shell() {
    let practice = |number: usize| {
        format!(
            "Menu {0}\n\nUsługi społeczne : Pomoc społeczna\nPraktyka {0}\n\n.: Skrót i Metryka -> Pełna prezentacja :.\n\nSkrót praktyki.\n\n\
             Metryka praktyki\nWojewództwo: lubelskie\n\n.: Skrót i Metryka -> Pełna prezentacja :.\nStopka naszej bazy\n",
            WORDS[number]
        )
    };
    let copies = "Dzień drzewa w gminie\n\nSadzono dęby.\n";
    let schema = Schema::builtin();
    let mut counts = ShellCounts::default();
    for number in 0..8 {
        let html =
            format!("<link rel=canonical href=https://bazy.example/{number}><pre>{}</pre>", practice(number));
        counts.add(&PageLines::of(&draft("a/p.html", &html), schema));
        // Copies of one page prove nothing.
        counts.add(&lines(copies));
    }
    let html = format!("<link rel=canonical href=https://bazy.example/3><pre>{}</pre>", practice(3));
    let page = draft("a/p.html", &html);
    let shell = counts.shells().shell(&PageLines::of(&page, schema));
    let document = clean(&page, &shell, schema);
    let names: Vec<_> = document.record.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["category", "voivodeship"]);
    assert_eq!(document.zone_text("abstract").collect::<Vec<_>>(), ["Skrót praktyki."]);
    assert!(counts.shells().shell(&lines(copies)).is_empty());
}

#[test]
fn a_page_is_cleaned_again_only_when_its_own_shell_changed() {
    let mut counts = ShellCounts::default();
    (0..6).for_each(|number| counts.add(&lines(&page(0, number))));
    let own = lines(&page(0, 1));
    let before = counts.shells().shell(&own);
    counts.add(&lines("Zupełnie inna strona\nz innymi wierszami\n"));
    let after = counts.shells().shell(&own);
    assert_eq!((&before, before.fingerprint()), (&after, after.fingerprint()));
    (0..6).for_each(|number| counts.remove(&lines(&page(0, number))));
    assert_ne!(counts.shells().shell(&own).fingerprint(), before.fingerprint());
    let json = serde_json::to_string(&own).expect("serialisable");
    assert_eq!(serde_json::from_str::<PageLines>(&json).expect("the same"), own);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_shell_is_a_function_of_the_set_of_pages(
        kept in prop::collection::vec((0..3_usize, 0..40_usize), 1..40),
        passing in prop::collection::vec((0..3_usize, 0..40_usize), 0..20),
        seed in any::<u64>(),
    ) {
        let page_lines = |&(site, number): &(usize, usize)| lines(&page(site, number));
        let mut straight = ShellCounts::default();
        kept.iter().for_each(|page| straight.add(&page_lines(page)));
        // Others come and go in between, and the order is another.
        let mut shuffled: Vec<_> = kept.clone();
        shuffled.sort_by_key(|&(site, number)| order(site, number, seed));
        let mut detour = ShellCounts::default();
        passing.iter().for_each(|page| detour.add(&page_lines(page)));
        shuffled.iter().for_each(|page| detour.add(&page_lines(page)));
        passing.iter().for_each(|page| detour.remove(&page_lines(page)));
        for page in &kept {
            let page = page_lines(page);
            prop_assert_eq!(straight.shells().shell(&page), detour.shells().shell(&page));
        }
    }
}

/// Some order of pages for each seed.
fn order(site: usize, number: usize, seed: u64) -> u64 {
    let mixed = seed ^ ((site as u64) << 32) ^ (number as u64);
    mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}
