//! Cursors and recency.

use fiszka::{Opened, Query, QueryError, Sort};

use crate::support::{Portal, names, open, page, put, query, show};

fn pages(count: usize) -> Vec<(String, String)> {
    let page = |at: usize| {
        let title = format!("Remont świetlicy {at}");
        let date = format!("2012-{:02}-{:02}", at % 12 + 1, at % 28 + 1);
        (format!("portal/{at:02}.json"), page(&title, "Świetlica w remoncie.", &[("data", &date)]))
    };
    (0..count).map(page).collect()
}

#[test]
fn pages_by_cursor_are_the_whole_answer() {
    let files = pages(23);
    let files: Vec<_> = files.iter().map(|(path, content)| (path.as_str(), content.clone())).collect();
    let portal = Portal::new(&files);
    for sort in [Sort::Relevance, Sort::Newest, Sort::Title, Sort::Population] {
        let asked = Query { sort, ..query("remont świetlic") };
        let whole = names(&portal.ask(&Query { limit: 100, ..asked.clone() }));
        assert_eq!(whole.len(), 23);
        let mut paged = Vec::new();
        let mut cursor = None;
        loop {
            let answer = portal.ask(&Query { limit: 5, cursor, ..asked.clone() });
            assert_eq!(answer.total, 23);
            paged.extend(names(&answer));
            match answer.next_cursor {
                Some(next) => cursor = Some(next),
                None => break,
            }
        }
        assert_eq!(paged, whole, "{sort:?}");
    }
    let all = portal.ask(&Query { limit: 23, ..query("remont") });
    assert_eq!(all.next_cursor, None, "the last page has none");
    assert_eq!(portal.ask(&Query { limit: 0, ..query("remont") }).next_cursor, None);
}

#[test]
fn pages_of_another_spelling_go_on() {
    let files = pages(12);
    let files: Vec<_> = files.iter().map(|(path, content)| (path.as_str(), content.clone())).collect();
    let portal = Portal::new(&files);
    let asked = Query { limit: 5, ..query("remomt świetlicy") };
    let first = portal.ask(&asked);
    assert!(first.corrected && first.total == 12, "{first:?}");
    let second = portal.ask(&Query { cursor: first.next_cursor.clone(), ..asked });
    let (first, second) = (names(&first), names(&second));
    assert_eq!(second.len(), 5);
    assert!(second.iter().all(|name| !first.contains(name)), "{first:?} {second:?}");
}

#[test]
fn a_cursor_ends_with_its_commit_and_query() {
    let dir = tempfile::tempdir().unwrap();
    let Opened { index, mut writer, .. } = open(dir.path());
    for (path, content) in pages(5) {
        put(&mut writer, &path, &content);
    }
    show(&mut writer);
    let first = index.searcher().unwrap().search(&Query { limit: 2, ..query("remont") }).unwrap();
    let next = Query { limit: 2, cursor: first.next_cursor, ..query("remont") };
    let ask = |query: &Query| index.searcher().unwrap().search(query);
    assert_eq!(ask(&next).unwrap().hits.len(), 2);
    let other = ask(&Query { text: "świetlica".to_owned(), ..next.clone() }).unwrap_err();
    assert_eq!(other.to_string(), "the cursor belongs to another query");
    put(&mut writer, "portal/new.json", &page("Remont mostu", "Most w remoncie.", &[]));
    show(&mut writer);
    let expired = ask(&next).unwrap_err();
    assert_eq!(expired, QueryError::CursorExpired);
    assert!(expired.hint().contains("first page"), "{}", expired.hint());
}

#[test]
fn recency_decides_between_equals_only() {
    // Texts of one length that are not each other's duplicates.
    let news = |date: &str| {
        let words: Vec<_> = (0..40).map(|at| format!("słowo{}{at}", date.replace('-', ""))).collect();
        let text = format!("Trwa nabór wniosków. {}", words.join(" "));
        page("Nabór wniosków na żłobek", &text, &[("data", date), ("typ", "news")])
    };
    let portal = Portal::new(&[
        ("portal/old.json", news("2010-03-01")),
        ("portal/new.json", news("2024-04-20")),
        ("portal/middle.json", news("2020-01-01")),
        (
            "portal/best.json",
            page("Nabór wniosków", "Wniosków żłobek.", &[("data", "2001-01-01"), ("typ", "news")]),
        ),
    ]);
    let today = Some("2024-05-01".parse().unwrap());
    let asked = |text: &str, today| Query { today, explain: true, ..query(text) };
    let answer = portal.ask(&asked("nabór wniosków żłobek", today));
    let order = names(&answer);
    let place = |name: &str| order.iter().position(|found| found == name).expect("a hit");
    assert!(place("new") < place("middle") && place("middle") < place("old"), "{order:?}");
    for hit in &answer.hits {
        let parts = &hit.explanation.as_ref().expect("asked for").parts;
        let sum: f32 = parts.iter().map(|part| part.score).sum();
        assert!((sum - hit.score).abs() < 1e-3, "{}: {sum} {}", hit.path, hit.score);
        assert!(parts.iter().any(|part| part.name == "recency"), "{}", hit.path);
    }
    // Without a day nothing ages.
    let answer = portal.ask(&asked("nabór wniosków żłobek", None));
    let parts = answer.hits.iter().flat_map(|hit| &hit.explanation.as_ref().expect("asked for").parts);
    assert!(parts.clone().count() > 0 && parts.clone().all(|part| part.name != "recency"));
    // A day-old page with a word less stays behind.
    let best = portal.ask(&asked("żłobek na wniosków", today));
    assert_eq!(best.hits.len(), 4);
}
