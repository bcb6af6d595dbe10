//! The client against a daemon that is told, byte for byte, what to answer.

use std::error::Error as _;
use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use fiszka_client::protocol::{
    ErrorCode, HealthResponse, Problem, SearchRequest, SimilarRequest, State, SuggestRequest,
};
use fiszka_client::{Client, Error, blocking};
use tempfile::TempDir;

/// Answers one connection: reads one request, writes `answer`, then does as `end` says.
struct Daemon {
    socket: PathBuf,
    request: JoinHandle<io::Result<String>>,
    _folder: TempDir,
}

#[derive(Clone, Copy, PartialEq)]
enum End {
    Close,
    /// Stays silent until the client goes.
    Hang,
}

impl Daemon {
    fn new(answer: impl Into<Vec<u8>>, end: End) -> Self {
        Self::named("fiszka.sock", answer.into(), end)
    }

    fn named(name: &str, answer: Vec<u8>, end: End) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let socket = folder.path().join(name);
        let listener = UnixListener::bind(&socket).expect("a socket");
        let request = thread::spawn(move || {
            let (mut stream, _) = listener.accept()?;
            let request = read_request(&mut stream)?;
            // The client may go before it has read everything: that is what some of the tests are about.
            if stream.write_all(&answer).is_ok() && end == End::Hang {
                stream.read_to_end(&mut Vec::new())?;
            }
            Ok(request)
        });
        Self { socket, request, _folder: folder }
    }

    fn client(&self) -> Client {
        Client::new(&self.socket)
    }

    /// The request as it came.
    fn finish(self) -> String {
        self.request.join().expect("no panic").expect("a request")
    }
}

fn read_request(stream: &mut UnixStream) -> io::Result<String> {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        request.extend(byte);
    }
    let mut request = String::from_utf8(request).expect("the head of a request is ASCII");
    let length = request.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().expect("a number"))];
    stream.read_exact(&mut body)?;
    request.push_str(&String::from_utf8(body).expect("JSON is UTF-8"));
    Ok(request)
}

fn blocking(client: Client) -> blocking::Client {
    blocking::Client::new(client).expect("a runtime")
}

fn json(status: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into()
}

const HEALTHY: &str = r#"{"status":"ok","version":"0.1.0"}"#;
const NOTHING_FOUND: &str = r#"{"total":0,"total_relation":"eq","took_ms":0.1,"partial":false,"weak":false,"hits":[],
    "facets":{},"did_you_mean":null,"corrected":false,"diagnostics":[],"reading":null,"next_cursor":null,"generation":"1","state":"ready"}"#;

#[test]
fn a_search_is_posted() {
    let daemon = Daemon::new(json("200 OK", NOTHING_FOUND), End::Hang);
    let request = SearchRequest::new("żłobek „Miś” w Łodzi");
    let response = blocking(daemon.client()).search(&request).unwrap();
    assert_eq!((response.total, response.state), (0, State::Ready));

    let sent = daemon.finish();
    let (head, body) = sent.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    assert_eq!(lines.next(), Some("POST /v1/search HTTP/1.1"));
    let headers: Vec<&str> = lines.collect();
    let length = format!("content-length: {}", body.len());
    assert_eq!(headers, ["host: fiszka", "content-type: application/json", &length]);
    assert_eq!(SearchRequest::from_json(body.as_bytes()).unwrap(), request);
}

#[test]
fn each_method_asks_its_path() {
    type Ask = fn(&blocking::Client) -> Result<(), Error>;
    let cases: [(&str, &str, Ask); 6] = [
        ("fiszka.sock", "GET /v1/suggest?q=%C5%82%C3%B3&limit=10 HTTP/1.1", |client| {
            client.suggest(&SuggestRequest::new("łó")).map(drop)
        }),
        ("fiszka.sock", "GET /v1/documents/a%2Fb/similar?limit=10 HTTP/1.1", |client| {
            client.similar("a/b", SimilarRequest::default()).map(drop)
        }),
        ("fiszka.sock", "GET /v1/documents/a%2Fb%3F HTTP/1.1", |client| client.document("a/b?").map(drop)),
        ("fiszka.sock", "GET /v1/status HTTP/1.1", |client| client.status().map(drop)),
        ("fiszka.sock", "GET /healthz HTTP/1.1", |client| client.health().map(drop)),
        ("fiszka-admin.sock", "POST /v1/reindex HTTP/1.1", |client| client.reindex().map(drop)),
    ];
    for (socket, line, ask) in cases {
        let problem = Problem::new(ErrorCode::Busy, "wait");
        let answer = json("503 Service Unavailable", &serde_json::to_string(&problem).unwrap());
        let daemon = Daemon::named(socket, answer, End::Close);
        let client = blocking(Client::new(daemon.socket.with_file_name("fiszka.sock")));
        let refused = ask(&client).unwrap_err();
        assert!(matches!(&refused, Error::Refused(found) if *found == problem), "{line}: {refused:?}");
        assert_eq!(refused.to_string(), "wait");
        assert_eq!(daemon.finish().lines().next(), Some(line));
    }
}

#[test]
fn a_refusal_brings_its_remedy() {
    let refused = SearchRequest::from_query_string("limit=200").unwrap_err();
    let problem = serde_json::to_string(&Problem::from(refused)).unwrap();
    let daemon = Daemon::new(json("400 Bad Request", &problem), End::Close);
    let error = blocking(daemon.client()).search(&SearchRequest::new("x")).unwrap_err();
    assert_eq!(error.to_string(), "`limit`: `200` is more than 100");
    assert_eq!(error.hint(), Some("ask for smaller pages, and page on with `offset`"));
}

