//! Reading and printing a search request.

use fiszka_protocol::{
    ErrorCode, Format, Problem, RequestLimits, SearchRequest, SimilarRequest, Sort, SuggestRequest, limits,
};
use proptest::prelude::*;
use serde_json::json;

/// Checks the refusals of a query string, each as `code parameter: message | remedy`.
#[track_caller]
fn refused(query_string: &str, expected: &[&str]) {
    assert_refusals(SearchRequest::from_query_string(query_string), query_string, expected);
}

#[track_caller]
fn refused_json(body: &str, expected: &[&str]) {
    assert_refusals(SearchRequest::from_json(body.as_bytes()), body, expected);
}

#[track_caller]
fn assert_refusals(
    read: Result<SearchRequest, fiszka_protocol::InvalidRequest>,
    input: &str,
    expected: &[&str],
) {
    let invalid = read.expect_err(input);
    let found: Vec<String> = invalid
        .errors()
        .map(|error| format!("{} {}: {} | {}", error.code, error.parameter, error.message, error.remedy))
        .collect();
    assert_eq!(found, expected, "{input}");
    assert_eq!(Problem::from(invalid).status, 400, "{input}");
}

#[test]
fn a_full_query_string() {
    let request = SearchRequest::from_query_string(
        "q=%C5%BB%C5%82obek+w+%C5%81odzi&kind=news&where=voivodeship%3D%C5%82%C3%B3dzkie&where=year=2013&from=2012&to=2013-07\
         &sort=oldest&limit=0&offset=10000&facet=kind&facet=county&explain",
    )
    .unwrap();
    assert_eq!(request.q, "Żłobek w Łodzi");
    assert_eq!(request.kind.as_deref(), Some("news"));
    let conditions: Vec<_> = request.where_.iter().map(|one| (one.field(), one.value())).collect();
    assert_eq!(conditions, [("voivodeship", "łódzkie"), ("year", "2013")]);
    assert_eq!(request.from.unwrap().first_day(), (2012, 1, 1));
    assert_eq!(request.to.unwrap().last_day(), (2013, 7, 31));
    assert_eq!((request.sort, request.limit, request.offset), (Sort::Oldest, 0, 10_000));
    assert_eq!(request.facet, ["kind", "county"]);
    assert!(request.explain);
}

#[test]
fn an_empty_field_of_a_form_is_absent() {
    let form = "q=&kind=&where=&from=&to=&sort=&limit=&offset=&cursor=&facet=";
    for empty in ["", "&", form] {
        assert_eq!(SearchRequest::from_query_string(empty).unwrap(), SearchRequest::default(), "{empty}");
    }
    let nulls = r#"{"q":null,"kind":null,"where":[],"from":"","limit":null,"explain":null}"#;
    assert_eq!(SearchRequest::from_json(nulls.as_bytes()).unwrap(), SearchRequest::default());
}

#[test]
fn lists_as_php_writes_them() {
    for php in ["where[]=a=1&where[]=b=2", "where%5B0%5D=a%3D1&where%5B1%5D=b%3D2"] {
        let request = SearchRequest::from_query_string(php).unwrap();
        assert_eq!(request.to_query_string(), "where=a%3D1&where=b%3D2", "{php}");
    }
}

#[test]
fn flags() {
    for (query_string, explain) in [
        ("explain", true),
        ("explain=1", true),
        ("explain=on", true),
        ("explain=false", false),
        ("explain=0", false),
    ] {
        assert_eq!(
            SearchRequest::from_query_string(query_string).unwrap().explain,
            explain,
            "{query_string}"
        );
    }
}

