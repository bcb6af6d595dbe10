//! The `console` blocks of README and `docs/` are what the program prints.
//!
//! Each line `$ fiszka …` (in README `$ cargo run -qr -- …`) runs in a shell beside one daemon that serves
//! `corpora/sample`, and what stands below it is compared with what it prints:
//!
//! - `…` on a line of its own stands for any lines;
//! - times, as in `(0.9 ms)`, and cursors, which hold the day, are written as `…` and not compared;
//! - lines that are indented by four blanks may be broken anywhere, as on a terminal;
//! - blanks at the end of lines and blank lines at the end of an output do not count.
//!
//! `UPDATE_DOCS=1` writes what is printed in place of what differs. An output that had a `…` is abridged again: every
//! run of indented lines, with the blank lines behind it, becomes one.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::program::Place;

const INDENT: &str = "    ";
const ELLIPSIS: &str = "…";

/// Longest line that is written, in characters: that of a terminal.
const WIDTH: usize = 100;

#[test]
fn what_the_pages_show_is_what_is_printed() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let place = Place::new(&[]);
    for folder in ["corpora", "benches", "crates"] {
        symlink(repository.join(folder), place.path(folder)).unwrap();
    }
    let daemon = place.serve(&["corpora/sample", "--index", "index"]);
    let is_update = std::env::var_os("UPDATE_DOCS").is_some();
    let mut differences = String::new();
    for path in pages(&repository) {
        let page = fs::read_to_string(&path).unwrap();
        let updated = checked(&page, |command| output_of(&place, command), &mut differences);
        if is_update && updated != page {
            fs::write(&path, updated).unwrap();
        }
    }
    drop(daemon);
    assert!(is_update || differences.is_empty(), "UPDATE_DOCS=1 mends:\n{differences}");
}

