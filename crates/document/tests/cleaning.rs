//! What fails, what stays the same between two visits, and what a site's shell takes off.

use fiszka_document::{CutReason, Document, Failure, Format, Limits, SiteShell, SourceFile, clean, parse};
use fiszka_schema::Schema;

fn document(text: &str, shell: &SiteShell) -> Document {
    let schema = Schema::builtin();
    let file = SourceFile { path: "a/page.txt", bytes: text.as_bytes() };
    let parsed = parse(&file, schema, &Limits::default()).expect("text");
    clean(parsed.drafts.first().expect("one draft"), shell, schema)
}

fn failure(path: &str, bytes: &[u8], limits: &Limits) -> Failure {
    parse(&SourceFile { path, bytes }, Schema::builtin(), limits).expect_err(path)
}

#[test]
fn failures_say_what_where_and_what_to_do() {
    let small = Limits { file_bytes_max: 20, documents_max: 1, ..Limits::default() };
    let deep = format!("<p>\n{}", "<div>".repeat(3_000));
    let cases: [(Failure, &str, &str); 10] = [
        (
            failure("a/b.html", deep.as_bytes(), &Limits::default()),
            "bad_structure",
            "bad HTML, line 2: more than 2000 elements are open at once",
        ),
        (failure("a/b.exe", b"x", &small), "unknown_format", "no format is known for `.exe` files"),
        (failure("a.b/c", b"x", &small), "unknown_format", "no format is known for `` files"),
        (
            failure("a/b.txt", &[b'x'; 21], &small),
            "too_large",
            "the file has 21 bytes, more than the limit of 20",
        ),
        (failure("a/b.txt", b"%PDF-1.4", &small), "binary", "not a text file: it looks like PDF"),
        (
            failure("a/b.txt", b"\xff\xfa\x90", &small),
            "not_text",
            "neither UTF-8 nor a Polish encoding; the first bad byte is on line 1",
        ),
        (
            failure("a/b.json", b"{\"a\":\n", &small),
            "bad_structure",
            "bad JSON, line 2: EOF while parsing a value",
        ),
        (
            failure("a/b.json", b"\"a\"", &small),
            "bad_structure",
            "bad JSON, line 1: neither a record nor an array of records",
        ),
        (
            failure("a/b.jsonl", b"\n{\n", &small),
            "bad_structure",
            "bad JSON Lines, line 2: EOF while parsing an object",
        ),
        (
            failure("a/b.jsonl", b"{}\n{}\n", &small),
            "too_many_documents",
            "more than 1 documents in one file",
        ),
    ];
    for (failure, code, message) in cases {
        assert_eq!((failure.code(), failure.to_string().as_str()), (code, message));
        assert!(!failure.hint().is_empty());
    }
}

#[test]
fn names_tell_formats() {
    let cases = [
        ("a/b.txt", Some(Format::Text)),
        ("a/b.HTM", Some(Format::Html)),
        ("a/b.c.md", Some(Format::Markdown)),
        ("a/b.json", Some(Format::Json)),
        ("a/b.jsonl", Some(Format::JsonLines)),
        ("a/b.xml", Some(Format::Feed)),
        ("a/b.rss", Some(Format::Feed)),
        ("a/b.PDF", Some(Format::Pdf)),
        ("a/b.docx", Some(Format::Docx)),
        ("a/b.odt", Some(Format::Odt)),
        ("a/b.doc", None),
        ("a.txt/b", None),
    ];
    for (path, format) in cases {
        assert_eq!(Format::of_path(path), format, "{path}");
    }
}

#[test]
fn long_pages_are_read_in_part_and_reported() {
    let limits = Limits { text_bytes_max: 21, ..Limits::default() };
    let schema = Schema::builtin();
    let file = SourceFile { path: "a/page.txt", bytes: "Tytuł strony\n\nąąąąąąąąąą".as_bytes() };
    let parsed = parse(&file, schema, &limits).expect("text");
    let document = clean(&parsed.drafts[0], &SiteShell::default(), schema);
    assert_eq!(document.text, "Tytuł strony\n\nąąą");
    assert_eq!(document.diagnostics[0].code, "truncated");
}