#[test]
fn an_answer_may_come_in_any_form_of_http() {
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"status\":\"ok\",\"\r\n11\r\nversion\":\"0.1.0\"}\r\n0\r\n\r\n";
    let until_close = format!("HTTP/1.0 200 OK\r\n\r\n{HEALTHY}");
    for answer in [json("200 OK", HEALTHY), chunked.into(), until_close.into()] {
        let daemon = Daemon::new(answer.clone(), End::Close);
        let health = blocking(daemon.client()).health().unwrap();
        assert_eq!(health, HealthResponse { status: "ok".into(), version: "0.1.0".into() });
        daemon.finish();
    }
}

#[test]
fn inside_a_runtime() {
    let daemon = Daemon::new(json("200 OK", HEALTHY), End::Close);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    assert_eq!(runtime.block_on(daemon.client().health()).unwrap().status, "ok");
}

#[test]
fn a_daemon_that_hangs() {
    let half = json("200 OK", HEALTHY).get(..60).unwrap().to_vec();
    for answer in [Vec::new(), b"HTTP/1.1 200".to_vec(), half] {
        let daemon = Daemon::new(answer, End::Hang);
        let client = daemon.client().with_answer_timeout(Duration::from_millis(50));
        let error = blocking(client).health().unwrap_err();
        let message = format!("the daemon at {} gave no answer within 50ms", daemon.socket.display());
        assert_eq!(error.to_string(), message);
        assert_eq!(error.hint(), Some("`fiszka status` tells what the daemon is doing"));
        // The daemon sees that the client has gone.
        daemon.finish();
    }
}

#[test]
fn a_daemon_that_talks_nonsense_or_falls_silent() {
    let early = json("200 OK", HEALTHY).get(..70).unwrap().to_vec();
    for answer in
        [&b""[..], b"HTTP/1.1 2", b"+PONG\r\n", b"\x00\xff\x00\xff\r\n\r\n", &early, &[b'x'; 1 << 20]]
    {
        let daemon = Daemon::new(answer, End::Close);
        let error = blocking(daemon.client()).health().unwrap_err();
        assert!(matches!(error, Error::BrokenOff { .. }), "{error:?}");
        let message = format!("the exchange with the daemon at {} broke off", daemon.socket.display());
        assert_eq!(error.to_string(), message);
        assert!(error.source().is_some());
        assert_eq!(error.hint(), Some("the daemon may have been stopped: try again, and see its log"));
    }
}

#[test]
fn an_answer_that_is_not_of_the_protocol() {
    for (status, body) in [
        ("200 OK", "<html>It works!</html>"),
        ("200 OK", r#"{"status":5}"#),
        ("200 OK", ""),
        ("204 No Content", ""),
        ("302 Found", "elsewhere"),
        ("502 Bad Gateway", "<html>nginx</html>"),
    ] {
        let daemon = Daemon::new(json(status, body), End::Close);
        let error = blocking(daemon.client()).health().unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "the answer of the daemon at {} (status {}) is not of the protocol",
                daemon.socket.display(),
                status.split(' ').next().unwrap()
            )
        );
        assert!(error.source().is_some(), "{status}");
        assert_eq!(
            error.hint(),
            Some("the daemon may be of another version, or the socket of another program")
        );
    }
}

#[test]
fn an_answer_that_is_too_large() {
    let endless = format!("HTTP/1.1 200 OK\r\n\r\n{}", " ".repeat(1_000_000));
    for (answer, end) in [(endless.into_bytes(), End::Hang), (json("200 OK", HEALTHY), End::Close)] {
        let daemon = Daemon::new(answer, end);
        let error = blocking(daemon.client().with_answer_bytes_max(20)).health().unwrap_err();
        let message =
            format!("the answer of the daemon at {} is larger than 20 bytes", daemon.socket.display());
        assert_eq!(error.to_string(), message);
        assert_eq!(error.hint(), Some("ask for fewer hits"));
        daemon.finish();
    }
    let daemon = Daemon::new(json("200 OK", HEALTHY), End::Close);
    let client = daemon.client().with_answer_bytes_max(HEALTHY.len());
    assert!(blocking(client).health().is_ok());
}

#[test]
fn nobody_there() {
    let folder = tempfile::tempdir().unwrap();
    let stale = folder.path().join("stale.sock");
    drop(UnixListener::bind(&stale).unwrap());
    let start = "start it with `fiszka serve CORPUS`";
    let long = "the path of a socket has at most 107 bytes";
    for (socket, hint) in [
        (folder.path().join("none.sock"), start),
        (stale, start),
        (folder.path().join("x".repeat(120)), long),
    ] {
        unreachable(&socket, hint);
    }
}

#[test]
fn not_let_in() {
    let folder = tempfile::tempdir().unwrap();
    let closed = folder.path().join("closed.sock");
    let _listener = UnixListener::bind(&closed).unwrap();
    std::fs::set_permissions(&closed, PermissionsExt::from_mode(0o000)).unwrap();
    // Root is let in everywhere.
    if UnixStream::connect(&closed).is_err() {
        unreachable(&closed, "this user may not enter the socket: see its mode and group");
    }
}

#[track_caller]
fn unreachable(socket: &Path, hint: &str) {
    let error = blocking(Client::new(socket)).health().expect_err("unreachable");
    assert_eq!(error.to_string(), format!("no daemon can be reached at {}", socket.display()));
    assert_eq!(error.hint(), Some(hint), "{error:?}");
    assert!(error.source().is_some());
}

#[test]
fn an_impossible_id_is_not_sent() {
    let error = blocking(Client::new("/nowhere")).document(&"x".repeat(100_000)).unwrap_err();
    assert!(
        matches!(&error, Error::Refused(problem) if problem.code == ErrorCode::DocumentNotFound),
        "{error:?}"
    );
    assert_eq!(error.to_string(), "no document has an id of 100000 bytes");
}
