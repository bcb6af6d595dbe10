//! Whatever is done to a folder, and however the deliveries fall between, the follower ends with what a fresh scan
//! lists.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::Duration;

use fiszka_watch::Config;
use proptest::prelude::*;
use proptest::sample::select;

use crate::follower::{Follower, files_of};

/// One thing done to the folder; what the file system refuses does not happen.
#[derive(Debug, Clone)]
enum Step {
    Write(PathBuf, usize),
    MakeFolders(PathBuf),
    Remove(PathBuf),
    Rename(PathBuf, PathBuf),
    MoveOut(PathBuf, usize),
    MoveIn(usize, PathBuf),
    LinkFile(PathBuf),
    LinkFolder(PathBuf),
    ReplaceRoot,
    Follow(u64),
}

/// Few names, so that the steps meet; one is ignored, two differ only in their normal form.
fn place() -> impl Strategy<Value = PathBuf> {
    let name = select(vec!["a", "b", "ż", "z\u{307}", "c.tmp"]);
    proptest::collection::vec(name, 1..=3).prop_map(|names| names.iter().collect())
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (place(), 0..5_usize).prop_map(|(path, length)| Step::Write(path, length)),
        4 => place().prop_map(Step::MakeFolders),
        3 => place().prop_map(Step::Remove),
        6 => (place(), place()).prop_map(|(from, to)| Step::Rename(from, to)),
        2 => (place(), 0..3_usize).prop_map(|(path, slot)| Step::MoveOut(path, slot)),
        2 => (0..3_usize, place()).prop_map(|(slot, path)| Step::MoveIn(slot, path)),
        1 => place().prop_map(Step::LinkFile),
        1 => place().prop_map(Step::LinkFolder),
        1 => Just(Step::ReplaceRoot),
        4 => (0..15_u64).prop_map(Step::Follow),
    ]
}

struct Desk {
    root: PathBuf,
    outside: PathBuf,
}

impl Desk {
    fn new(base: &Path) -> Self {
        let desk = Self { root: base.join("corpus"), outside: base.join("outside") };
        fs::create_dir_all(&desk.root).expect("root");
        for folder in ["slots", "linked"] {
            fs::create_dir_all(desk.outside.join(folder)).expect("outside");
        }
        fs::write(desk.outside.join("linked.md"), "ż").expect("file");
        desk
    }

    /// Errors are part of the play: most random steps fit no folder.
    fn act(&self, step: &Step) -> std::io::Result<()> {
        let slot = |slot: &usize| self.outside.join(format!("slots/{slot}"));
        match step {
            Step::Write(path, length) => {
                let path = self.root.join(path);
                if path.is_symlink() {
                    fs::remove_file(&path)?; // a link's target sends no events here
                }
                fs::write(path, "x".repeat(*length))
            }
            Step::MakeFolders(path) => fs::create_dir_all(self.root.join(path)),
            Step::Remove(path) => {
                let path = self.root.join(path);
                if path.is_symlink() || path.is_file() {
                    fs::remove_file(path)
                } else {
                    fs::remove_dir_all(path)
                }
            }
            Step::Rename(from, to) => fs::rename(self.root.join(from), self.root.join(to)),
            Step::MoveOut(path, to) => fs::rename(self.root.join(path), slot(to)),
            Step::MoveIn(from, path) => fs::rename(slot(from), self.root.join(path)),
            Step::LinkFile(path) => symlink(self.outside.join("linked.md"), self.root.join(path)),
            Step::LinkFolder(path) => symlink(self.outside.join("linked"), self.root.join(path)),
            Step::ReplaceRoot => {
                fs::rename(&self.root, self.outside.join("old"))?;
                fs::create_dir(&self.root)?;
                fs::rename(self.outside.join("old"), self.root.join("a"))
            }
            Step::Follow(_) => Ok(()),
        }
    }
}

/// A file in every folder: each still has its watch.
fn leave_signs(folder: &Path) -> std::io::Result<()> {
    fs::write(folder.join("znak"), "")?;
    for item in fs::read_dir(folder)? {
        let item = item?;
        if item.file_type()?.is_dir() {
            leave_signs(&item.path())?;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        max_shrink_iters: 200,
        failure_persistence: None, // the fall of the deliveries is not in the seed
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_follower_ends_with_a_fresh_scan(steps in proptest::collection::vec(step(), 1..60)) {
        let temp = tempfile::tempdir().expect("temp folder");
        let desk = Desk::new(temp.path());
        let config = Config { quiet_ms: 3, wait_max_ms: 20, paths_max: 20, ..Config::default() };
        let mut follower = Follower::start(&desk.root, config);
        for step in &steps {
            match step {
                Step::Follow(time_ms) => follower.follow_for(Duration::from_millis(*time_ms)),
                step => drop(desk.act(step)),
            }
        }
        follower.follow_until("all steps", |follower| follower.known == files_of(&desk.root));
        leave_signs(&desk.root).expect("the last signs");
        follower.follow_until("a sign in every folder", |follower| follower.known == files_of(&desk.root));
    }
}