/// The pages for people.
fn pages(repository: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(repository.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect();
    pages.extend(["README.md", "README.pl.md"].map(|name| repository.join(name)));
    pages.sort();
    pages
}

/// What a command prints on both streams. Its language is that of a shell.
fn output_of(place: &Place, command: &str) -> String {
    let program = place.command(&[]);
    let folder = Path::new(program.get_program()).parent().unwrap();
    let environment = program.get_envs().filter_map(|(name, value)| Some((name, value?)));
    let output = Command::new("/bin/sh")
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .current_dir(program.get_current_dir().unwrap())
        .env_clear()
        .envs(environment)
        .env("PATH", format!("{}:/usr/bin:/bin", folder.display()))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The page with what is printed in place of what differs; tells of each difference.
fn checked(page: &str, mut run: impl FnMut(&str) -> String, differences: &mut String) -> String {
    let mut updated = String::new();
    let mut lines = page.lines().peekable();
    let mut is_inside = false;
    while let Some(line) = lines.next() {
        writeln!(updated, "{line}").unwrap();
        if line.starts_with("```") {
            is_inside = line == "```console";
        }
        let Some(command) = line.strip_prefix("$ ").filter(|_| is_inside).and_then(command) else { continue };
        let is_output = |line: &&str| !line.starts_with("$ ") && !line.starts_with("```");
        let shown: Vec<_> = std::iter::from_fn(|| lines.next_if(is_output)).collect();
        let printed = run(&command);
        let printed: Vec<_> = printed.lines().collect();
        let expected = if matches(&unwrapped(&shown), &unwrapped(&printed)) {
            shown.iter().map(ToString::to_string).collect()
        } else {
            let (shown_text, printed_text) = (shown.join("\n"), printed.join("\n"));
            writeln!(differences, "{line}\nshown:\n{shown_text}\nprinted:\n{printed_text}\n").unwrap();
            written(&printed, shown.contains(&ELLIPSIS))
        };
        for line in expected {
            writeln!(updated, "{line}").unwrap();
        }
    }
    updated
}

/// The command of a line behind its prompt, when it is one of ours.
fn command(line: &str) -> Option<String> {
    let arguments = line.strip_prefix("cargo run -qr -- ").or_else(|| line.strip_prefix("fiszka "))?;
    Some(format!("fiszka {arguments}"))
}

/// The lines of an output with times and cursors masked and the breaks of indented lines undone.
fn unwrapped(lines: &[&str]) -> Vec<String> {
    let mut unwrapped: Vec<String> = Vec::new();
    for line in lines {
        let text = line.split_whitespace().collect::<Vec<_>>().join(" ");
        match unwrapped.last_mut().filter(|last| last.starts_with(INDENT)) {
            Some(last) if line.starts_with(INDENT) => *last = format!("{last} {text}"),
            _ if line.starts_with(INDENT) => unwrapped.push(format!("{INDENT}{text}")),
            _ => unwrapped.push(masked(line.trim_end())),
        }
    }
    while unwrapped.last().is_some_and(String::is_empty) {
        unwrapped.pop();
    }
    unwrapped
}

/// `5 documents (0.9 ms)` becomes `5 documents (…)`, and `more: --cursor 01af` becomes `more: --cursor …`.
fn masked(line: &str) -> String {
    const CURSOR: &str = "more: --cursor ";
    if line.starts_with(CURSOR) {
        return format!("{CURSOR}{ELLIPSIS}");
    }
    let time = line.strip_suffix(" ms)").and_then(|line| line.rsplit_once(" ("));
    let time = time.filter(|(_, time)| time.parse::<f64>().is_ok());
    time.map_or_else(|| line.to_owned(), |(before, _)| format!("{before} ({ELLIPSIS})"))
}

/// Whether an output is what a page shows. Both are as [`unwrapped`] returns them.
fn matches(shown: &[String], printed: &[String]) -> bool {
    let Some((first, rest)) = shown.split_first() else { return printed.is_empty() };
    if first == ELLIPSIS {
        return (0..=printed.len()).any(|skipped| matches(rest, printed.get(skipped..).unwrap_or_default()));
    }
    printed.split_first().is_some_and(|(line, others)| first == line && matches(rest, others))
}

/// An output as a page shows it.
fn written(printed: &[&str], is_abridged: bool) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in printed {
        let is_after_ellipsis = is_abridged && lines.last().is_some_and(|last| last == ELLIPSIS);
        if !line.starts_with(INDENT) {
            if !(line.is_empty() && is_after_ellipsis) {
                lines.push(masked(line.trim_end()));
            }
        } else if !is_abridged {
            lines.extend(wrapped(line));
        } else if !is_after_ellipsis {
            lines.push(ELLIPSIS.to_owned());
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// An indented line, broken where a terminal would.
fn wrapped(line: &str) -> Vec<String> {
    let text = line.strip_prefix(INDENT).unwrap_or(line).trim_end();
    let mut lines: Vec<String> = Vec::new();
    // Every single blank is a place to break at, so that columns stay where they are.
    for word in text.split(' ') {
        match lines.last_mut().filter(|last| last.chars().count() + 1 + word.chars().count() <= WIDTH) {
            Some(last) => *last = format!("{last} {word}"),
            None => lines.push(format!("{INDENT}{word}")),
        }
    }
    lines
}

#[test]
fn shown_and_printed_are_compared() {
    for (shown, printed, is_same) in [
        ("1 document (…)", "1 document (12.5 ms)", true),
        ("1 document (0.9 ms)", "1 document (12.5 ms)", true),
        ("1 document (0.9 ms)", "2 documents (0.9 ms)", false),
        ("1 document (nowy)", "1 document (stary)", false),
        ("more: --cursor …", "more: --cursor 01af", true),
        ("a\n…", "a\nb\nc", true),
        ("…\nc", "a\nb\nc", true),
        ("a\n…\nc", "a\nc", true),
        ("a\n…\nd", "a\nb\nc", false),
        ("a\n…", "b", false),
        ("", "a", false),
        ("a", "", false),
        ("    klub seniora\n    w Łodzi", "    klub  seniora w Łodzi\n\n", true),
        ("    klub seniora", "    klub juniora", false),
        ("klub\nseniora", "klub seniora", false),
    ] {
        let lines = |text: &'static str| unwrapped(&text.lines().collect::<Vec<_>>());
        assert_eq!(matches(&lines(shown), &lines(printed)), is_same, "{shown:?} {printed:?}");
    }
}

#[test]
fn pages_are_mended() {
    let page = "$ fiszka a\n```sh\n$ fiszka b\n```\n```console\n$ fiszka c\nold\n…\n$ ls\nold\n$ fiszka d\nkept\n…\n```\nold\n";
    let run = |command: &str| match command {
        "fiszka c" => "new (3.2 ms)\n\n    one\n    two\nnext\n    three\n\n".to_owned(),
        "fiszka d" => "kept\nand more\n".to_owned(),
        _ => panic!("{command} was run"),
    };
    let mut differences = String::new();
    let mended = checked(page, run, &mut differences);
    let expected = page.replacen("old\n…\n", "new (…)\n\n…\nnext\n…\n", 1);
    assert_eq!(mended, expected);
    assert!(differences.contains("$ fiszka c\nshown:\nold") && !differences.contains("fiszka d"));
    assert_eq!(checked(&mended, run, &mut String::new()), mended);
}

#[test]
fn long_lines_are_broken() {
    let line = format!("{INDENT}{}", "słowo ".repeat(30));
    let broken = wrapped(&line);
    assert!(broken.len() == 2 && broken.iter().all(|line| line.chars().count() <= WIDTH), "{broken:?}");
    let broken: Vec<_> = broken.iter().map(String::as_str).collect();
    assert_eq!(unwrapped(&broken), unwrapped(&[&line]));
}
