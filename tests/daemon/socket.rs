//! The socket as any HTTP client meets it, byte by byte.

use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;

use serde_json::Value;

use crate::support::{PATIENCE, Place, news};

/// Sends a request and returns the head and the body of the answer.
fn ask(place: &Place, socket: &str, request: &str) -> (String, String) {
    let exchange = || {
        let mut stream = UnixStream::connect(place.path(socket))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(request.replace('\n', "\r\n").as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).map(|_| answer)
    };
    let answer = exchange().expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    (head.to_owned(), body.to_owned())
}

fn get(place: &Place, path: &str) -> (String, Value) {
    let request = format!("GET {path} HTTP/1.1\nHost: fiszka\nX-Request-Id: abc\nConnection: close\n\n");
    let (head, body) = ask(place, "fiszka.sock", &request);
    assert!(head.contains("x-request-id: abc"), "{head}");
    (head.lines().next().unwrap_or_default().to_owned(), serde_json::from_str(&body).expect("JSON"))
}

#[test]
fn good_requests_are_answered() {
    let place = Place::new();
    place.write("klub.txt", news("Klub seniora", "Seniorzy spotykają się w środy."));
    let daemon = place.start();
    let id = daemon.search("klub").hits[0].id.clone();
    let searches = [
        "/v1/search?q=klub+seniora",
        "/v1/search?q=seniorom&kind=news&from=2021&to=2021-02&sort=newest&limit=5&facet=kind&explain=true",
        "/v1/search?q=",
    ];
    for path in searches {
        let (status, answer) = get(&place, path);
        assert_eq!(status, "HTTP/1.1 200 OK", "{path}");
        assert_eq!((&answer["total"], &answer["hits"][0]["id"]), (&1.into(), &id.as_str().into()), "{path}");
    }
    let (_, document) = get(&place, &format!("/v1/documents/{id}"));
    assert_eq!(document["title"], "Klub seniora");
    assert_eq!(get(&place, "/healthz").1["status"], "ok");
    assert_eq!(get(&place, "/v1/status").1["documents"], 1);
    assert!(get(&place, "/openapi.json").1["paths"]["/v1/search"].is_object());

    let body = "{\"q\": \"klub\", \"where\": [\"kind=news\"]}";
    let request = format!(
        "POST /v1/search HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: {}\nConnection: close\n\n{body}",
        body.len()
    );
    let (head, answer) = ask(&place, "fiszka.sock", &request);
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert_eq!(serde_json::from_str::<Value>(&answer).unwrap()["total"], 1);
    assert!(head.contains("cache-control: no-store") && head.contains("etag: "), "{head}");
}

#[test]
fn bad_requests_are_problems_with_a_stable_code() {
    let place = Place::new();
    let _daemon = place.start();
    let long = "a".repeat(9_000);
    for (path, status, code) in [
        ("/v1/search?q=a&colour=red", 400, "unknown_parameter"),
        ("/v1/search?q=a&sort=best", 400, "invalid_sort"),
        ("/v1/search?q=a&limit=1000", 400, "invalid_limit"),
        ("/v1/search?q=a&kind=poem", 400, "unknown_kind"),
        ("/v1/search?q=a&where=colour=red", 400, "unknown_field"),
        ("/v1/search?q=a&where=nonsense", 400, "invalid_where"),
        ("/v1/search?q=a&from=yesterday", 400, "invalid_date"),
        ("/v1/search?q=a&cursor=xyz", 400, "invalid_cursor"),
        (&format!("/v1/search?q={long}"), 400, "query_too_long"),
        ("/v1/documents/aaaaaaaaaaaaaaaaaaaaaaaaaa", 404, "document_not_found"),
        ("/v1/nothing", 404, "unknown_path"),
        ("/v1/reindex", 405, "method_not_allowed"),
    ] {
        let (line, problem) = get(&place, path);
        assert!(line.starts_with(&format!("HTTP/1.1 {status}")), "{path}: {line}");
        assert_eq!((&problem["code"], &problem["status"]), (&code.into(), &status.into()), "{path}");
        assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{path}");
    }
    let (head, body) = ask(
        &place,
        "fiszka.sock",
        "POST /v1/reindex HTTP/1.1\nHost: x\nContent-Length: 0\nConnection: close\n\n",
    );
    assert!(head.starts_with("HTTP/1.1 403") && head.contains("application/problem+json"), "{head}");
    assert!(body.contains("admin_socket_only"), "{body}");
    let huge = format!(
        "POST /v1/search HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: 300000\nConnection: close\n\n{}",
        "x".repeat(300_000)
    );
    let (head, body) = ask(&place, "fiszka.sock", &huge);
    assert!(head.starts_with("HTTP/1.1 413") && body.contains("body_too_large"), "{head}");
}

#[test]
fn garbage_harms_nobody() {
    let place = Place::new();
    let daemon = place.start();
    for garbage in ["\n\n", "HELO fiszka\n\n", "GET / HTTP/9.9\n\n", "\u{0}\u{1}\u{2}\n\n"] {
        let mut stream = UnixStream::connect(place.path("fiszka.sock")).unwrap();
        stream.write_all(garbage.as_bytes()).unwrap();
        drop(stream);
    }
    assert_eq!(daemon.search("nic").total, 0);
}

#[test]
fn callers_who_hang_up_leave_no_trace() {
    let place = Place::new();
    place.write("klub.txt", news("Klub seniora", "Seniorzy spotykają się w środy."));
    let config = fiszka_daemon::Config { searches_waiting_max: 2, searches_max: 1, ..place.config() };
    let daemon = crate::support::Daemon::start(config).unwrap();
    for _ in 0..300 {
        let mut stream = UnixStream::connect(place.path("fiszka.sock")).unwrap();
        stream.write_all(b"GET /v1/search?q=klub HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    }
    crate::support::wait_until("searches are answered", || {
        daemon
            .client
            .search(&fiszka_protocol::SearchRequest::new("klub"))
            .is_ok_and(|answer| answer.total == 1)
    });
}
