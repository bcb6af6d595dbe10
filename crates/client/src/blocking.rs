//! The client for programs without a runtime.

use std::io;

use fiszka_protocol::{
    DocumentResponse, FeatureCollection, HealthResponse, ReadyResponse, ReindexResponse, SearchRequest,
    SearchResponse, SimilarRequest, SimilarResponse, StatusResponse, SuggestRequest, SuggestResponse,
};
use tokio::runtime::{Builder, Runtime};

use crate::Error;

/// A [`Client`](crate::Client) with a runtime of its own, on the calling thread. Its methods block, and panic when
/// they are called from inside another tokio runtime: use the other client there.
#[derive(Debug)]
pub struct Client {
    client: crate::Client,
    runtime: Runtime,
}

impl Client {
    /// Makes the client blocking.
    ///
    /// # Errors
    /// The system gives no more file descriptors.
    pub fn new(client: crate::Client) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_io().enable_time().build()?;
        Ok(Self { client, runtime })
    }

    /// As [`Client::search`](crate::Client::search).
    ///
    /// # Errors
    /// As there.
    pub fn search(&self, request: &SearchRequest) -> Result<SearchResponse, Error> {
        self.runtime.block_on(self.client.search(request))
    }

    /// As [`Client::map`](crate::Client::map).
    ///
    /// # Errors
    /// As there.
    pub fn map(&self, request: &SearchRequest) -> Result<FeatureCollection, Error> {
        self.runtime.block_on(self.client.map(request))
    }

    /// As [`Client::document`](crate::Client::document).
    ///
    /// # Errors
    /// As there.
    pub fn document(&self, id: &str) -> Result<DocumentResponse, Error> {
        self.runtime.block_on(self.client.document(id))
    }

    /// As [`Client::similar`](crate::Client::similar).
    ///
    /// # Errors
    /// As there.
    pub fn similar(&self, id: &str, request: SimilarRequest) -> Result<SimilarResponse, Error> {
        self.runtime.block_on(self.client.similar(id, request))
    }

    /// As [`Client::suggest`](crate::Client::suggest).
    ///
    /// # Errors
    /// As there.
    pub fn suggest(&self, request: &SuggestRequest) -> Result<SuggestResponse, Error> {
        self.runtime.block_on(self.client.suggest(request))
    }

    /// As [`Client::status`](crate::Client::status).
    ///
    /// # Errors
    /// As there.
    pub fn status(&self) -> Result<StatusResponse, Error> {
        self.runtime.block_on(self.client.status())
    }

    /// As [`Client::health`](crate::Client::health).
    ///
    /// # Errors
    /// As there.
    pub fn health(&self) -> Result<HealthResponse, Error> {
        self.runtime.block_on(self.client.health())
    }

    /// As [`Client::ready`](crate::Client::ready).
    ///
    /// # Errors
    /// As there.
    pub fn ready(&self) -> Result<ReadyResponse, Error> {
        self.runtime.block_on(self.client.ready())
    }

    /// As [`Client::reindex`](crate::Client::reindex).
    ///
    /// # Errors
    /// As there.
    pub fn reindex(&self) -> Result<ReindexResponse, Error> {
        self.runtime.block_on(self.client.reindex())
    }
}
