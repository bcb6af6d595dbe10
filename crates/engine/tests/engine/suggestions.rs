//! Suggestions and similar documents of a small portal and of the sample corpus.

use std::sync::LazyLock;

use fiszka::{Query, Suggestion, SuggestionKind};

use crate::support::{Portal, page, query, sample};

static SAMPLE: LazyLock<Portal> = LazyLock::new(|| Portal::new(&sample()));

fn suggest(portal: &Portal, typed: &str) -> Vec<Suggestion> {
    portal.index.searcher().expect("a commit").suggest(typed, 8).expect("suggestions")
}

fn first(typed: &str) -> Option<(SuggestionKind, String)> {
    suggest(&SAMPLE, typed).into_iter().next().map(|found| (found.kind, found.text))
}

#[test]
fn every_kind_of_suggestion_is_found_by_its_beginning() {
    use SuggestionKind::{Category, Phrase, Place, Programme, Title};
    for (typed, kind, text) in [
        ("lodz", Place, "Łódź"),
        ("Łód", Place, "Łódź"),
        ("rydult", Place, "Rydułtowy"),
        ("swietok", Place, "województwo świętokrzyskie"),
        ("pomoc spo", Category, "Pomoc społeczna"),
        ("oswi", Category, "Oświata"),
        ("dom kult", Title, "Dom kultury na kołach"),
        ("bus na tel", Title, "Bus na telefon"),
        ("senior+", Programme, "Senior+"),
    ] {
        let found = suggest(&SAMPLE, typed);
        let is_it = |found: &Suggestion| found.kind == kind && found.text.starts_with(text);
        assert!(found.iter().any(is_it), "{typed}: {found:#?}");
    }
    let phrases = suggest(&SAMPLE, "budż");
    assert!(phrases.iter().any(|found| found.kind == Phrase && found.count >= 3), "{phrases:#?}");
}

#[test]
fn mistakes_are_tolerated_from_the_fourth_letter() {
    for (typed, expected) in [
        ("rydlut", Some((SuggestionKind::Place, "Rydułtowy".to_owned()))),
        ("pomcc sp", Some((SuggestionKind::Category, "Pomoc społeczna".to_owned()))),
        ("xyd", None),
        ("qqqqqqq", None),
    ] {
        assert_eq!(first(typed), expected, "{typed}");
    }
}

#[test]
fn suggestions_follow_the_commit_and_are_the_same_each_time() {
    let files = ["Klub seniora", "Rada seniorów", "Klub filmowy"].map(|title| {
        (format!("portal/{title}.json"), page(title, "Zapraszamy mieszkańców na spotkanie w środę.", &[]))
    });
    let texts = |portal: &Portal, typed: &str| -> Vec<String> {
        suggest(portal, typed).into_iter().map(|found| found.text).collect()
    };
    let portal = Portal::new(&files);
    assert_eq!(texts(&portal, "klub"), ["Klub filmowy", "Klub seniora"]);
    assert_eq!(texts(&portal, "sen"), ["Klub seniora", "Rada seniorów"]);
    let mut reversed = files.to_vec();
    reversed.reverse();
    assert_eq!(texts(&Portal::new(&reversed), ""), Vec::<String>::new());
    assert_eq!(suggest(&Portal::new(&reversed), "k"), suggest(&portal, "k"));
}

#[test]
fn similar_documents_are_about_the_same_and_not_the_same() {
    let text = "Gmina dopłaca do wymiany starych pieców na pompy ciepła.";
    let other = "Mieszkańcy wymienili stare piece na pompy ciepła, gmina dopłaca.";
    let files = [
        ("portal/piece.json", page("Wymiana pieców", text, &[])),
        ("portal/kopia.json", page("Wymiana pieców", text, &[])),
        ("portal/pompy.json", page("Pompy ciepła", other, &[("kind", "practice")])),
        ("portal/koncert.json", page("Koncert", "Orkiestra zagra w parku w sobotę wieczorem.", &[])),
        ("portal/targ.json", page("Targ", "Na rynku kupimy warzywa od rolników z okolicy.", &[])),
    ];
    let portal = Portal::new(&files);
    let searcher = portal.index.searcher().unwrap();
    let hits = searcher.search(&query("wymiana pieców")).unwrap().hits;
    let id = hits.iter().find(|hit| hit.duplicates.len() == 1).map(|hit| hit.id.clone()).unwrap();
    let similar = searcher.similar(&id, 10).unwrap().expect("the document is there");
    let paths: Vec<_> = similar.iter().map(|hit| hit.path.as_str()).collect();
    assert_eq!(paths, ["portal/pompy.json"]);
    assert_eq!(searcher.similar("nosuchid", 10).unwrap(), None);
    assert_eq!(searcher.similar(&id, 0).unwrap().map(|hits| hits.len()), Some(0));
}

#[test]
fn similar_documents_of_the_sample_cross_kinds() {
    let searcher = SAMPLE.index.searcher().unwrap();
    let all = searcher.search(&Query { limit: 100, ..Query::default() }).unwrap().hits;
    for (path, expected) in [
        (
            "sample/practices/31-jelenia-gora-kotlina-bez-kopciuchow.txt",
            "sample/news/gliwice-doplaty-do-wymiany-piecow.txt",
        ),
        ("sample/practices/21-gniezno-pszok.txt", "sample/practices/22-swinoujscie-segregacja.txt"),
        (
            "sample/news/bip-chelmno-wizyta-studyjna-mieszkania-treningowe.txt",
            "sample/practices/05-chelm-mieszkania-chronione.txt",
        ),
    ] {
        let id = all.iter().find(|hit| hit.path == path).map(|hit| hit.id.as_str()).unwrap();
        let similar = searcher.similar(id, 5).unwrap().expect("the document is there");
        let paths: Vec<_> = similar.iter().map(|hit| hit.path.as_str()).collect();
        assert!(paths.contains(&expected), "{path}: {paths:#?}");
        assert!(!paths.contains(&path), "{path} is not similar to itself");
    }
}
