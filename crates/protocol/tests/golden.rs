//! Every message as it stands on the wire. Clients rely on these files: a member may be added, none may change or
//! go. After a wanted change, `UPDATE_GOLDEN=1 cargo test -p fiszka-protocol --test golden` writes them anew; read
//! the difference before it is committed.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::fs;
use std::path::Path;

use fiszka_protocol::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

fn check_text(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, actual).expect("the golden folder is writable");
    }
    let golden = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(
        golden == actual,
        "{name} differs from the wire; if that is wanted, run with UPDATE_GOLDEN=1 and read the difference.\n{actual}"
    );
}

fn check_printed<T: Serialize>(name: &str, message: &T) {
    check_text(name, &(serde_json::to_string_pretty(message).expect("messages are JSON") + "\n"));
}

/// Prints as the golden file, and reads back as the same value.
fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(name: &str, message: &T) {
    check_printed(name, message);
    let printed = serde_json::to_vec(message).expect("messages are JSON");
    assert_eq!(&serde_json::from_slice::<T>(&printed).expect(name), message);
}

#[test]
fn openapi_description() {
    check_printed("openapi.json", &openapi());
}

/// Answers omit nothing, so their schemas must require everything.
#[test]
fn every_member_of_an_answer_is_required() {
    let description = serde_json::to_value(openapi()).unwrap();
    let schemas = description["components"]["schemas"].as_object().unwrap();
    for (name, schema) in schemas.iter().filter(|(name, _)| *name != "SearchRequest") {
        let Some(properties) = schema["properties"].as_object() else { continue };
        for property in properties.keys() {
            assert!(schema["required"].as_array().unwrap().contains(&json!(property)), "{name}.{property}");
        }
    }
}

/// The description spells the bounds out as literals.
#[test]
fn the_description_gives_the_bounds() {
    let description = serde_json::to_value(openapi()).unwrap();
    let parameters = &description["components"]["schemas"]["SearchRequest"]["properties"];
    for (parameter, keyword, bound) in [
        ("q", "maxLength", limits::QUERY_BYTES_MAX),
        ("where", "maxItems", limits::CONDITIONS_MAX),
        ("facet", "maxItems", limits::FACETS_MAX),
        ("limit", "maximum", limits::LIMIT_MAX as usize),
        ("limit", "default", limits::LIMIT_DEFAULT as usize),
    ] {
        assert_eq!(parameters[parameter][keyword], json!(bound), "{parameter} {keyword}");
    }
    let words = format!("At most {} bytes and {} words", limits::QUERY_BYTES_MAX, limits::QUERY_WORDS_MAX);
    assert!(parameters["q"]["description"].as_str().unwrap().contains(&words));
    let depth = format!("`offset + limit` is at most {}", limits::OFFSET_PLUS_LIMIT_MAX);
    assert!(parameters["offset"]["description"].as_str().unwrap().contains(&depth));
    let operations: Vec<&str> =
        description["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    let mut paths = [
        paths::SEARCH,
        paths::DOCUMENT,
        paths::SIMILAR,
        paths::SUGGEST,
        paths::STATUS,
        paths::REINDEX,
        paths::HEALTH,
        paths::READY,
        paths::METRICS,
        paths::OPENAPI,
    ];
    paths.sort_unstable();
    assert_eq!(operations, paths);
}

#[test]
fn search_request() {
    let mut request = SearchRequest::new("mieszkania chronione");
    check_printed("search_request_default.json", &request);
    request.kind = Some("practice".into());
    request.where_ =
        vec!["voivodeship=śląskie".parse().unwrap(), "category=Pomoc społeczna".parse().unwrap()];
    request.from = Some("2009".parse().unwrap());
    request.to = Some("2013-07-09".parse().unwrap());
    request.near = Some("Lublin~30km".into());
    request.sort = Sort::Distance;
    request.limit = 20;
    request.offset = 40;
    request.facet = vec!["voivodeship".into(), "population:..20000..100000..".into()];
    request.explain = true;
    request.format = Format::Geojson;
    check_printed("search_request.json", &request);
    check_text("search_request.txt", &(request.to_query_string() + "\n"));
}

fn nothing_found() -> SearchResponse {
    SearchResponse {
        total: 0,
        total_relation: TotalRelation::Eq,
        took_ms: 0.25,
        partial: false,
        weak: false,
        hits: Vec::new(),
        facets: BTreeMap::new(),
        did_you_mean: None,
        corrected: false,
        diagnostics: Vec::new(),
        reading: None,
        next_cursor: None,
        generation: "7".into(),
        state: State::Ready,
    }
}

