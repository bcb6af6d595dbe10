//! Suggestions, similar documents and mistyped queries through a real daemon.

use fiszka_client::Error;
use fiszka_protocol::{ErrorCode, SimilarRequest, SuggestRequest, SuggestionKind};

use crate::support::{Place, news, wait_until};

#[test]
fn suggestions_follow_the_files() {
    let place = Place::new();
    place.write("klub.txt", news("Klub seniora nad Wartą", "Seniorzy spotykają się w klubie co wtorek."));
    let daemon = place.start();
    let suggest = |typed: &str| daemon.client.suggest(&SuggestRequest::new(typed)).expect("suggestions");
    let texts = |typed: &str| -> Vec<String> {
        suggest(typed).suggestions.into_iter().map(|found| found.text).collect()
    };
    assert_eq!(texts("odra"), Vec::<String>::new());
    assert_eq!(texts("wart"), ["Klub seniora nad Wartą"]);
    let first = suggest("klub").suggestions.into_iter().next().expect("a suggestion");
    assert_eq!((first.kind, first.count), (SuggestionKind::Title, 1));

    // The list of the commit before answers while a newer one is made.
    place.write("rada.txt", news("Rada seniorów w Świdniku", "Nowa rada spotka się w ratuszu w środę."));
    wait_until("the new title is suggested", || texts("rada sen") == ["Rada seniorów w Świdniku"]);
}

#[test]
fn similar_documents_and_unknown_ids() {
    let place = Place::new();
    place.write("a.txt", news("Wymiana pieców", "Gmina dopłaca do wymiany pieców na pompy ciepła."));
    place.write("b.txt", news("Pompy ciepła", "Stare piece znikają: gmina dopłaca do pomp ciepła."));
    place.write("c.txt", news("Koncert", "Orkiestra zagra w parku w sobotę wieczorem."));
    let daemon = place.start();
    let hit = daemon.search("wymiana pieców").hits.into_iter().next().expect("a hit");
    let similar = daemon.client.similar(&hit.id, SimilarRequest::default()).expect("similar documents");
    let paths: Vec<_> = similar.hits.iter().map(|hit| hit.path.as_str()).collect();
    assert_eq!(paths, ["gmina/b.txt"]);

    let unknown = daemon.client.similar("aaaaaaaaaaaaaaaaaaaaaaaaaa", SimilarRequest::default());
    let Err(Error::Refused(problem)) = unknown else { panic!("{unknown:?}") };
    assert_eq!((problem.status, problem.code), (404, ErrorCode::DocumentNotFound));
    assert!(problem.detail.contains("ids stand in search answers"), "{}", problem.detail);
}

#[test]
fn a_mistyped_query_says_how_it_was_read() {
    let place = Place::new();
    place.write("klub.txt", news("Świetlica środowiskowa", "Świetlica w Łodzi zaprasza dzieci."));
    let daemon = place.start();
    let answer = daemon.search("swietlca");
    assert_eq!((answer.total, answer.weak, answer.corrected), (1, false, true));
    assert_eq!(answer.did_you_mean.as_deref(), Some("świetlica"));
    let answer = daemon.search("świetlica");
    assert_eq!((answer.total, answer.corrected, answer.did_you_mean), (1, false, None));
}