#[test]
fn refusals_of_a_query_string() {
    let known = "the parameters are: q, kind, where, from, to, near, sort, limit, offset, cursor, facet, explain, \
                 format";
    for unknown in ["Q", "query", "limit[]", "where[a]", "where[", "where]"] {
        refused(
            &format!("{unknown}=x"),
            &[&format!("unknown_parameter {unknown}: unknown parameter | {known}")],
        );
    }
    let repeated = "stands twice | write it once; only `where` and `facet` may be repeated";
    refused("q=a&q=b", &[&format!("repeated_parameter q: {repeated}")]);
    refused("q=&q=b", &[&format!("repeated_parameter q: {repeated}")]);
    refused(
        "q=100%",
        &[
            "invalid_encoding q: a `%` without two hexadecimal digits behind it | write `%25` for a per cent sign",
        ],
    );
    refused("q=%B9", &["invalid_encoding q: not UTF-8 | send the page or the form as UTF-8"]);
    let date = "is not a date | write YYYY, YYYY-MM or YYYY-MM-DD";
    refused(
        "from=5.10.2009&to=2013-13",
        &[&format!("invalid_date from: `5.10.2009` {date}"), &format!("invalid_date to: `2013-13` {date}")],
    );
    refused(
        "from=2014&to=2013-12",
        &["invalid_date_range to: `2013-12` is before `from`, `2014` | swap the two dates"],
    );
    refused(
        "sort=colour",
        &[
            "invalid_sort sort: `colour` is not an order | write one of: relevance, newest, oldest, title, population, \
           population_ascending, distance",
        ],
    );
    refused("format=xml", &["invalid_format format: `xml` is not a format | write json or geojson"]);
    for bad in ["-1", "ten", "1.5", "99999999999"] {
        let number = "is not a whole number | write a number such as 20";
        refused(&format!("limit={bad}"), &[&format!("invalid_limit limit: `{bad}` {number}")]);
        refused(&format!("offset={bad}"), &[&format!("invalid_offset offset: `{bad}` {number}")]);
    }
    for (encoded, given) in [("voivodeship", "voivodeship"), ("%3Dx", "=x"), ("x%3D", "x="), ("x=+", "x= ")] {
        let condition = "is not a condition | write FIELD=VALUE, as in voivodeship=śląskie";
        refused(&format!("where={encoded}"), &[&format!("invalid_where where: `{given}` {condition}")]);
    }
    refused(
        "explain=maybe",
        &["invalid_explain explain: `maybe` is not true or false | write true or false"],
    );
    refused(
        "cursor=a&offset=1",
        &["invalid_cursor cursor: stands beside `offset` | leave `offset` out, the cursor knows the place"],
    );
}

#[test]
fn refusals_of_a_body() {
    refused_json(
        r#"{"limt":5}"#,
        &[
            "unknown_parameter limt: unknown parameter | the parameters are: q, kind, where, from, to, near, sort, limit, offset, \
         cursor, facet, explain, format",
        ],
    );
    refused_json(
        r#"{"explain":"true","facet":[1],"limit":"5","q":5,"where":"a=b"}"#,
        &[
            r#"invalid_type explain: is not true or false | write true or false without quotes"#,
            r#"invalid_type facet: is not a list of texts | write a list, such as ["voivodeship=śląskie"]"#,
            r#"invalid_type limit: is not a number | write a number without quotes, such as 20"#,
            r#"invalid_type q: is not a text | write a text in quotes, such as "2013""#,
            r#"invalid_type where: is not a list of texts | write a list, such as ["voivodeship=śląskie"]"#,
        ],
    );
    for body in ["", "[]", "null", "{", "\"q\"", "{\"q\":\"\\ud800\"}"] {
        let invalid = SearchRequest::from_json(body.as_bytes()).expect_err(body);
        let error = invalid.errors().next().unwrap();
        assert_eq!((error.code, error.parameter.as_str()), (ErrorCode::InvalidBody, "body"), "{body}");
        assert!(error.message.starts_with("not a JSON object: "), "{body}: {}", error.message);
    }
    assert!(SearchRequest::from_json(b"{\"q\":\"\xB9\"}").is_err());
    assert!(SearchRequest::from_json("[".repeat(100_000).as_bytes()).is_err());
}

