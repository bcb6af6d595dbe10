//! Every file of `tests/cases` is one story: events and clock in, batches out.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use notify::event::{
    AccessKind, AccessMode, CreateKind, DataChange, Flag, MetadataKind, ModifyKind, RemoveKind, RenameMode,
};
use notify::{Event, EventKind};
use serde::Deserialize;

use super::Gather;
use crate::event::{Finding, findings};
use crate::{Config, Rules};

/// The root as the user named it, and what it leads to: events carry the second.
const GIVEN: &str = "/corpus";
const REAL: &str = "/disk/corpus";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What the story shows; printed when it fails.
    why: String,
    #[serde(default = "default_quiet_ms")]
    quiet_ms: u64,
    #[serde(default = "default_wait_max_ms")]
    wait_max_ms: u64,
    #[serde(default = "default_paths_max")]
    paths_max: usize,
    /// Folders that the disk shows, relative to the root.
    #[serde(default)]
    folders: BTreeSet<String>,
    event: Vec<CaseEvent>,
    #[serde(default)]
    batch: Vec<Batch>,
    #[serde(default)]
    root: Vec<RootEvent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseEvent {
    at_ms: u64,
    kind: String,
    /// Relative to the root; a path that begins with `/` is taken as it is.
    #[serde(default)]
    paths: Vec<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Batch {
    at_ms: u64,
    #[serde(default)]
    paths: Vec<String>,
    #[serde(default)]
    rescan_under: Vec<String>,
    #[serde(default)]
    rescan: bool,
}

/// What was found about the root itself.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct RootEvent {
    at_ms: u64,
    replaced: bool,
}

fn default_quiet_ms() -> u64 {
    Config::default().quiet_ms
}

fn default_wait_max_ms() -> u64 {
    Config::default().wait_max_ms
}

fn default_paths_max() -> usize {
    Config::default().paths_max
}

/// An event as notify sends it; the names are its own, so a case reads like its log.
fn notify_event(event: &CaseEvent) -> Event {
    let name = |mode| EventKind::Modify(ModifyKind::Name(mode));
    let kind = match event.kind.as_str() {
        "create file" => EventKind::Create(CreateKind::File),
        "create folder" => EventKind::Create(CreateKind::Folder),
        "modify data" => EventKind::Modify(ModifyKind::Data(DataChange::Any)),
        "modify metadata" => EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any)),
        "rename from" => name(RenameMode::From),
        "rename to" => name(RenameMode::To),
        "rename both" => name(RenameMode::Both),
        "remove file" => EventKind::Remove(RemoveKind::File),
        "remove folder" => EventKind::Remove(RemoveKind::Folder),
        "open" => EventKind::Access(AccessKind::Open(AccessMode::Any)),
        "read" => EventKind::Access(AccessKind::Read),
        "close read" => EventKind::Access(AccessKind::Close(AccessMode::Read)),
        "close write" => EventKind::Access(AccessKind::Close(AccessMode::Write)),
        "overflow" | "other" => EventKind::Other,
        other => panic!("unknown kind of event: {other}"),
    };
    let mut answer = Event::new(kind);
    for path in &event.paths {
        answer = answer.add_path(Path::new(REAL).join(path));
    }
    if event.kind == "overflow" { answer.set_flag(Flag::Rescan) } else { answer }
}

fn relative(paths: BTreeSet<PathBuf>) -> Vec<String> {
    let strip = |path: PathBuf| path.strip_prefix(GIVEN).expect("under the root").display().to_string();
    paths.into_iter().map(strip).collect()
}

/// Runs a case: before each event, and at the end, every batch that is due is taken at the moment it is due.
fn run(case: &Case) -> (Vec<Batch>, Vec<RootEvent>) {
    let config = Config {
        quiet_ms: case.quiet_ms,
        wait_max_ms: case.wait_max_ms,
        paths_max: case.paths_max,
        ..Config::default()
    };
    config.validate().expect("settings of the case");
    let mut gather = Gather::new(&config);
    let start = Instant::now();
    let (mut batches, mut roots) = (Vec::new(), Vec::new());
    let is_folder = |path: &Path| {
        let relative = path.strip_prefix(GIVEN).expect("asked with the given root");
        case.folders.contains(relative.to_str().expect("cases are utf-8"))
    };
    let mut take_due = |gather: &mut Gather, now: Option<Instant>| {
        while let Some(due) = gather.deadline().filter(|due| now.is_none_or(|now| *due <= now)) {
            assert_eq!(gather.take(due - Duration::from_millis(1)), None, "taken before it is due");
            let changes = gather.take(due).expect("a batch that is due");
            batches.push(Batch {
                at_ms: u64::try_from((due - start).as_millis()).expect("short stories"),
                paths: relative(changes.paths),
                rescan_under: relative(changes.rescan_under),
                rescan: changes.rescan,
            });
        }
    };
    for event in &case.event {
        let now = start + Duration::from_millis(event.at_ms);
        take_due(&mut gather, Some(now));
        let event_of_notify = notify_event(event);
        for finding in
            findings(&event_of_notify, Path::new(GIVEN), Path::new(REAL), &Rules::default(), &is_folder)
        {
            match finding {
                Finding::Hint(hint) => gather.push(hint, now),
                Finding::Root { replaced } => roots.push(RootEvent { at_ms: event.at_ms, replaced }),
            }
        }
    }
    take_due(&mut gather, None);
    (batches, roots)
}

#[test]
fn every_case_gives_its_batches() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut count = 0;
    for item in fs::read_dir(folder).expect("folder of cases") {
        let path = item.expect("entry").path();
        let text = fs::read_to_string(&path).expect("case file");
        let case: Case = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let (batches, roots) = run(&case);
        assert_eq!(batches, case.batch, "{}: {}", path.display(), case.why);
        assert_eq!(roots, case.root, "{}: {}", path.display(), case.why);
        count += 1;
    }
    assert!(count >= 15, "only {count} cases were found");
}
