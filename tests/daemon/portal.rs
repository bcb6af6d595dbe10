//! What a portal asks beside its searches: facets, maps, further pages, readiness, metrics.

use fiszka_client::Error as ClientError;
use fiszka_daemon::Config;
use fiszka_protocol::{ErrorCode, RequestLimits, SearchRequest, Sort};
use serde_json::Value;

use crate::support::{Daemon, Place, get, news, sample};

fn portal(place: &Place) -> Daemon {
    Daemon::start(Config { corpora: vec![sample()], ..place.config() }).expect("the daemon starts")
}

#[test]
fn a_map_is_geojson() {
    let place = Place::new();
    let daemon = portal(&place);
    let (head, body) =
        get(&place, "/v1/search?kind=practice&near=Lublin~80km&sort=distance&format=geojson&limit=1000");
    assert!(head.contains("content-type: application/geo+json"), "{head}");
    let map: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(map["type"], "FeatureCollection");
    let features = map["features"].as_array().expect("features");
    assert_eq!(map["total"], features.len());
    let first = features.first().expect("a feature");
    assert_eq!((&first["type"], &first["geometry"]["type"]), (&"Feature".into(), &"Point".into()));
    assert_eq!(
        first["geometry"]["coordinates"],
        serde_json::json!([23.172, 50.985]),
        "Krasnystaw: east, north"
    );
    assert_eq!(first["properties"]["kind"], "practice");
    let distances: Vec<f64> =
        features.iter().filter_map(|feature| feature["properties"]["distance_km"].as_f64()).collect();
    assert_eq!(distances.len(), features.len());
    assert!(distances.is_sorted() && distances.iter().all(|km| *km <= 80.0), "{distances:?}");

    // All practices lie somewhere, and the client reads the same map.
    let all = SearchRequest { limit: 1_000, ..SearchRequest::new("") };
    let map = daemon.client.map(&all).expect("a map");
    assert_eq!((map.total, map.features.len()), (40, 40));
}

#[test]
fn hits_mark_their_titles_and_say_where_they_lie() {
    let place = Place::new();
    let daemon = portal(&place);
    let request =
        SearchRequest { near: Some("Lublin".to_owned()), ..SearchRequest::new("mieszkania chronione") };
    let answer = daemon.client.search(&request).expect("an answer");
    let hit = answer.hits.iter().find(|hit| hit.path.contains("05-chelm")).expect("the practice of Chełm");
    assert_eq!(hit.title_snippet.text, hit.title);
    assert!(hit.title_snippet.html.contains("<mark>"), "{}", hit.title_snippet.html);
    let location = hit.location.expect("Chełm is known");
    assert_eq!((location.latitude, location.longitude), (51.143, 23.471));
    assert!(hit.distance_km.is_some_and(|km| (60.0..70.0).contains(&km)), "{:?}", hit.distance_km);
}

#[test]
fn facets_are_trees_and_ranges() {
    let place = Place::new();
    let _daemon = portal(&place);
    let path = "/v1/search?limit=0&kind=practice&facet=category&facet=population:..100000..&facet=year";
    let answer: Value = serde_json::from_str(&get(&place, path).1).expect("JSON");
    let facets = &answer["facets"];
    let social = &facets["category"][0];
    assert_eq!(social["value"], "Usługi społeczne");
    let children = social["children"].as_array().expect("children");
    assert!(
        children
            .iter()
            .any(|child| child["label"] == "Kultura" && child["value"] == "Usługi społeczne : Kultura")
    );
    let values: Vec<_> =
        facets["population"].as_array().expect("ranges").iter().map(|range| range["value"].clone()).collect();
    assert_eq!(values, ["..99999", "100000.."]);
    let years: Vec<_> =
        facets["year"].as_array().expect("years").iter().filter_map(|year| year["value"].as_str()).collect();
    assert!(years.is_sorted() && years.contains(&"2013"), "{years:?}");
}

