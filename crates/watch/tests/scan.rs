//! What a scan lists and what it passes over, on temporary folders.

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::time::{Duration, SystemTime};

use fiszka_watch::{RootState, Rules, ScanErrorKind, ScanReport, Stamp, scan, stamp};
use tempfile::TempDir;

/// Makes a temporary folder from lines: `path` is a file that holds its own path, `path/` a folder, `path -> target` a link.
fn folder(lines: &[&str]) -> TempDir {
    let temp = tempfile::tempdir().expect("temp folder");
    for line in lines {
        let (path, target) = line.split_once(" -> ").map_or((*line, None), |(path, to)| (path, Some(to)));
        let full = temp.path().join(path);
        fs::create_dir_all(full.parent().expect("parent")).expect("parents");
        match target {
            Some(target) => symlink(target, &full).expect("link"),
            None if path.ends_with('/') => fs::create_dir_all(&full).expect("folder"),
            None => fs::write(&full, path).expect("file"),
        }
    }
    temp
}

/// The paths listed at or under a place, in order, and the report.
fn list(root: &Path, under: &str, rules: &Rules) -> (Vec<String>, ScanReport) {
    let mut paths = Vec::new();
    let report = scan(root, Path::new(under), rules, &mut |entry| paths.push(entry.path));
    assert_eq!(report.files, paths.len());
    (paths, report)
}

fn errors(report: &ScanReport) -> Vec<String> {
    report.errors.iter().map(ToString::to_string).collect()
}

#[test]
fn what_is_listed_and_what_is_reported() {
    type Row = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);
    let rows: &[Row] = &[
        ("an empty folder", &[], &[], &[]),
        (
            "names in order of bytes, depth first",
            &["b", "a/z", "a.txt", "a/b/c", "B", "ą"],
            &["B", "a/b/c", "a/z", "a.txt", "b", "ą"],
            &[],
        ),
        (
            "hidden and transient names, and all below them",
            &["a.md", ".a.md.swp", "a.md~", ".git/config", "x.tmp/a.md", "lost+found/a"],
            &["a.md"],
            &[],
        ),
        (
            "Polish names, NFC and NFD side by side",
            &["Łódź/żółw.md", "Ło\u{301}dz\u{301}/z\u{307}o\u{301}łw.md"],
            &["Ło\u{301}dz\u{301}/z\u{307}o\u{301}łw.md", "Łódź/żółw.md"],
            &[],
        ),
        (
            "spaces, quotes and newlines",
            &["uchwała nr 5\u{a0}„a\".md", "dwa\nwiersze.md"],
            &["dwa\nwiersze.md", "uchwała nr 5\u{a0}„a\".md"],
            &[],
        ),
        (
            "a link to a file is a file",
            &["a.md", "b.md -> a.md", "c/d.md -> ../b.md"],
            &["a.md", "b.md", "c/d.md"],
            &[],
        ),
        (
            "a link to a folder is passed over, so a loop is none",
            &["a/b.md", "a/c -> .", "d -> a", "e -> .."],
            &["a/b.md"],
            &[
                "link to a folder is not followed: a/c",
                "link to a folder is not followed: d",
                "link to a folder is not followed: e",
            ],
        ),
        (
            "links that lead nowhere",
            &["a -> nothing", "b -> b", "c -> d", "d -> c", "e.md"],
            &["e.md"],
            &[
                "link leads nowhere: a",
                "link leads nowhere: b",
                "link leads nowhere: c",
                "link leads nowhere: d",
            ],
        ),
        ("a link with a hidden name", &["a.md", ".b -> nothing", "c~ -> a.md"], &["a.md"], &[]),
        ("a link to a device", &["a -> /dev/null"], &[], &["not a regular file: a"]),
    ];
    for (what, lines, listed, reported) in rows {
        let temp = folder(lines);
        let (paths, report) = list(temp.path(), "", &Rules::default());
        assert_eq!(paths, *listed, "{what}");
        assert_eq!(errors(&report), *reported, "{what}");
        assert_eq!((report.root_state, report.truncated), (RootState::Present, false), "{what}");
        assert_eq!(list(temp.path(), "", &Rules::default()).0, paths, "{what}: twice the same");
    }
}

