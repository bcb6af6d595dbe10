//! The sample corpus, as a newcomer meets it.

use fiszka_protocol::{Condition, SearchRequest};

use crate::support::{Daemon, Place, sample};

#[test]
fn the_sample_corpus_is_served() {
    let place = Place::new();
    let config = fiszka_daemon::Config { corpora: vec![sample()], ..place.config() };
    let daemon = Daemon::start(config).unwrap();
    let status = daemon.status();
    assert_eq!((status.documents, status.errors.len()), (60, 0), "{:?}", status.errors);

    let first = |text: &str| daemon.search(text).hits.first().map(|hit| hit.path.clone()).unwrap_or_default();
    for (text, path) in [
        ("mieszkania chronione", "sample/practices/05-chelm-mieszkania-chronione.txt"),
        ("opieka wytchnieniowa Lublin", "sample/news/lublin-opieka-wytchnieniowa-nabor.md"),
        ("bus na telefon", "sample/practices/23-katy-wroclawskie-bus-na-telefon.txt"),
    ] {
        assert_eq!(first(text), path, "{text}");
    }

    let conditions = |text: &str| vec![text.parse::<Condition>().unwrap()];
    let request =
        SearchRequest { where_: conditions("voivodeship=warminsko-mazurskie"), ..SearchRequest::default() };
    let answer = daemon.client.search(&request).unwrap();
    assert_eq!(answer.total, 3, "the three practices of Elbląg, Gietrzwałd and Ełk");

    let request = SearchRequest { facet: vec!["kind".to_owned()], ..SearchRequest::default() };
    let kinds = daemon.client.search(&request).unwrap().facets;
    let counts: Vec<_> = kinds["kind"].iter().map(|count| (count.value.as_str(), count.count)).collect();
    assert_eq!(counts, [("practice", 40), ("news", 20)]);
}