const PAGE: &str = "1.583.801\ngości odwiedziło nas\nod 1 kwietnia 2008 r.\n\nDzień sąsiada\n\n15 lutego 2021\n\
    616 Wyświetleń\n\nSąsiedzi spotkali się w\u{a0}parku i upiekli razem sto czterdzieści siedem kiełbasek, a potem śpiewali.\n";

#[test]
fn a_second_visit_changes_nothing_but_the_counters() {
    let first = document(PAGE, &SiteShell::default());
    let again = PAGE.replace("1.583.801", "1.600.002").replace("616", "617").replace('\u{a0}', " ");
    let second = document(&again, &SiteShell::default());
    assert_ne!(first.text, second.text);
    assert_eq!(first.content_hash(), second.content_hash());
    let changed = document(&PAGE.replace("parku", "lesie"), &SiteShell::default());
    assert_ne!(first.content_hash(), changed.content_hash());
    let postponed = document(&PAGE.replace("15 lutego", "16 lutego"), &SiteShell::default());
    assert_ne!(first.content_hash(), postponed.content_hash());
}

#[test]
fn lines_that_a_site_shares_are_cut() {
    let schema = Schema::builtin();
    let page = "Nasze gminne wieści codziennie o siódmej rano\n\nNowy skwer przy ulicy Lipowej\n\n\
        Robotnicy posadzili czterdzieści dwa klony i ustawili ławki.\n\nSponsorem strony jest piekarnia nr 7\n";
    let other = "Nasze gminne wieści codziennie o siódmej rano\nSponsorem strony jest piekarnia nr 8\n";
    let file = SourceFile { path: "a/other.txt", bytes: other.as_bytes() };
    let parsed = parse(&file, schema, &Limits::default()).expect("text");
    let shell = SiteShell::of_lines(parsed.drafts[0].line_hashes());
    let cleaned = document(page, &shell);
    assert_eq!(cleaned.title(), "Nowy skwer przy ulicy Lipowej");
    assert_eq!(
        cleaned.zone_text("body").collect::<Vec<_>>(),
        ["Robotnicy posadzili czterdzieści dwa klony i ustawili ławki."]
    );
    assert_eq!(cleaned.cuts.iter().filter(|cut| cut.reason == CutReason::Shell).count(), 2);
    assert!(document(page, &SiteShell::default()).cuts.is_empty());
}

#[test]
fn the_record_and_the_category_are_content_on_every_page() {
    let schema = Schema::builtin();
    let page = "Usługi społeczne : Oświata\nMała szkoła\n\n.: Skrót i Metryka -> Pełna prezentacja :.\n\nSkrót.\n\n\
        Metryka praktyki\nTyp jednostki: gmina wiejska\nWojewództwo: podlaskie\n\n.: Skrót i Metryka -> Pełna prezentacja :.\n";
    let file = SourceFile { path: "a/page.txt", bytes: page.as_bytes() };
    let draft = parse(&file, schema, &Limits::default()).expect("text").drafts.remove(0);
    let shell = SiteShell::of_lines(
        draft.line_hashes().filter(|hash| !hash_of("Mała szkoła").contains(hash)).collect::<Vec<_>>(),
    );
    let cleaned = clean(&draft, &shell, schema);
    assert_eq!(cleaned, clean(&draft, &SiteShell::default(), schema));
    assert_eq!(
        cleaned.record.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(),
        ["category", "unit_type", "voivodeship"]
    );
}

fn hash_of(line: &str) -> Vec<u64> {
    let file = SourceFile { path: "a/line.txt", bytes: line.as_bytes() };
    let parsed = parse(&file, Schema::builtin(), &Limits::default()).expect("text");
    parsed.drafts[0].line_hashes().collect()
}