/// Each bound holds at its last allowed value and breaks one further.
#[test]
fn bounds() {
    let allowed =
        |body: serde_json::Value| SearchRequest::from_json(body.to_string().as_bytes()).expect("allowed");
    allowed(json!({"q": "ż".repeat(4096)}));
    allowed(json!({"q": "a ".repeat(512)}));
    allowed(json!({"limit": 100, "offset": 9900}));
    allowed(json!({"limit": 1000, "format": "geojson"}));
    allowed(json!({"facet": vec!["f"; 50], "where": vec!["f=v"; 50], "kind": "k".repeat(1024)}));

    let refused = |body: serde_json::Value, expected: &str| refused_json(&body.to_string(), &[expected]);
    let (bytes, words) = ("a".repeat(8193), "a ".repeat(513));
    refused(json!({"q": bytes}), "query_too_long q: 8193 bytes are more than 8192 | shorten the query");
    refused(json!({"q": words}), "query_too_many_words q: 513 words are more than 512 | shorten the query");
    refused(
        json!({"q": "a,".repeat(513)}),
        "query_too_many_words q: 513 words are more than 512 | shorten the query",
    );
    refused(
        json!({"limit": 101}),
        "invalid_limit limit: `101` is more than 100 | ask for smaller pages, and page on with `offset`",
    );
    let too_deep = "page_too_deep offset: `offset` + `limit` is more than 10000 | page on with `cursor`, or narrow the search";
    refused(json!({"offset": 9991}), too_deep);
    refused(json!({"offset": u32::MAX}), too_deep);
    refused(
        json!({"facet": vec!["f"; 51]}),
        "too_many_values facet: 51 values are more than 50 | ask for fewer",
    );
    refused(
        json!({"where": vec!["f=v"; 51]}),
        "too_many_values where: 51 values are more than 50 | ask for fewer",
    );
    for (name, value) in [("kind", json!("k".repeat(1025))), ("facet", json!(["f".repeat(1025)]))] {
        refused(
            json!({name: value}),
            &format!("value_too_long {name}: a value of 1025 bytes is longer than 1024 | shorten the value"),
        );
    }
}

#[test]
fn a_huge_request_gets_a_short_answer() {
    let long = "x".repeat(100_000);
    for read in [
        SearchRequest::from_query_string(&format!("q={long}")),
        SearchRequest::from_json(json!({ "q": long }).to_string().as_bytes()),
    ] {
        assert_eq!(read.expect_err("too long").errors().next().unwrap().code, ErrorCode::QueryTooLong);
    }
    let unknown = SearchRequest::from_query_string(&"ł1=x&".repeat(9_000)).expect_err("unknown");
    assert_eq!(unknown.errors().count(), limits::PROBLEM_ERRORS_MAX);
    let name = SearchRequest::from_query_string(&"ł".repeat(20_000)).expect_err("unknown");
    assert!(name.to_string().len() < 300);
}

#[test]
fn validate_sees_what_a_program_set() {
    let mut request = SearchRequest::new("x");
    assert_eq!(request.validate(), Ok(()));
    request.limit = 1_000;
    assert_eq!(request.validate().unwrap_err().to_string(), "`limit`: `1000` is more than 100");
}

#[test]
fn a_daemon_may_set_bounds_lower() {
    let limits =
        RequestLimits { limit_max: 20, query_words_max: 2, facets_max: 1, ..RequestLimits::default() };
    assert_eq!(limits.out_of_range(), None);
    for (query_string, message) in [
        ("q=a+b&limit=20&facet=kind", None),
        ("limit=21", Some("`limit`: `21` is more than 20")),
        ("q=a+b+c", Some("`q`: 3 words are more than 2")),
        ("facet=kind&facet=year", Some("`facet`: 2 values are more than 1")),
    ] {
        let request = SearchRequest::from_query_string(query_string).unwrap();
        let outcome = request.validate_within(&limits).map_err(|invalid| invalid.to_string());
        assert_eq!(outcome.err().as_deref(), message, "{query_string}");
    }
    let zero = RequestLimits { limit_max: 0, ..RequestLimits::default() };
    assert_eq!(zero.out_of_range(), Some(("limit_max", 1..=100)));
    let high = RequestLimits { query_bytes_max: 10_000, ..RequestLimits::default() };
    assert_eq!(high.out_of_range(), Some(("query_bytes_max", 1..=8_192)));
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![".{1,40}", "[a-ząćęłńóśźż&=+%# \u{a0}\u{ad}]{1,40}", Just("Z\u{301}ro\u{301}dło".to_owned())]
}

