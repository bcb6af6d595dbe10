//! The watcher on a real file system: a follower that believes only what it is told ends with what is on the disk.

mod follower;
mod random;

use std::fs::{self, File, FileTimes, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use fiszka_watch::{Config, RootState, WatchMode, Watcher};
use follower::{Follower, files_of};
use tempfile::TempDir;

/// Files as `(path, length)`, ordered by path.
type Files = &'static [(&'static str, u64)];

struct Story {
    what: &'static str,
    before: Files,
    /// Gets the root and a folder outside it, on the same disk.
    act: fn(&Path, &Path),
    after: Files,
}

/// Nothing happens on a timer within a test: events must do.
fn quick() -> Config {
    Config { quiet_ms: 10, wait_max_ms: 100, poll_interval_ms: 3_600_000, ..Config::default() }
}

fn polling() -> Config {
    Config { poll_interval_ms: 50, always_poll: true, ..quick() }
}

fn write(path: &Path, length: usize) {
    fs::create_dir_all(path.parent().expect("parent")).expect("folder");
    fs::write(path, "ż".repeat(length / 2)).expect("file");
}

fn rename(from: PathBuf, to: PathBuf) {
    fs::rename(from, to).expect("rename");
}

fn desk(before: Files) -> (TempDir, PathBuf, PathBuf) {
    let temp = tempfile::tempdir().expect("temp folder");
    let (root, outside) = (temp.path().join("corpus"), temp.path().join("outside"));
    fs::create_dir(&root).expect("root");
    fs::create_dir(&outside).expect("outside");
    for (path, length) in before {
        write(&root.join(path), usize::try_from(*length).expect("length"));
    }
    (temp, root, outside)
}

