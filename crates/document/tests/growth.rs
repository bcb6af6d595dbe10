//! A file twice as long takes twice the work: the number and the bytes of allocations are counted instead of a clock, so
//! that a busy machine makes no difference. They also bound the memory that a file may take.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use fiszka_document::{Limits, PageLines, SiteShell, Sketch, SourceFile, clean, parse};
use fiszka_schema::Schema;

struct Counting;

thread_local! {
    static WORK: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

#[expect(unsafe_code, reason = "an allocator is unsafe by its signature; this one hands on to the system's")]
// SAFETY: every call is handed on unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        WORK.with(|work| work.set((work.get().0 + 1, work.get().1 + layout.size())));
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often memory was asked for, and how many bytes.
fn work(name: &str, text: &str) -> (usize, usize) {
    let schema = Schema::builtin();
    let before = WORK.get();
    if let Ok(parsed) = parse(&SourceFile { path: name, bytes: text.as_bytes() }, schema, &Limits::default())
    {
        for draft in &parsed.drafts {
            drop(PageLines::of(draft, schema));
            let document = clean(draft, &SiteShell::default(), schema);
            drop((Sketch::of(&document), document.language(schema).len(), document.content_hash()));
        }
    }
    let after = WORK.get();
    (after.0 - before.0, after.1 - before.1)
}

/// What is repeated, in which format.
const PATTERNS: [(&str, &str, &str, &str); 26] = [
    ("a.txt", "", "Mieszkańcy gminy spotkali się w parku.\n", ""),
    ("a.txt", "", "gości odwiedziło nas\n", ""),
    ("a.txt", "", "1.583.801\ngości odwiedziło nas\n\n", ""),
    ("a.txt", "", "» Kultura\n", ""),
    ("a.txt", "", "Czytaj także\nTytuł\n", ""),
    ("a.txt", "", "15 lutego 2021\n", ""),
    ("a.txt", "Metryka praktyki\n", "Osoby kontaktowe: Jan Lis\ntel. 81 466 20 62\n", ""),
    ("a.txt", "Metryka praktyki\n", "Powiat:\n\n", ""),
    ("a.txt", "Metryka praktyki\nOsoby kontaktowe: ", "tel. 1, e-mail: a@b, ", ""),
    ("a.txt", "", ".: Skrót i Metryka -> Pełna prezentacja :.\n", ""),
    ("a.txt", "", "Źródło: a | Autor: b | ", ""),
    ("a.txt", "", "\u{a0}\n", ""),
    ("a.txt", "", "a\u{301}", ""),
    ("a.txt", "", "?a", ""),
    ("a.html", "", "<p>Akapit o gminie", ""),
    ("a.html", "", "<b>", ""),
    ("a.html", "", "<table><tr><td>a<td>b", ""),
    ("a.html", "", "<a href=a.pdf>plik</a> ", ""),
    ("a.html", "", "&amp;&oacute;&", ""),
    ("a.md", "", "- a\n  - b\n\n", ""),
    ("a.md", "", "[a](b) *c* `d\n", ""),
    ("a.md", "---\n", "key: value\n", "---\n"),
    ("a.json", "[", "{\"tytul\":\"a\",\"tresc\":\"b\"},", "{}]"),
    ("a.jsonl", "", "{\"title\":\"a\",\"x\":[1,{\"y\":2}]}\n", ""),
    ("a.xml", "<rss>", "<item><title>a</title><description>b &amp; c</description></item>", "</rss>"),
    ("a.xml", "<feed><entry><content type=\"xhtml\">", "<p>a", "</content></entry></feed>"),
];

#[test]
fn twice_the_text_is_twice_the_work() {
    // The schema and the tables of the crates below are made once, and not counted.
    work("a.txt", "Wiersz\n");
    for (name, start, repeated, end) in PATTERNS {
        let text = |bytes: usize| format!("{start}{}{end}", repeated.repeat(bytes / repeated.len()));
        let bytes = 40_000;
        let (single, double) = (work(name, &text(bytes)), work(name, &text(2 * bytes)));
        let what = format!("{name}: {repeated:?} takes {single:?}, twice as much {double:?}");
        assert!(double.0 <= single.0 * 9 / 4 + 200, "{what}");
        assert!(double.1 <= single.1 * 5 / 2 + 40_000, "{what}");
        // What is asked for over the whole run, most of it given back at once.
        assert!(single.1 <= 600 * bytes, "{what}");
    }
}
