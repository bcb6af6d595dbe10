//! Runs the program in a folder of its own, with nothing of the user's environment.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

/// Longer than anything should take on a slow machine.
const DEADLINE: Duration = Duration::from_secs(60);

/// Pages of an invented town.
pub(crate) const PAGES: [(&str, &str); 3] = [
    (
        "gmina/klub.txt",
        "Klub Seniora „Pod Jesionem” zaprasza\n\n12 maja 2021\n\nKlub spotyka się we wtorki w świetlicy \
         przy ulicy Lipowej. Zajęcia prowadzi Bożena Wilczyńska.\n",
    ),
    (
        "gmina/żłobek.txt",
        "Żłobek w Brzozowej Woli ma nowe miejsca\n\n3 marca 2022\n\nOd września żłobek przyjmie czterdzieścioro \
         dzieci. Zapisy trwają do końca maja.\n",
    ),
    ("gmina/pusty.txt", ""),
];

/// A folder with files, and with the folders that the environment of the program names.
pub(crate) struct Place {
    folder: TempDir,
}

/// What a process left behind.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Place {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let place = Self { folder: TempDir::with_prefix("fiszka-test-").unwrap() };
        for folder in ["run", "data"] {
            fs::create_dir(place.path(folder)).unwrap();
        }
        for (name, content) in files {
            place.write(name, content);
        }
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// The program with these arguments, run in the folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fiszka"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("XDG_RUNTIME_DIR", self.path("run"))
            .env("XDG_DATA_HOME", self.path("data"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Finished {
        finish(self.command(arguments).spawn().unwrap())
    }

    /// As [`run`](Self::run), with something on standard input.
    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Finished {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        let writer = thread::spawn(move || stdin.write_all(&input));
        let finished = finish(child);
        writer.join().unwrap().unwrap();
        finished
    }

    /// Runs a command that must succeed, and reads the one JSON value that it prints.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let finished = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(finished.code, Some(0), "{arguments:?}: {finished:?}");
        finished.json()
    }

    /// Starts a daemon and waits until it is ready.
    pub(crate) fn serve(&self, arguments: &[&str]) -> Daemon {
        self.serve_with_log(arguments, Stdio::inherit())
    }

    /// As [`serve`](Self::serve), with its log somewhere else.
    pub(crate) fn serve_with_log(&self, arguments: &[&str], log: Stdio) -> Daemon {
        let mut child = self.command(&[&["serve"], arguments].concat()).stderr(log).spawn().unwrap();
        let (sender, lines) = channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || stdout.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let daemon = Daemon { child, lines };
        let ready = daemon.lines.recv_timeout(DEADLINE).expect("the daemon is ready in time");
        let socket = ready.strip_prefix("ready ").expect("the line of a ready daemon");
        assert!(Path::new(socket).try_exists().unwrap(), "{socket}");
        daemon
    }
}

fn finish(child: Child) -> Finished {
    let output = child.wait_with_output().unwrap();
    Finished {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Finished {
    /// Standard output, which must be one line with one JSON value.
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.stdout.lines().count(), 1, "{self:?}");
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// A daemon that is ready; killed when it is dropped.
pub(crate) struct Daemon {
    child: Child,
    lines: Receiver<String>,
}

impl Daemon {
    /// Sends a signal and waits for the end. Returns the exit code and what else was printed.
    pub(crate) fn stop(mut self, signal: Signal) -> (Option<i32>, Vec<String>) {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, signal).unwrap();
        // The channel closes when the process closes its standard output.
        let mut lines = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(DEADLINE) {
            lines.push(line);
        }
        (self.child.wait().unwrap().code(), lines)
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Starts a process and closes its standard output after the first bytes.
pub(crate) fn run_into_closed_pipe(mut command: Command, input: Vec<u8>) -> Finished {
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // The process ends before it has read everything.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let mut first = [0; 16];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let finished = finish(child);
    writer.join().unwrap();
    finished
}