const STORIES: &[Story] = &[
    Story {
        what: "a file is created",
        before: &[],
        act: |root, _| write(&root.join("kot.md"), 6),
        after: &[("kot.md", 6)],
    },
    Story {
        what: "a file is written anew in place",
        before: &[("kot.md", 6)],
        act: |root, _| write(&root.join("kot.md"), 8),
        after: &[("kot.md", 8)],
    },
    Story {
        what: "a file is renamed",
        before: &[("kot.md", 6)],
        act: |root, _| rename(root.join("kot.md"), root.join("żółw.md")),
        after: &[("żółw.md", 6)],
    },
    Story {
        what: "a file is moved in",
        before: &[("2024/a.md", 2)],
        act: |root, outside| {
            write(&outside.join("b.md"), 4);
            rename(outside.join("b.md"), root.join("2024/b.md"));
        },
        after: &[("2024/a.md", 2), ("2024/b.md", 4)],
    },
    Story {
        what: "a file is moved out",
        before: &[("2024/a.md", 2), ("2024/b.md", 4)],
        act: |root, outside| rename(root.join("2024/b.md"), outside.join("b.md")),
        after: &[("2024/a.md", 2)],
    },
    Story {
        what: "a file is deleted",
        before: &[("a.md", 2), ("b.md", 4)],
        act: |root, _| fs::remove_file(root.join("b.md")).expect("remove"),
        after: &[("a.md", 2)],
    },
    Story {
        what: "a folder with files is moved in",
        before: &[],
        act: |root, outside| {
            write(&outside.join("2024/maj/a.md"), 2);
            write(&outside.join("2024/b.md"), 4);
            rename(outside.join("2024"), root.join("2024"));
        },
        after: &[("2024/b.md", 4), ("2024/maj/a.md", 2)],
    },
    Story {
        what: "a folder with files is moved out",
        before: &[("2024/b.md", 4), ("2024/maj/a.md", 2), ("2024.md", 6)],
        act: |root, outside| rename(root.join("2024"), outside.join("2024")),
        after: &[("2024.md", 6)],
    },
    Story {
        what: "a folder with files is renamed",
        before: &[("robocze/maj/a.md", 2)],
        act: |root, _| rename(root.join("robocze"), root.join("gotowe")),
        after: &[("gotowe/maj/a.md", 2)],
    },
    Story {
        what: "a folder with files is deleted",
        before: &[("2024/b.md", 4), ("2024/maj/a.md", 2), ("2025/c.md", 2)],
        act: |root, _| fs::remove_dir_all(root.join("2024")).expect("remove"),
        after: &[("2025/c.md", 2)],
    },
    Story {
        what: "folders in folders are created with files at once",
        before: &[],
        act: |root, _| {
            for number in 0..50 {
                write(&root.join(format!("a/b{number}/c/d.md")), 2);
            }
            fs::rename(root.join("a/b7"), root.join("b")).expect("rename");
            for number in (0..50).filter(|number| *number != 7) {
                fs::remove_dir_all(root.join(format!("a/b{number}"))).expect("remove");
            }
        },
        after: &[("b/c/d.md", 2)],
    },
    Story {
        what: "an editor saves by renaming a new file over the old one",
        before: &[("kot.md", 6)],
        act: |root, _| {
            write(&root.join(".kot.md.swp"), 2);
            write(&root.join("kot.md.tmp"), 8);
            rename(root.join("kot.md.tmp"), root.join("kot.md"));
            fs::remove_file(root.join(".kot.md.swp")).expect("remove");
        },
        after: &[("kot.md", 8)],
    },
    Story {
        what: "an editor keeps a backup and writes a new file",
        before: &[("kot.md", 6)],
        act: |root, _| {
            rename(root.join("kot.md"), root.join("kot.md~"));
            write(&root.join("kot.md"), 8);
        },
        after: &[("kot.md", 8)],
    },
    Story {
        what: "a folder becomes a file and a file a folder",
        before: &[("a/b.md", 2), ("c", 4)],
        act: |root, _| {
            fs::remove_dir_all(root.join("a")).expect("remove");
            fs::remove_file(root.join("c")).expect("remove");
            write(&root.join("a"), 6);
            write(&root.join("c/d.md"), 8);
        },
        after: &[("a", 6), ("c/d.md", 8)],
    },
    Story {
        what: "a folder is replaced by a link to another that has the same names",
        before: &[("a/b.md", 2)],
        act: |root, outside| {
            write(&outside.join("a/b.md"), 4);
            fs::remove_dir_all(root.join("a")).expect("remove");
            symlink(outside.join("a"), root.join("a")).expect("link");
            write(&root.join("c.md"), 2);
        },
        after: &[("c.md", 2)],
    },
    Story {
        what: "a link to a file appears",
        before: &[],
        act: |root, outside| {
            write(&outside.join("a.md"), 4);
            symlink(outside.join("a.md"), root.join("b.md")).expect("link");
        },
        after: &[("b.md", 4)],
    },
    Story {
        what: "the root is deleted and made anew with another file",
        before: &[("a.md", 2), ("2024/b.md", 4)],
        act: |root, _| {
            fs::remove_dir_all(root).expect("remove");
            write(&root.join("2025/c.md"), 6);
        },
        after: &[("2025/c.md", 6)],
    },
    Story {
        what: "the root is moved away and another takes its place",
        before: &[("a.md", 2)],
        act: |root, outside| {
            write(&outside.join("new/b.md"), 4);
            rename(root.to_owned(), outside.join("old"));
            rename(outside.join("new"), root.to_owned());
        },
        after: &[("b.md", 4)],
    },
];

/// A file as the last sign: the root still has its watches after the story.
fn epilogue(follower: &mut Follower, root: &Path, what: &str) {
    let folders: Vec<PathBuf> = files_of(root)
        .keys()
        .map(|path| root.join(path).parent().expect("parent").to_owned())
        .chain([root.to_owned()])
        .collect();
    for folder in folders {
        write(&folder.join("znak.md"), 2);
    }
    follower
        .follow_until(&format!("{what}, and a file after that"), |follower| follower.known == files_of(root));
}

#[test]
fn stories_by_events() {
    for Story { what, before, act, after } in STORIES {
        let (_temp, root, outside) = desk(before);
        let mut follower = Follower::start(&root, quick());
        assert_eq!(follower.watcher.mode(), WatchMode::Inotify);
        follower.follow_until(what, |follower| follower.known.len() == before.len());
        act(&root, &outside);
        follower.follow_until_files(what, after);
        epilogue(&mut follower, &root, what);
    }
}

