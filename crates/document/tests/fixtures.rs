//! Each file of `tests/fixtures` gives the documents that stand beside it in `NAME.expected`.
//! `UPDATE_EXPECT=1 cargo test -p fiszka-document` writes them anew: read the difference before committing it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use expect_test::expect_file;
use fiszka_document::{Document, Limits, SiteShell, SourceFile, clean, parse};
use fiszka_schema::Schema;

#[test]
fn every_fixture_gives_its_documents() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("the folder of fixtures")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name in UTF-8"))
        .filter(|name| !name.ends_with(".expected"))
        .collect();
    names.sort();
    assert!(names.len() > 120);
    for name in names {
        let bytes = fs::read(folder.join(&name)).expect("a fixture");
        let shown = show(&format!("fixtures/{name}"), &bytes);
        expect_file![folder.join(format!("{name}.expected"))].assert_eq(&shown);
    }
}

fn show(path: &str, bytes: &[u8]) -> String {
    let schema = Schema::builtin();
    let mut out = String::new();
    match parse(&SourceFile { path, bytes }, schema, &Limits::default()) {
        Err(failure) => writeln!(out, "{failure}").expect("a string"),
        Ok(parsed) => {
            for report in &parsed.diagnostics {
                let line = report.line.map(|line| format!(" (line {line})")).unwrap_or_default();
                writeln!(out, "! {}: {}{line}", report.code, report.message).expect("a string");
            }
            for draft in &parsed.drafts {
                show_document(&mut out, &clean(draft, &SiteShell::default(), schema)).expect("a string");
            }
        }
    }
    out
}

fn show_document(out: &mut String, document: &Document) -> std::fmt::Result {
    writeln!(out, "== {} {}", document.kind, document.identity)?;
    if document.empty {
        writeln!(out, "empty")?;
    }
    for evidence in &document.kind_evidence {
        writeln!(out, "because of {evidence}")?;
    }
    for (name, date) in [("published", document.published), ("updated", document.updated)] {
        if let Some(date) = date {
            writeln!(out, "{name} {date}")?;
        }
    }
    if let Some(time) = document.published_time {
        writeln!(out, "at {time}")?;
    }
    for field in &document.record {
        let place = if field.range.is_some() { "" } else { " (given)" };
        writeln!(out, "{}: {:?} = {:?}{place}", field.name, field.printed, field.value)?;
    }
    for zone in &document.zones {
        writeln!(out, "[{}] {:?}", zone.field, document.text.get(zone.range.clone()).expect("a zone"))?;
    }
    for cut in &document.cuts {
        writeln!(out, "-{:?}- {:?}", cut.reason, document.text.get(cut.range.clone()).expect("a cut"))?;
    }
    for report in &document.diagnostics {
        let line = report.line.map(|line| format!(" (line {line})")).unwrap_or_default();
        writeln!(out, "! {}: {}{line}", report.code, report.message)?;
    }
    Ok(())
}
