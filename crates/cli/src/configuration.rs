//! The daemon's configuration: a TOML file, with the flags of the command over it.

use std::fs;
use std::path::{self, Path, PathBuf};

use fiszka_daemon::Config;

use crate::error::Error;

/// Reads a configuration file. Relative paths in it start at its folder, wherever the command is run.
pub(crate) fn read(path: &Path) -> Result<Config, Error> {
    let text = fs::read_to_string(path).map_err(Error::file("read", path))?;
    let mut config: Config = toml::from_str(&text)
        .map_err(|source| Error::Configuration { path: path.to_owned(), source: Box::new(source) })?;
    let folder = absolute(path)?.parent().map(Path::to_owned).unwrap_or_default();
    let paths = config.corpora.iter_mut().chain([&mut config.index, &mut config.socket]);
    let optional = [&mut config.admin_socket, &mut config.schema, &mut config.query_log];
    for path in paths.chain(optional.into_iter().flatten()) {
        // An empty path stands for the default.
        if !path.as_os_str().is_empty() {
            *path = folder.join(&path);
        }
    }
    Ok(config)
}

/// The path from the root on, without `.` and without a slash at its end.
pub(crate) fn absolute(path: &Path) -> Result<PathBuf, Error> {
    let absolute = path::absolute(path).map_err(Error::file("resolve", path))?;
    Ok(absolute.components().collect())
}

pub(crate) fn absolute_all(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    paths.iter().map(|path| absolute(path)).collect()
}
