//! One request and its answer over a connection of their own.

use std::future::{Future as _, poll_fn};
use std::io;
use std::path::Path;
use std::pin::pin;
use std::time::Duration;

use fiszka_protocol::{Problem, SearchRequest};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::{Method, Request, Response, StatusCode, header};
use hyper_util::rt::TokioIo;
use serde::de::DeserializeOwned;
use tokio::net::UnixStream;
use tokio::time::timeout;

use crate::Error;

pub(crate) struct Exchange<'a> {
    pub(crate) socket: &'a Path,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) body: Bytes,
    pub(crate) connect_timeout: Duration,
    pub(crate) answer_timeout: Duration,
    pub(crate) answer_bytes_max: usize,
}

impl Exchange<'_> {
    pub(crate) fn with_body(self, request: &SearchRequest) -> Self {
        let body = serde_json::to_vec(request).expect("texts, numbers and lists are JSON");
        Self { body: body.into(), ..self }
    }

    pub(crate) async fn answer<T: DeserializeOwned>(self) -> Result<T, Error> {
        let stream = self.connect().await?;
        let (status, body) =
            timeout(self.answer_timeout, self.converse(stream)).await.map_err(|_elapsed| {
                Error::TimedOut { socket: self.socket.to_owned(), after: self.answer_timeout }
            })??;
        let not_understood =
            |source| Error::NotUnderstood { socket: self.socket.to_owned(), status: status.as_u16(), source };
        if status.is_success() {
            serde_json::from_slice(&body).map_err(not_understood)
        } else {
            Err(serde_json::from_slice::<Problem>(&body).map_or_else(not_understood, Error::Refused))
        }
    }

    async fn connect(&self) -> Result<UnixStream, Error> {
        timeout(self.connect_timeout, UnixStream::connect(self.socket))
            .await
            .unwrap_or_else(|_elapsed| Err(io::ErrorKind::TimedOut.into()))
            .map_err(|source| Error::Unreachable { socket: self.socket.to_owned(), source })
    }

    /// Sends the request and reads the whole answer. The connection is driven from here, not from a task of its own,
    /// so that nothing outlives a dropped future.
    async fn converse(&self, stream: UnixStream) -> Result<(StatusCode, Bytes), Error> {
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(|source| self.broken_off(source))?;
        let mut connection = pin!(connection);
        let mut exchange = pin!(async {
            let response =
                sender.send_request(self.request()).await.map_err(|source| self.broken_off(source))?;
            self.read(response).await
        });
        let mut is_open = true;
        poll_fn(|context| {
            // A connection that has ended may still have left the end of the answer to be read.
            is_open = is_open && connection.as_mut().poll(context).is_pending();
            exchange.as_mut().poll(context)
        })
        .await
    }

    fn request(&self) -> Request<Full<Bytes>> {
        // HTTP/1.1 demands a host; the socket is the address, so any name will do.
        let mut request =
            Request::builder().method(&self.method).uri(&self.path).header(header::HOST, "fiszka");
        if !self.body.is_empty() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        request
            .body(Full::new(self.body.clone()))
            .expect("paths are constants with at most one short, percent-encoded id")
    }

    async fn read(&self, response: Response<Incoming>) -> Result<(StatusCode, Bytes), Error> {
        let status = response.status();
        match Limited::new(response.into_body(), self.answer_bytes_max).collect().await {
            Ok(body) => Ok((status, body.to_bytes())),
            Err(error) => Err(error.downcast::<hyper::Error>().map_or_else(
                |_limit| Error::TooLarge { socket: self.socket.to_owned(), bytes_max: self.answer_bytes_max },
                |source| self.broken_off(*source),
            )),
        }
    }

    fn broken_off(&self, source: hyper::Error) -> Error {
        Error::BrokenOff { socket: self.socket.to_owned(), source }
    }
}
