//! Follows folders and prints where to look, until it is interrupted.
//!
//! `cargo run -p fiszka-watch --example follow -- /srv/corpus [MORE]...`
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "an example talks to its reader")]

use std::path::{Path, PathBuf, absolute};
use std::sync::mpsc;
use std::time::Instant;

use fiszka_watch::{Config, Message, Rules, Watcher, scan};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let roots: Vec<PathBuf> = std::env::args_os().skip(1).map(absolute).collect::<Result<_, _>>()?;
    let (sender, messages) = mpsc::channel();
    let start = Instant::now();
    let watcher = Watcher::start(&roots, Config::default(), move |message| drop(sender.send(message)))?;
    println!("watches set in {:?}, mode {}", start.elapsed(), watcher.mode());
    for root in &roots {
        let start = Instant::now();
        let report = scan(root, Path::new(""), &Rules::default(), &mut |_| {});
        println!("{}: {} files scanned in {:?}", root.display(), report.files, start.elapsed());
        for error in &report.errors {
            eprintln!("  {error}; {}", error.kind.hint());
        }
    }
    for message in messages {
        match message {
            Message::Changes(changes) => println!("{changes:#?}"),
            Message::Degraded(degraded) => {
                eprintln!("{degraded}: {}; {}", degraded.reason, degraded.reason.hint())
            }
        }
    }
    Ok(())
}
