//! Who answers: the daemon, or an index that is read without one.

use std::path::PathBuf;

use clap::Args;
use fiszka_client::{Client, blocking};
use fiszka_daemon::Config;
use fiszka_daemon::answer::Context;
use fiszka_protocol::{
    DocumentResponse, FeatureCollection, Format, Problem, SearchRequest, SearchResponse, SimilarRequest,
    SimilarResponse, State, SuggestRequest, SuggestResponse,
};

use crate::arguments::Common;
use crate::error::Error;

#[derive(Debug, Args)]
pub(crate) struct IndexOption {
    /// Read this index instead of asking the daemon
    #[arg(long, value_name = "DIR")]
    index: Option<PathBuf>,
    /// Give no contacts: no people of the records, no e-mail addresses and telephone numbers; a daemon has the same
    /// option
    #[arg(long, requires = "index")]
    hide_contacts: bool,
}

impl IndexOption {
    pub(crate) fn open(&self, common: &Common) -> Result<Answers, Error> {
        match &self.index {
            Some(dir) => {
                let schema = common.schema_dir()?;
                let index = fiszka_daemon::open_index(dir, schema.as_deref(), self.hide_contacts)?;
                Ok(Answers::Index(index))
            }
            None => super::blocking(Client::new(common.socket())).map(Answers::Daemon),
        }
    }
}

/// Gives the same answers, whoever does.
#[derive(Debug)]
pub(crate) enum Answers {
    Daemon(blocking::Client),
    Index(fiszka::Index),
}

impl Answers {
    pub(crate) fn search(&self, request: &SearchRequest) -> Result<SearchResponse, Error> {
        request.validate().map_err(Problem::from)?;
        match self {
            Self::Daemon(client) => Ok(client.search(request)?),
            Self::Index(index) => {
                let context = Context::now(&Config::default(), State::Ready);
                Ok(fiszka_daemon::answer::search(index, request, &context)?)
            }
        }
    }

    /// What matches and lies on the map.
    pub(crate) fn map(&self, request: &SearchRequest) -> Result<FeatureCollection, Error> {
        let request = SearchRequest { format: Format::Geojson, ..request.clone() };
        match self {
            Self::Daemon(client) => {
                request.validate().map_err(Problem::from)?;
                Ok(client.map(&request)?)
            }
            Self::Index(_) => self.search(&request).map(FeatureCollection::from),
        }
    }

    pub(crate) fn document(&self, id: &str) -> Result<DocumentResponse, Error> {
        match self {
            Self::Daemon(client) => Ok(client.document(id)?),
            Self::Index(index) => Ok(fiszka_daemon::answer::document(index, id)?),
        }
    }

    pub(crate) fn suggest(&self, request: &SuggestRequest) -> Result<SuggestResponse, Error> {
        request.validate().map_err(Problem::from)?;
        match self {
            Self::Daemon(client) => Ok(client.suggest(request)?),
            Self::Index(index) => Ok(fiszka_daemon::suggest::suggest(index, request)?),
        }
    }

    pub(crate) fn similar(&self, id: &str, request: SimilarRequest) -> Result<SimilarResponse, Error> {
        request.validate().map_err(Problem::from)?;
        match self {
            Self::Daemon(client) => Ok(client.similar(id, request)?),
            Self::Index(index) => Ok(fiszka_daemon::suggest::similar(index, id, request)?),
        }
    }
}
