//! Filters, facets, sorts and pages.

use fiszka::{Filter, Query, QueryError, Sort};

use crate::support::{Portal, names, page, query};

fn portal() -> Portal {
    let news = |date| [("data", date), ("kategoria", "Aktualności")];
    Portal::new(&[
        ("portal/a.json", page("Remont drogi", "Droga w remoncie.", &news("2012-05-01"))),
        ("portal/b.json", page("Remont mostu", "Most w remoncie.", &news("2021-02-15"))),
        (
            "portal/c.json",
            page("Remont szkoły", "Szkoła w remoncie.", &[("data", "2013-07-09"), ("kategoria", "Oświata")]),
        ),
        ("portal/d.json", page("Remont bez daty", "Nie wiadomo, kiedy.", &[("kategoria", "Oświata")])),
    ])
}

fn with(text: &str, change: impl FnOnce(&mut Query)) -> Query {
    let mut query = query(text);
    change(&mut query);
    query
}

fn filter(field: &str, value: &str) -> Filter {
    Filter { field: field.to_owned(), value: value.to_owned() }
}

#[test]
fn sorts_put_documents_without_a_date_last() {
    let portal = portal();
    for (sort, expected) in [(Sort::Newest, ["b", "c", "a", "d"]), (Sort::Oldest, ["a", "c", "b", "d"])] {
        assert_eq!(names(&portal.ask(&with("remont", |query| query.sort = sort))), expected);
    }
}

#[test]
fn dates_and_categories_narrow_the_answer() {
    let portal = portal();
    let cases: [(&str, Query, &[&str]); 4] = [
        ("from", with("remont", |query| query.from = Some("2013-07-09".parse().unwrap())), &["b", "c"]),
        ("to", with("remont", |query| query.to = Some("2013-07-08".parse().unwrap())), &["a"]),
        (
            "category",
            with("remont", |query| query.filters = vec![filter("category", "oswiata")]),
            &["c", "d"],
        ),
        (
            "two values of one field are joined by or",
            with("remont", |query| {
                query.filters = vec![filter("kategoria", "Oświata"), filter("kategoria", "aktualności")]
            }),
            &["a", "b", "c", "d"],
        ),
    ];
    for (what, query, expected) in cases {
        let mut found = names(&portal.ask(&query));
        found.sort();
        assert_eq!(found, expected, "{what}");
    }
}

#[test]
fn a_facet_is_not_shrunk_by_its_own_filter() {
    let portal = portal();
    let answer = portal.ask(&with("remont", |query| {
        query.filters = vec![filter("category", "Oświata")];
        query.facets = vec!["category".to_owned(), "kind".to_owned()];
    }));
    assert_eq!(answer.total, 2);
    let counts: Vec<_> = answer
        .facets
        .iter()
        .map(|facet| facet.values.iter().map(|value| value.count).sum::<usize>())
        .collect();
    assert_eq!(counts, [4, 2], "category counts everything, kind what the filter left");
}

#[test]
fn pages_neither_repeat_nor_miss() {
    let portal = portal();
    let page =
        |offset| names(&portal.ask(&with("remont", |query| (query.offset, query.limit) = (offset, 1))));
    let mut paged: Vec<_> = (0..5).flat_map(page).collect();
    assert_eq!(paged, portal.find("remont"));
    paged.sort();
    assert_eq!(paged, ["a", "b", "c", "d"]);
}

#[test]
fn unknown_fields_kinds_and_values_are_refused_with_a_remedy() {
    let portal = portal();
    let searcher = portal.index.searcher().unwrap();
    for (query, message, hint) in [
        (
            with("x", |query| query.filters = vec![filter("kolor", "czerwony")]),
            "unknown filter field `kolor`",
            "kind",
        ),
        (
            with("x", |query| query.facets = vec!["kolor".to_owned()]),
            "unknown facet field `kolor`",
            "category",
        ),
        (with("x", |query| query.kind = Some("wiersz".to_owned())), "unknown kind `wiersz`", "practice"),
        (
            with("x", |query| query.filters = vec![filter("population", "dużo")]),
            "`dużo` is no value of field `population`",
            "a whole number",
        ),
    ] {
        let error: QueryError = searcher.search(&query).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert!(error.hint().contains(hint), "{}", error.hint());
    }
}