fn reading() -> Reading {
    let weighted = |text: &str, weight, source: Option<&str>| Weighted {
        text: text.into(),
        weight,
        source: source.map(str::to_owned),
    };
    Reading {
        query: "żłobki voivodeship:łódzkie".into(),
        words: vec![WordReading {
            text: "żłobki".into(),
            content: true,
            weight: 1.0,
            documents: 4,
            rarity: 3.5,
            forms: vec![weighted("żłobki", 1.0, None)],
            terms: vec![weighted("żłobek", 1.0, None)],
            prefix: Some("zlobk".into()),
            alternatives: vec![weighted("klub dziecięcy", 0.75, Some("synonym"))],
        }],
        excluded: Vec::new(),
        conditions: vec!["`żłobki` is there".into()],
        filters: vec![FilterReading { field: "voivodeship".into(), values: vec!["lodzkie".into()] }],
    }
}

fn hit() -> Hit {
    Hit {
        id: "5t3qk7x2mzv6hj4nrwcbpdyeaf".into(),
        kind: "practice".into(),
        title: "Żłobek bliżej domu".into(),
        title_snippet: Snippet::new("Żłobek bliżej domu".into(), &[0..8, 9..15]),
        path: "sample/zlobek.txt".into(),
        url: Some("https://miasto.example/zlobek".into()),
        published: Some("2013-06-28".into()),
        score: Some(12.5),
        snippet: Snippet::new("Żłobek <nowy> w Łodzi".into(), &[0..8, 18..24]),
        fields: BTreeMap::from([
            ("population".into(), json!(38271)),
            ("voivodeship".into(), json!("łódzkie")),
        ]),
        location: Some(Location { latitude: 51.759, longitude: 19.456 }),
        distance_km: Some(12.3),
        duplicates: vec![Reference {
            id: "a2b3c4d5e6f7a2b3c4d5e6f7a2".into(),
            kind: "news".into(),
            title: "Nowy żłobek".into(),
            path: "sample/wiadomosci/12.html".into(),
            url: None,
            published: None,
        }],
        explain: Some(vec![ScorePart {
            name: "title".into(),
            score: 12.5,
            detail: "the word, idf 5".into(),
        }]),
    }
}

#[test]
fn suggest_response() {
    let suggestion = |text: &str, kind, count| Suggestion { text: text.into(), kind, count };
    let response = SuggestResponse {
        suggestions: vec![
            suggestion("Łódź", SuggestionKind::Place, 12),
            suggestion("Oświata", SuggestionKind::Category, 9),
            suggestion("Senior+", SuggestionKind::Programme, 4),
            suggestion("budżet obywatelski", SuggestionKind::Phrase, 3),
            suggestion("Żłobek bliżej domu", SuggestionKind::Title, 1),
        ],
        took_ms: 0.125,
        generation: "7".into(),
    };
    check("suggest_response.json", &response);
    for suggestion in &response.suggestions {
        assert_eq!(json!(suggestion.kind), json!(suggestion.kind.as_str()));
    }
    let request = SuggestRequest { limit: 5, ..SuggestRequest::new("żłob 60+") };
    check_text("suggest_request.txt", &(request.to_query_string() + "\n"));
    assert_eq!(SuggestRequest::from_query_string(&request.to_query_string()), Ok(request));
}

#[test]
fn similar_response() {
    let response = SimilarResponse { hits: vec![hit()], took_ms: 1.5, generation: "7".into() };
    check("similar_response.json", &response);
}

#[test]
fn search_response() {
    check("search_response_empty.json", &nothing_found());
    let response = SearchResponse {
        total: 1200,
        total_relation: TotalRelation::Gte,
        partial: true,
        hits: vec![hit()],
        facets: BTreeMap::from([(
            "category".into(),
            vec![FacetCount {
                value: "Usługi społeczne".into(),
                label: "Usługi społeczne".into(),
                count: 3,
                children: vec![FacetCount {
                    value: "Usługi społeczne : Kultura".into(),
                    label: "Kultura".into(),
                    count: 1,
                    children: Vec::new(),
                }],
            }],
        )]),
        did_you_mean: Some("żłobek".into()),
        corrected: true,
        diagnostics: vec![QueryDiagnostic {
            message: "only the first 64 words were looked for; 3 were ignored".into(),
        }],
        reading: Some(reading()),
        next_cursor: Some("7.12_5.5t3q".into()),
        state: State::CatchingUp,
        ..nothing_found()
    };
    check("search_response.json", &response);
    check("feature_collection.json", &FeatureCollection::from(response));
}

