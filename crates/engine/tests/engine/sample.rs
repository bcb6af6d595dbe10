//! Facets, sorts and places over the sample corpus.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use fiszka::{FacetValue, Filter, Query, QueryError, Sort};

use crate::support::{Portal, query};

static SAMPLE: LazyLock<Portal> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpora/sample");
    let files: Vec<_> = ["news", "practices"].iter().flat_map(|folder| pages(&root.join(folder))).collect();
    assert_eq!(files.len(), 59);
    let files: Vec<_> = files.iter().map(|(name, content)| (name.as_str(), content.clone())).collect();
    Portal::new(&files)
});

fn pages(folder: &Path) -> Vec<(String, String)> {
    let paths = fs::read_dir(folder).expect("the sample corpus").map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> = paths.collect();
    paths.sort();
    let name = |path: &Path| path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
    let read = |path: PathBuf| {
        (name(&path), String::from_utf8_lossy(&fs::read(&path).expect("a page")).into_owned())
    };
    paths.into_iter().map(read).collect()
}

/// Conditions as `FIELD=VALUE`.
fn filters(written: &[&str]) -> Vec<Filter> {
    let filter = |condition: &&str| {
        let (field, value) = condition.split_once('=').expect("a condition");
        Filter { field: field.to_owned(), value: value.to_owned() }
    };
    written.iter().map(filter).collect()
}

fn shown(values: &[FacetValue]) -> Vec<String> {
    let value = |value: &FacetValue| {
        let children = shown(&value.children).join(", ");
        let children = if children.is_empty() { children } else { format!(" ({children})") };
        format!("{} {}{children}", value.label, value.count)
    };
    values.iter().map(value).collect()
}

/// The values of one facet under some conditions.
fn facet(facet: &str, conditions: &[&str]) -> Vec<String> {
    let query =
        Query { facets: vec![facet.to_owned()], filters: filters(conditions), limit: 0, ..Query::default() };
    let answer = SAMPLE.ask(&query);
    answer.facets.first().map(|facet| shown(&facet.values)).expect("the facet")
}

/// Beginnings of the names of the files that answer, in order.
fn found(query: &Query) -> Vec<String> {
    let answer = SAMPLE.ask(query);
    answer.hits.iter().map(|hit| hit.path.split(['-', '.']).take(2).collect::<Vec<_>>().join("-")).collect()
}

