//! Where the sockets lie when nobody says otherwise. Pure: the caller reads the environment.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// The default path of the query socket: `fiszka.sock` in the runtime directory of the user
/// (`$XDG_RUNTIME_DIR`), else in `/tmp/fiszka-UID`, a folder that the daemon makes with mode 0700.
///
/// A relative or empty runtime directory is ignored, as the XDG base directory specification demands.
///
/// ```
/// use fiszka_protocol::default_socket_path;
/// let run = default_socket_path(Some("/run/user/1000".as_ref()), 1000);
/// assert_eq!(run.to_str(), Some("/run/user/1000/fiszka.sock"));
/// assert_eq!(default_socket_path(None, 1000).to_str(), Some("/tmp/fiszka-1000/fiszka.sock"));
/// ```
pub fn default_socket_path(runtime_dir: Option<&OsStr>, uid: u32) -> PathBuf {
    runtime_dir
        .map(Path::new)
        .filter(|folder| folder.is_absolute())
        .map_or_else(|| PathBuf::from(format!("/tmp/fiszka-{uid}")), Path::to_path_buf)
        .join("fiszka.sock")
}

/// The default path of the admin socket, beside the query socket: `x.sock` has `x-admin.sock`.
///
/// ```
/// use fiszka_protocol::default_admin_socket_path;
/// let admin = default_admin_socket_path("/run/fiszka/fiszka.sock".as_ref());
/// assert_eq!(admin.to_str(), Some("/run/fiszka/fiszka-admin.sock"));
/// ```
pub fn default_admin_socket_path(query_socket: &Path) -> PathBuf {
    let mut name = query_socket.file_stem().map_or_else(OsString::new, OsStr::to_os_string);
    name.push("-admin");
    if let Some(extension) = query_socket.extension() {
        name.push(".");
        name.push(extension);
    }
    query_socket.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runtime_directory_must_be_absolute() {
        for ignored in ["", "run", "./run"] {
            let path = default_socket_path(Some(ignored.as_ref()), 7);
            assert_eq!(path, Path::new("/tmp/fiszka-7/fiszka.sock"), "{ignored:?}");
        }
    }

    #[test]
    fn the_admin_socket_lies_beside() {
        for (query, admin) in [
            ("/run/a.sock", "/run/a-admin.sock"),
            ("/run/socket", "/run/socket-admin"),
            ("a.b.sock", "a.b-admin.sock"),
        ] {
            assert_eq!(default_admin_socket_path(Path::new(query)), Path::new(admin), "{query}");
        }
    }
}