#[test]
fn document_response() {
    let document = DocumentResponse {
        id: "5t3qk7x2mzv6hj4nrwcbpdyeaf".into(),
        identity: "https://miasto.example/zlobek".into(),
        kind: "practice".into(),
        kind_evidence: vec!["the heading `Metryka praktyki`".into()],
        title: "Żłobek bliżej domu".into(),
        path: "sample/zlobek.txt".into(),
        pages: vec!["sample/zlobek.txt".into(), "sample/zlobek-2.txt".into()],
        url: Some("https://miasto.example/zlobek".into()),
        published: Some("2009-10-05".into()),
        updated: None,
        text: "Żłobek\nLiczba mieszkańców:\u{a0}38.271\nstopka".into(),
        zones: vec![Zone { name: "title".into(), range: [0, 6], byte_range: [0, 8] }],
        cuts: vec![Cut { reason: "footer".into(), range: [34, 40], byte_range: [38, 44] }],
        record: vec![RecordField {
            name: "population".into(),
            label: "Liczba mieszkańców".into(),
            printed: "38.271".into(),
            value: json!(38271),
        }],
        attachments: vec![Reference {
            id: "a2b3c4d5e6f7a2b3c4d5e6f7a2".into(),
            kind: "other".into(),
            title: "Regulamin żłobka".into(),
            path: "sample/pliki/regulamin.pdf".into(),
            url: None,
            published: None,
        }],
        attached_to: Vec::new(),
        diagnostics: vec![DocumentDiagnostic {
            code: "missing_town".into(),
            message: "the record has no town".into(),
            line: Some(2),
        }],
    };
    check("document_response.json", &document);
}

#[test]
fn status_response() {
    let status = StatusResponse {
        version: "0.1.0".into(),
        state: State::Degraded,
        reasons: vec!["the watch limit of the system is reached; raise fs.inotify.max_user_watches".into()],
        generation: "7".into(),
        documents: 60,
        sources: SourceCounts { indexed: 56, duplicate: 2, empty: 1, failed: 1, unchanged: 57 },
        pending: 2,
        corpora: vec![Corpus { name: "sample".into(), path: "/srv/sample".into(), watch: WatchMode::Poll }],
        errors: vec![SourceError {
            path: "sample/film.txt".into(),
            code: "too_large".into(),
            message: "1073741824 bytes are more than 33554432".into(),
            hint: Some("split the file, or leave it out".into()),
        }],
        hides_contacts: true,
        visible_ms: VisibleTime { last: Some(120.5), median: None, count: 1 },
        last_commit: Some("2025-03-01T09:30:00Z".into()),
        index_bytes: 1_048_576,
        uptime_s: 3600.0,
    };
    check("status_response.json", &status);
}

#[test]
fn small_answers() {
    let reindex = ReindexResponse { state: State::Rebuilding, generation: "7".into(), sources: 60 };
    check("reindex_response.json", &reindex);
    let ready = ReadyResponse {
        status: "ready".into(),
        state: State::CatchingUp,
        generation: "7".into(),
        documents: 60,
    };
    check("ready_response.json", &ready);
    check("health_response.json", &HealthResponse { status: "ok".into(), version: "0.1.0".into() });
}

#[test]
fn problems() {
    let invalid = SearchRequest::from_query_string("limit=200&sort=colour").expect_err("two faults");
    check("problem_request.json", &Problem::from(invalid));
    check("problem.json", &Problem::new(ErrorCode::Busy, "64 searches wait already; try again in a second"));
}

/// An older client meets a newer daemon.
#[test]
fn readers_skip_what_they_do_not_know() {
    let answer = r#"{"status":"ok","version":"9.0.0","mood":"good"}"#;
    assert_eq!(serde_json::from_str::<HealthResponse>(answer).unwrap().version, "9.0.0");
    let code: ErrorCode = serde_json::from_str(r#""invented_later""#).unwrap();
    assert_eq!(code, ErrorCode::Unrecognised);
}
