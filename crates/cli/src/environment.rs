//! What the environment says: nobody else reads it.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::IsTerminal;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use fiszka_protocol::default_socket_path;

use crate::error::Error;

/// Letters of the hash that tells the default indexes of equally named corpora apart.
const HASH_LETTERS: usize = 12;

/// Where a daemon listens when nobody says otherwise.
pub(crate) fn default_socket() -> PathBuf {
    let runtime_dir = env::var_os("XDG_RUNTIME_DIR");
    default_socket_path(runtime_dir.as_deref(), rustix::process::getuid().as_raw())
}

/// Where the index of these corpus folders (absolute paths, in any order) lies when nobody says otherwise.
pub(crate) fn default_index(corpora: &[PathBuf]) -> Result<PathBuf, Error> {
    let data =
        data_folder(env::var_os("XDG_DATA_HOME"), env::var_os("HOME")).ok_or_else(|| Error::Usage {
            message: "neither XDG_DATA_HOME nor HOME tells where to keep the index".to_owned(),
            hint: Some("give a folder with --index".to_owned()),
        })?;
    Ok(data.join("fiszka").join(index_name(corpora)))
}

/// Whether to colour what is written to this stream (<https://no-color.org>).
pub(crate) fn wants_colour(stream: &impl IsTerminal) -> bool {
    let is_refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    stream.is_terminal() && !is_refused && env::var_os("TERM").is_none_or(|terminal| terminal != "dumb")
}

/// A relative folder is ignored, as the XDG base directory specification demands.
fn data_folder(xdg_data_home: Option<OsString>, home: Option<OsString>) -> Option<PathBuf> {
    let absolute = |value: OsString| Some(PathBuf::from(value)).filter(|path| path.is_absolute());
    xdg_data_home.and_then(absolute).or_else(|| Some(home.and_then(absolute)?.join(".local/share")))
}

/// One index for each set of corpora: the name of the first one for people, a hash of all paths for the rest.
fn index_name(corpora: &[PathBuf]) -> OsString {
    let mut sorted: Vec<&Path> = corpora.iter().map(PathBuf::as_path).collect();
    sorted.sort_unstable();
    sorted.dedup();
    let mut hasher = blake3::Hasher::new();
    for path in &sorted {
        hasher.update(path.as_os_str().as_bytes());
        hasher.update(&[0]);
    }
    let first = sorted.first().and_then(|path| path.file_name());
    let mut name = first.unwrap_or(OsStr::new("corpus")).to_owned();
    name.push("-");
    name.push(hasher.finalize().to_hex().get(..HASH_LETTERS).unwrap_or_default());
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_lies_where_xdg_says() {
        for (xdg, home, expected) in [
            (Some("/data"), Some("/home/ewa"), Some("/data")),
            (Some(""), Some("/home/ewa"), Some("/home/ewa/.local/share")),
            (Some("data"), Some("/home/ewa"), Some("/home/ewa/.local/share")),
            (None, Some("/home/ewa"), Some("/home/ewa/.local/share")),
            (None, Some(""), None),
            (None, None, None),
        ] {
            let found = data_folder(xdg.map(Into::into), home.map(Into::into));
            assert_eq!(found.as_deref(), expected.map(Path::new), "{xdg:?} {home:?}");
        }
    }

    #[test]
    fn every_set_of_corpora_has_an_index_of_its_own() {
        let name = |corpora: &[&str]| {
            let corpora: Vec<PathBuf> = corpora.iter().map(PathBuf::from).collect();
            index_name(&corpora).into_string().unwrap()
        };
        assert_eq!(name(&["/srv/gmina", "/srv/bip"]), name(&["/srv/bip", "/srv/gmina", "/srv/bip"]));
        assert!(name(&["/srv/gmina", "/srv/bip"]).starts_with("bip-"));
        assert!(name(&["/"]).starts_with("corpus-"));
        let names =
            [&["/srv/bip"][..], &["/old/bip"], &["/srv/bip", "/srv/gmina"], &["/srv", "/bip"]].map(name);
        for (at, one) in names.iter().enumerate() {
            assert!(!names[..at].contains(one), "{one} stands for two sets");
        }
    }
}