prop_compose! {
    fn date()(year in 1u16..=9999, month in proptest::option::of(1u8..=12), day in proptest::option::of(1u8..=28)) -> String {
        match (month, day) {
            (None, _) => format!("{year:04}"),
            (Some(month), None) => format!("{year:04}-{month:02}"),
            (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        }
    }
}

prop_compose! {
    fn request()(
        q in prop_oneof![Just(String::new()), text()],
        kind in proptest::option::of(text()),
        conditions in proptest::collection::vec(("[a-zą_]{1,9}", "[^ \\s]{1,20}"), 0..4),
        from in proptest::option::of(date()),
        sort in 0..Sort::ALL.len(),
        limit in 0..=limits::LIMIT_MAX,
        offset in 0..=9_900u32,
        cursor in proptest::option::of(text()),
        facet in proptest::collection::vec(text(), 0..4),
        near in proptest::option::of(text()),
        (explain, map) in any::<(bool, bool)>(),
    ) -> SearchRequest {
        SearchRequest {
            q,
            kind,
            where_: conditions.iter().map(|(field, value)| format!("{field}={value}").parse().expect("a condition")).collect(),
            from: from.map(|date| date.parse().expect("a date")),
            to: None,
            near,
            sort: Sort::ALL[sort],
            limit,
            offset: if cursor.is_some() { 0 } else { offset },
            cursor,
            facet,
            explain,
            format: if map { Format::Geojson } else { Format::Json },
        }
    }
}

proptest! {
    #[test]
    fn both_forms_round_trip(request in request()) {
        prop_assert_eq!(request.validate(), Ok(()));
        prop_assert_eq!(&SearchRequest::from_query_string(&request.to_query_string()).unwrap(), &request);
        prop_assert_eq!(&SearchRequest::from_json(&serde_json::to_vec(&request).unwrap()).unwrap(), &request);
    }

    #[test]
    fn reading_never_panics(text in "([a-z]{1,7}(\\[[0-9]?\\])?=[%+0-9a-zł=\\[\\]-]{0,9}&)*", body in "[\\[\\]{}\":,a-z0-9ł\\\\]*") {
        let _request_or_refusal = SearchRequest::from_query_string(&text);
        let _request_or_refusal = SearchRequest::from_json(body.as_bytes());
    }
}

#[test]
fn suggestions_and_similar_documents_take_few_parameters() {
    let suggest = |query: &str| SuggestRequest::from_query_string(query);
    for (query, q, limit) in [
        ("q=%C5%82%C3%B3d", "łód", limits::LIMIT_DEFAULT),
        ("limit=100&q=", "", 100),
        ("", "", limits::LIMIT_DEFAULT),
        ("q=60%2B&limit=", "60+", limits::LIMIT_DEFAULT),
    ] {
        assert_eq!(suggest(query), Ok(SuggestRequest { q: q.to_owned(), limit }), "{query}");
    }
    let long = format!("q={}", "a".repeat(limits::VALUE_BYTES_MAX + 1));
    for (query, code) in [
        ("q=a&kind=news", ErrorCode::UnknownParameter),
        ("q=a&q=b", ErrorCode::RepeatedParameter),
        ("q=%ff", ErrorCode::InvalidEncoding),
        ("limit=0", ErrorCode::InvalidLimit),
        ("limit=101", ErrorCode::InvalidLimit),
        ("limit=ten", ErrorCode::InvalidLimit),
        (&long, ErrorCode::QueryTooLong),
    ] {
        let problem = Problem::from(suggest(query).expect_err(query));
        assert_eq!((problem.status, problem.code), (400, code), "{query}");
        assert!(problem.errors.iter().all(|error| !error.remedy.is_empty()), "{query}");
    }
    assert_eq!(SimilarRequest::from_query_string("limit=3"), Ok(SimilarRequest { limit: 3 }));
    assert!(SimilarRequest::from_query_string("q=a").is_err());
}