/// A scan of any place lists exactly what a scan of everything lists at or under it.
#[test]
fn a_place_is_a_part_of_the_whole() {
    let temp = folder(&[
        "a/b/c.md",
        "a/b/d.md",
        "a/e.md",
        "a-b/f.md",
        "g.md",
        "h/",
        "i -> a",
        "j.md -> g.md",
        ".k/l.md",
        "m.tmp",
    ]);
    let (all, _) = list(temp.path(), "", &Rules::default());
    assert_eq!(all, ["a/b/c.md", "a/b/d.md", "a/e.md", "a-b/f.md", "g.md", "j.md"]);
    for place in [
        "",
        "a",
        "a/b",
        "a/b/c.md",
        "a-b",
        "g.md",
        "h",
        "i",
        "i/e.md",
        "i/b",
        "j.md",
        "j.md/x",
        "g.md/x",
        ".k",
        ".k/l.md",
        "m.tmp",
        "nothing",
        "nothing/x",
        "a/nothing",
    ] {
        let expected: Vec<_> =
            all.iter().filter(|path| Path::new(path).starts_with(place)).cloned().collect();
        assert_eq!(list(temp.path(), place, &Rules::default()).0, expected, "{place}");
    }
    for outside in ["..", "a/../g.md", "/etc", "./../x"] {
        assert!(list(temp.path(), outside, &Rules::default()).0.is_empty(), "{outside}");
    }
}

#[test]
fn names_that_are_not_utf8_and_what_is_no_file() {
    let temp = folder(&["a.md"]);
    for name in [b"l\xf3d\xbc.md".as_slice(), b"z\xff"] {
        fs::write(temp.path().join(OsStr::from_bytes(name)), "x").expect("file");
    }
    fs::create_dir(temp.path().join(OsStr::from_bytes(b"\xb1"))).expect("folder");
    let _socket = UnixListener::bind(temp.path().join("s")).expect("socket");
    let (paths, report) = list(temp.path(), "", &Rules::default());
    assert_eq!(paths, ["a.md"]);
    let kinds: Vec<_> = report.errors.iter().map(|error| error.kind).collect();
    assert_eq!(
        kinds,
        [ScanErrorKind::NotUtf8, ScanErrorKind::Special, ScanErrorKind::NotUtf8, ScanErrorKind::NotUtf8]
    );
    assert_eq!(report.errors[0].path.as_os_str().as_bytes(), b"l\xf3d\xbc.md");
    assert!(report.errors[0].to_string().starts_with("name is not utf-8: l"));
    assert!(!report.hides("a.md"));
}

#[test]
fn deep_nesting_ends_at_the_bound() {
    let deep = "d/".repeat(200) + "a.md";
    let temp = folder(&[&deep, "d/b.md"]);
    let (paths, report) = list(temp.path(), "", &Rules::default());
    assert_eq!(paths, ["d/b.md"]);
    assert_eq!(report.errors.len(), 1);
    assert_eq!(
        (report.errors[0].kind, report.errors[0].path.components().count()),
        (ScanErrorKind::TooDeep, 64)
    );
    for (depth_max, count) in [(201, 2), (200, 1), (2, 1), (1, 0)] {
        let rules = Rules { depth_max, ..Rules::default() };
        assert_eq!(list(temp.path(), "", &rules).0.len(), count, "{depth_max}");
        assert_eq!(list(temp.path(), &deep, &rules).0.len(), usize::from(depth_max == 201), "{depth_max}");
    }
}

#[test]
fn too_many_files_and_errors_are_counted() {
    let temp = folder(&["a/1", "a/2", "b/3", "b/4", "c/5"]);
    for (files_max, listed, truncated) in [(5, 5, false), (4, 4, true), (1, 1, true), (0, 0, true)] {
        let rules = Rules { files_max, ..Rules::default() };
        let (paths, report) = list(temp.path(), "", &rules);
        assert_eq!(
            (paths.len(), report.truncated, report.hides("c/5")),
            (listed, truncated, truncated),
            "{files_max}"
        );
    }
    let temp = folder(&["a -> x", "b -> x", "c -> x", "d"]);
    let (paths, report) = list(temp.path(), "", &Rules { errors_max: 1, ..Rules::default() });
    assert_eq!((paths.len(), report.errors.len(), report.errors_omitted), (1, 1, 2));
}

