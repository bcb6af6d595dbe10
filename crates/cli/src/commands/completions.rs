//! `fiszka completions`

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::arguments::{Arguments, Common};
use crate::error::Error;
use crate::exit;

/// Print the completions of a shell
#[derive(Debug, Args)]
pub(crate) struct Completions {
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self, common: &Common) -> Result<u8, Error> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "fiszka", &mut script);
        let script = String::from_utf8_lossy(&script).into_owned();
        common.output().print(&script, |script, _style| script.clone())?;
        Ok(exit::FOUND)
    }
}