#[test]
fn stories_by_polling() {
    for Story { what, before, act, after } in STORIES {
        let (_temp, root, outside) = desk(before);
        let mut follower = Follower::start(&root, polling());
        assert_eq!(follower.watcher.mode(), WatchMode::Poll);
        act(&root, &outside);
        follower.follow_until_files(what, after);
        epilogue(&mut follower, &root, what);
    }
}

#[test]
fn polling_sees_an_older_file_of_the_same_length() {
    let (_temp, root, _) = desk(&[("a.md", 2)]);
    let mut follower = Follower::start(&root, polling());
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_262_304_000);
    let file = File::options().write(true).open(root.join("a.md")).expect("file");
    file.set_times(FileTimes::new().set_modified(old)).expect("times");
    follower.follow_until("older time", |follower| {
        follower.known.values().all(|stamp| stamp.modified_ns == 1_262_304_000_000_000_000)
    });
}

#[test]
fn a_root_may_come_later_and_go_away() {
    let (_temp, root, outside) = desk(&[]);
    fs::remove_dir(&root).expect("remove");
    let mut follower = Follower::start(&root, quick());
    assert_eq!(follower.root_state, RootState::Missing);
    write(&root.join("a.md"), 2);
    follower.follow_until_files("the root appears", &[("a.md", 2)]);
    fs::rename(&root, outside.join("away")).expect("rename");
    follower.follow_until("the root goes away", |follower| follower.root_state == RootState::Missing);
    assert_eq!(follower.known.len(), 1, "files of a root that is away are kept");
    fs::rename(outside.join("away"), &root).expect("rename");
    follower.follow_until("the root is back", |follower| follower.root_state == RootState::Present);
    epilogue(&mut follower, &root, "the root came back");
}

/// Nothing tells that a folder above the parent was renamed: the check on a timer does.
#[test]
fn a_root_may_go_away_with_the_folders_above_it() {
    let (_temp, base, outside) = desk(&[("above/corpus/a.md", 2)]);
    let root = base.join("above/corpus");
    let mut follower = Follower::start(&root, Config { poll_interval_ms: 50, ..quick() });
    fs::rename(&base, outside.join("away")).expect("rename");
    follower.follow_until("gone", |follower| follower.root_state == RootState::Missing);
    fs::rename(outside.join("away"), &base).expect("rename");
    follower.follow_until("back", |follower| follower.root_state == RootState::Present);
    epilogue(&mut follower, &root, "back");
}

/// Releases are often switched by a link; paths keep the name of the link.
#[test]
fn a_root_that_is_a_link_may_be_turned() {
    let (temp, first, second) = desk(&[("a.md", 2)]);
    write(&second.join("b.md"), 4);
    let root = temp.path().join("current");
    symlink(&first, &root).expect("link");
    let mut follower = Follower::start(&root, quick());
    epilogue(&mut follower, &root, "through the link");
    symlink(&second, temp.path().join("next")).expect("link");
    fs::rename(temp.path().join("next"), &root).expect("rename");
    follower.follow_until_files("turned", &[("b.md", 4)]);
    epilogue(&mut follower, &root, "through the turned link");
}

#[test]
fn only_what_counts_is_delivered() {
    let (_temp, root, _) = desk(&[("a.md", 2), (".git/objects/b", 2)]);
    let mut follower = Follower::start(&root, Config { quiet_ms: 0, ..quick() });
    fs::read(root.join("a.md")).expect("read");
    fs::read_dir(&root).expect("list").for_each(drop);
    write(&root.join(".git/objects/c"), 2);
    write(&root.join("a.md.tmp"), 2);
    fs::remove_file(root.join("a.md.tmp")).expect("remove");
    write(&root.join("z.md"), 2);
    follower.follow_until_files("the last file", &[("a.md", 2), ("z.md", 2)]);
    for changes in &follower.delivered {
        assert!(changes.paths.iter().eq([&root.join("z.md")]), "{changes:?}");
        assert!(changes.rescan_under.is_empty() && !changes.rescan, "{changes:?}");
    }
}