#[test]
fn a_root_that_is_away_is_not_an_empty_one() {
    let temp = folder(&["file", "empty/", "link -> empty", "dangling -> nothing"]);
    for (root, state) in [
        ("empty", RootState::Present),
        ("link", RootState::Present),
        ("file", RootState::NotAFolder),
        ("nothing", RootState::Missing),
        ("dangling", RootState::Missing),
        ("file/below", RootState::Missing),
    ] {
        let (paths, report) = list(&temp.path().join(root), "", &Rules::default());
        assert_eq!((paths.len(), report.root_state), (0, state), "{root}");
        assert_eq!(report.hides("a.md"), state != RootState::Present, "{root}");
        let (_, report) = list(&temp.path().join(root), "a/b.md", &Rules::default());
        assert_eq!(report.root_state, state, "{root}, a place in it");
    }
}

/// The superuser may read everything; then the scan lists the folder, which is checked instead.
#[test]
fn a_folder_that_cannot_be_read() {
    let temp = folder(&["a.md", "closed/b.md", "closed/c/d.md", "e.md"]);
    let closed = temp.path().join("closed");
    fs::set_permissions(&closed, Permissions::from_mode(0o000)).expect("rights");
    let may_read_everything = fs::read_dir(&closed).is_ok();
    let (paths, report) = list(temp.path(), "", &Rules::default());
    let (_, report_of_file) = list(temp.path(), "closed/b.md", &Rules::default());
    let (_, report_of_root) = list(&closed, "", &Rules::default());
    fs::set_permissions(&closed, Permissions::from_mode(0o755)).expect("rights");
    if may_read_everything {
        assert_eq!(paths, ["a.md", "closed/b.md", "closed/c/d.md", "e.md"]);
        return;
    }
    assert_eq!(paths, ["a.md", "e.md"]);
    assert_eq!(errors(&report), ["folder cannot be read: closed"]);
    assert!(report.errors[0].source.is_some() && report.errors[0].kind.hint().contains("right to read"));
    assert!(report.hides("closed/b.md") && report.hides("closed/c/d.md"));
    assert!(!report.hides("a.md") && !report.hides("closed2/b.md"));
    assert!(report_of_file.hides("closed/b.md"));
    assert_eq!(report_of_root.root_state, RootState::Unreadable);
}

#[test]
fn stamps() {
    let temp = folder(&["a.md", "folder/", "link -> a.md", "dangling -> nothing"]);
    let at = |seconds: i64| {
        let file = fs::File::options().write(true).open(temp.path().join("a.md")).expect("file");
        let time = Duration::from_secs(seconds.unsigned_abs());
        let epoch = SystemTime::UNIX_EPOCH;
        file.set_modified(if seconds < 0 { epoch - time } else { epoch + time }).expect("time");
        let expected = Stamp { size_bytes: 4, modified_ns: seconds * 1_000_000_000 };
        assert_eq!(stamp(&temp.path().join("a.md")).expect("stamp"), Some(expected));
        let mut entries = Vec::new();
        scan(temp.path(), Path::new(""), &Rules::default(), &mut |entry| {
            entries.push((entry.path, entry.stamp))
        });
        assert_eq!(entries, [("a.md".to_owned(), expected), ("link".to_owned(), expected)]);
    };
    for seconds in [0, 1_262_304_000, -86_400] {
        at(seconds);
    }
    for nothing in ["folder", "nothing", "dangling", "a.md/x"] {
        assert_eq!(stamp(&temp.path().join(nothing)).expect("stamp"), None, "{nothing}");
    }
    let too_long = temp.path().join("ż".repeat(300));
    assert!(stamp(&too_long).is_err());
}