#[test]
fn further_pages_end_when_the_index_changes() {
    let place = Place::new();
    for name in ["a", "b", "c"] {
        place.write(
            &format!("{name}.txt"),
            news(&format!("Klub seniora {name}"), "Seniorzy spotykają się w środy."),
        );
    }
    let daemon = place.start();
    let first = SearchRequest { limit: 2, sort: Sort::Title, ..SearchRequest::new("klub") };
    let answer = daemon.client.search(&first).expect("a page");
    let titles = |answer: &fiszka_protocol::SearchResponse| {
        answer.hits.iter().map(|hit| hit.title.clone()).collect::<Vec<_>>()
    };
    assert_eq!(titles(&answer), ["Klub seniora a", "Klub seniora b"]);
    let next = SearchRequest { cursor: answer.next_cursor, ..first };
    let answer = daemon.client.search(&next).expect("the next page");
    assert_eq!((titles(&answer), answer.next_cursor), (vec!["Klub seniora c".to_owned()], None));

    place.write("d.txt", news("Klub seniora d", "Seniorzy spotykają się w środy."));
    daemon.wait_for("klub", &["a.txt", "b.txt", "c.txt", "d.txt"]);
    let refused = daemon.client.search(&next).expect_err("the index has changed");
    let ClientError::Refused(problem) = refused else { panic!("{refused}") };
    assert_eq!((problem.status, problem.code), (410, ErrorCode::CursorExpired));
    assert!(problem.errors.iter().any(|error| error.remedy.contains("first page")), "{problem:?}");
}

#[test]
fn readiness_and_metrics() {
    let place = Place::new();
    place.write("klub.txt", news("Klub seniora", "Seniorzy spotykają się w środy."));
    let daemon = place.start();
    let ready = daemon.client.ready().expect("it is ready");
    assert_eq!((ready.status.as_str(), ready.documents), ("ready", 1));
    assert_eq!(daemon.search("klub").total, 1);
    get(&place, "/v1/search?colour=red");
    let (head, text) = get(&place, "/metrics");
    assert!(head.contains("content-type: text/plain; version=0.0.4"), "{head}");
    for line in [
        "fiszka_documents 1",
        "fiszka_sources{state=\"indexed\"} 1",
        "fiszka_pending_sources 0",
        "fiszka_search_seconds_bucket{le=\"+Inf\"} 1",
        "fiszka_search_seconds_count 1",
        "fiszka_searches_refused_total 1",
        "fiszka_searches_busy_total 0",
        "# TYPE fiszka_search_seconds histogram",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
    assert!(
        text.lines().any(|line| line.starts_with("fiszka_commits_total ") && !line.ends_with(" 0")),
        "{text}"
    );
}

#[test]
fn bounds_of_the_configuration_hold() {
    let place = Place::new();
    let limits = RequestLimits { limit_max: 5, facet_values_max: 2, ..RequestLimits::default() };
    let config = Config { corpora: vec![sample()], limits, ..place.config() };
    let daemon = Daemon::start(config).expect("the daemon starts");
    let request = SearchRequest { limit: 6, ..SearchRequest::new("klub") };
    let refused = daemon.client.search(&request).expect_err("too many hits");
    assert!(refused.to_string().contains("`6` is more than 5"), "{refused}");
    let request = SearchRequest { limit: 5, facet: vec!["town".to_owned()], ..SearchRequest::new("") };
    assert_eq!(daemon.client.search(&request).expect("an answer").facets["town"].len(), 2);
    drop(daemon);
    let limits = RequestLimits { limit_max: 500, ..RequestLimits::default() };
    let refused = Daemon::start(Config { limits, ..place.config() }).err().expect("out of range");
    assert!(
        refused.to_string().contains("limit_max") && refused.to_string().contains("1 to 100"),
        "{refused}"
    );
}

#[test]
fn bad_places_facets_and_formats_are_problems() {
    let place = Place::new();
    let _daemon = place.start();
    for (path, code, remedy) in [
        ("/v1/search?near=Atlantyda~5km", "invalid_place", "seat of a county"),
        ("/v1/search?near=Lublin~0km", "invalid_place", "a distance above 0"),
        ("/v1/search?sort=distance", "invalid_place", "near"),
        ("/v1/search?facet=population:x", "invalid_facet", "population:10000"),
        ("/v1/search?format=xml", "invalid_format", "geojson"),
        ("/v1/search?limit=1001&format=geojson", "invalid_limit", "smaller pages"),
        ("/v1/search?cursor=xyz", "invalid_cursor", "next_cursor"),
        ("/v1/search?where=kolor=czerwony", "unknown_field", "near"),
    ] {
        let (head, body) = get(&place, path);
        assert!(head.starts_with("HTTP/1.1 400"), "{path}: {head}");
        let problem: Value = serde_json::from_str(&body).expect("JSON");
        assert_eq!(problem["code"], code, "{path}");
        let found = problem["errors"][0]["remedy"].as_str().unwrap_or_default();
        assert!(found.contains(remedy), "{path}: {found}");
    }
}