#[test]
fn facets_count_values_as_trees_and_ranges() {
    let cases: [(&str, &[&str], &str); 12] = [
        ("kind", &[], "dobra praktyka 40; aktualność 20"),
        (
            "voivodeship",
            &["unit_type=gmina miejska"],
            "dolnośląskie 1; kujawsko-pomorskie 1; lubelskie 1; małopolskie 1; opolskie 1; śląskie 1; świętokrzyskie 1; warmińsko-mazurskie 1; wielkopolskie 1",
        ),
        (
            "unit_type",
            &["voivodeship=lubelskie", "voivodeship=opolskie"],
            "powiat grodzki 3; gmina miejska 2; gmina miejsko-wiejska 1",
        ),
        ("county", &["voivodeship=lubelskie", "voivodeship=łódzkie"], "krasnostawski 1; pabianicki 1"),
        ("town", &["województwo=podlaskie"], "Białystok 1; Hajnówka 1; Suwałki 1"),
        (
            "category",
            &["kind=practice"],
            "Usługi społeczne 20 (Pomoc społeczna 5, Kultura 4, Oświata 4, Sport i rekreacja 4, Ochrona zdrowia 3); Usługi techniczne 5 (Gospodarka odpadami 2, Transport 2, Wodociągi i kanalizacja 1); Rozwój instytucjonalny 4 (E-usługi 2, Zarządzanie 2); Efektywność energetyczna 3 (Praktyki 3); Współpraca JST-NGO 3 (Praktyki 3); Współpraca między JST 3 (Praktyki 3); Dialog społeczny 2 (Praktyki 2)",
        ),
        (
            "kategoria",
            &["category=Usługi społeczne » Kultura", "voivodeship=lubelskie"],
            "Usługi społeczne 3 (Kultura 1, Ochrona zdrowia 1, Pomoc społeczna 1)",
        ),
        (
            "rok",
            &["rok=2022..2025", "kind=practice"],
            "2008 2; 2009 2; 2010 2; 2011 2; 2012 3; 2013 2; 2014 2; 2015 2; 2016 2; 2017 2; 2018 3; 2019 2; 2020 3; 2021 3; 2022 3; 2023 2; 2024 1; 2025 2",
        ),
        ("published:month", &["voivodeship=lubelskie"], "2010-03 1; 2014-04 1; 2022-10 1"),
        (
            "population",
            &[],
            "≤ 4\u{a0}999 1; 5\u{a0}000–19\u{a0}999 7; 20\u{a0}000–49\u{a0}999 7; 50\u{a0}000–99\u{a0}999 13; 100\u{a0}000–249\u{a0}999 9; ≥ 250\u{a0}000 3",
        ),
        (
            "population:..100000..",
            &["population=>50000", "voivodeship=podlaskie"],
            "≤ 99\u{a0}999 2; ≥ 100\u{a0}000 1",
        ),
        ("language", &[], "polski 60"),
    ];
    let asked =
        cases.iter().map(|&(name, conditions, _)| format!("{name}: {}", facet(name, conditions).join("; ")));
    let expected = cases.iter().map(|&(name, _, expected)| format!("{name}: {expected}"));
    assert_eq!(asked.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
}

#[test]
fn sorts_and_places_order_and_narrow() {
    let near = |near: &str| Query { near: Some(near.to_owned()), ..query("") };
    let practices = |sort| Query { sort, limit: 3, kind: Some("practice".to_owned()), ..query("") };
    let cases = [
        ("title", practices(Sort::Title), "09-gliwice 14-bialystok 23-katy"),
        ("largest", practices(Sort::Population), "11-lodz 29-kielce 14-bialystok"),
        ("smallest", practices(Sort::PopulationAscending), "12-sekowa 25-gietrzwald 35-golancz"),
        ("newest", practices(Sort::Newest), "13-lochow 39-luban 30-ostrowiec"),
        (
            "nearest",
            Query { sort: Sort::Distance, limit: 4, ..near("Lublin") },
            "01-krasnystaw 05-chelm 15-zamosc 30-ostrowiec",
        ),
        ("near", Query { sort: Sort::Distance, ..near("Lublin~80km") }, "01-krasnystaw 05-chelm 15-zamosc"),
        (
            "degrees",
            Query { sort: Sort::Distance, ..near("51.247, 22.568~80km") },
            "01-krasnystaw 05-chelm 15-zamosc",
        ),
        (
            "filter",
            Query { sort: Sort::Distance, filters: filters(&["blisko=Lublin~60km"]), ..query("") },
            "01-krasnystaw",
        ),
        (
            "either",
            Query { filters: filters(&["near=Chełm~5km", "near=Ełk~5km"]), sort: Sort::Title, ..query("") },
            "05-chelm 40-elk",
        ),
        ("typed", query("mieszkania chronione near:Lublin~80km"), "05-chelm 15-zamosc"),
        ("typed, inflected", query("mieszkania chronione blisko:Lublinie~80km"), "05-chelm 15-zamosc"),
        ("not typed", query("-near:Lublin~560km kind:practice"), "22-swinoujscie"),
        (
            "words",
            Query { near: Some("Opole~100km".to_owned()), ..query("mieszkańcy") },
            "18-opole 16-rydultowy 09-gliwice",
        ),
    ];
    let asked = cases.iter().map(|(name, query, _)| format!("{name}: {}", found(query).join(" ")));
    let expected = cases.iter().map(|(name, _, expected)| format!("{name}: {expected}"));
    assert_eq!(asked.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
}

#[test]
fn hits_say_where_they_lie() {
    let answer =
        SAMPLE.ask(&Query { near: Some("Lublin".to_owned()), ..query("mieszkania chronione Chełm") });
    let hit = answer.hits.first().expect("a hit");
    let place = hit.location.expect("Chełm is known");
    assert_eq!((place.latitude(), place.longitude()), (51.143, 23.471));
    let distance = hit.distance_km.expect("a distance");
    assert!((63.0..65.0).contains(&distance), "{distance}");
    let located = SAMPLE.ask(&Query { located: true, limit: 100, ..query("") });
    assert_eq!(located.total, 40, "the practices");
    assert!(located.hits.iter().all(|hit| hit.location.is_some() && hit.distance_km.is_none()));
}

#[test]
fn bad_places_facets_and_sorts_are_refused_with_a_remedy() {
    let searcher = SAMPLE.index.searcher().expect("a commit");
    let facets = |names: &[&str]| Query {
        facets: names.iter().map(|&name| name.to_owned()).collect(),
        ..query("01-krasnystaw")
    };
    for (query, message, hint) in [
        (
            Query { near: Some("Atlantyda~5km".to_owned()), ..query("05-chelm 40-elk") },
            "unknown place `Atlantyda`",
            "seat of a county",
        ),
        (
            Query { near: Some("Józefów~5km".to_owned()), ..query("") },
            "`Józefów` is the name of several towns",
            "Józefów, otwocki",
        ),
        (
            Query { near: Some("Lublin~daleko".to_owned()), ..query("") },
            "`Lublin~daleko` is no value of field `near`",
            "Lublin~30km",
        ),
        (
            Query { sort: Sort::Distance, ..query("") },
            "nothing says where distances are measured from",
            "near",
        ),
        (Query { cursor: Some("x".to_owned()), ..query("") }, "no answer gave this cursor", "next_cursor"),
        (facets(&["population:dużo"]), "`population:dużo` is no facet", "population:10000"),
        (facets(&["kind:10"]), "`kind:10` is no facet", "a width"),
        (facets(&["rok", "year"]), "`year` is no facet", "each field once"),
        (facets(&["postal_code"]), "unknown facet field `postal_code`", "voivodeship"),
    ] {
        let error: QueryError = searcher.search(&query).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert!(error.hint().contains(hint), "{}", error.hint());
    }
}