#[test]
fn too_many_changes_become_a_scan() {
    let (_temp, root, _) = desk(&[]);
    let mut follower =
        Follower::start(&root, Config { paths_max: 10, quiet_ms: 100, wait_max_ms: 1_000, ..quick() });
    for number in 0..100 {
        write(&root.join(format!("{number}.md")), 2);
        write(&root.join(format!("new/{number}/a.md")), 2);
    }
    follower.follow_until("all files", |follower| follower.known.len() == 200);
    assert!(follower.delivered.iter().any(|changes| changes.rescan), "{:?}", follower.delivered);
    epilogue(&mut follower, &root, "in folders that no delivery named");
}

/// notify's own recursive mode gives up the whole tree at the first folder it may not read.
#[test]
fn a_folder_that_cannot_be_read_blinds_no_other() {
    let (_temp, root, _) = desk(&[("a.md", 2), ("closed/b.md", 2), ("open/c.md", 2)]);
    let rights =
        |mode| fs::set_permissions(root.join("closed"), Permissions::from_mode(mode)).expect("rights");
    rights(0o000);
    let mut follower = Follower::start(&root, quick());
    assert_eq!(follower.watcher.mode(), WatchMode::Inotify);
    write(&root.join("open/d.md"), 2);
    follower.follow_until("a change beside it", |follower| follower.known.contains_key("open/d.md"));
    rights(0o755);
    follower.follow_until("readable again", |follower| follower.known.contains_key("closed/b.md"));
    epilogue(&mut follower, &root, "readable again");
}

#[test]
fn two_roots_may_lie_in_each_other() {
    let (_temp, root, _) = desk(&[("inner/a.md", 2)]);
    let inner = root.join("inner");
    let (sender, messages) = std::sync::mpsc::channel();
    let deliver = move |message| drop(sender.send(message));
    let watcher = Watcher::start(&[root.clone(), inner.clone()], quick(), deliver).expect("watcher");
    let mut one = Follower::start(&root, quick());
    fs::rename(&inner, root.join("away")).expect("rename");
    one.follow_until_files("moved", &[("away/a.md", 2)]);
    fs::rename(root.join("away"), &inner).expect("rename");
    one.follow_until_files("moved back", &[("inner/a.md", 2)]);
    write(&inner.join("b.md"), 2);
    let wanted = inner.join("b.md");
    let seen = std::iter::from_fn(|| messages.recv_timeout(Duration::from_secs(20)).ok()).any(|message| {
        let fiszka_watch::Message::Changes(changes) = message else { panic!("{message:?}") };
        changes.paths.contains(&wanted)
            || changes.rescan_under.iter().any(|folder| wanted.starts_with(folder))
    });
    assert!(seen, "the inner root is watched after it came back");
    drop(watcher);
}

#[test]
fn dropping_ends_the_thread() {
    let (_temp, root, _) = desk(&[("a.md", 2)]);
    Follower::start(&root, quick()).end();
    Follower::start(&root, polling()).end();
}

#[test]
fn what_is_refused() {
    let refused = |roots: &[&str], config| {
        let roots: Vec<PathBuf> = roots.iter().map(PathBuf::from).collect();
        let error = Watcher::start(&roots, config, |_| {}).expect_err("refused");
        assert!(!error.hint().is_empty());
        error.to_string()
    };
    let setting = |change: fn(&mut Config)| {
        let mut config = Config::default();
        change(&mut config);
        refused(&["/"], config)
    };
    assert_eq!(
        refused(&["/a", "gmina/łódź"], Config::default()),
        "corpus folder is not an absolute path: gmina/łódź"
    );
    for (change, message) in [
        (
            (|config| config.quiet_ms = 60_001) as fn(&mut Config),
            "setting quiet_ms is 60001, allowed is 0 to 60000",
        ),
        (|config| config.wait_max_ms = 99, "setting wait_max_ms is 99, allowed is quiet_ms to 60000"),
        (|config| config.paths_max = 0, "setting paths_max is 0, allowed is 1 or more"),
        (|config| config.poll_interval_ms = 9, "setting poll_interval_ms is 9, allowed is 10 to 86400000"),
    ] {
        assert_eq!(setting(change), message);
    }
}
