//! Ask the Fiszka daemon from a Rust program.
//!
//! The daemon answers HTTP/1.1 with JSON on a Unix-domain socket. [`Client`] is for programs that run on tokio,
//! [`blocking::Client`] for all others; both give the types of [`fiszka_protocol`], which this crate re-exports as
//! [`protocol`].
//!
//! ```no_run
//! use fiszka_client::{Client, blocking, protocol::SearchRequest};
//!
//! let client = blocking::Client::new(Client::new("/run/user/1000/fiszka.sock"))?;
//! let mut request = SearchRequest::new("mieszkania chronione");
//! request.where_.push("voivodeship=śląskie".parse()?);
//! let answer = client.search(&request)?;
//! for hit in &answer.hits {
//!     println!("{} ({})", hit.title, hit.path);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Inside a runtime, without the wrapper:
//!
//! ```no_run
//! # async fn ask() -> Result<(), fiszka_client::Error> {
//! use fiszka_client::{Client, protocol::SearchRequest};
//!
//! let client = Client::new("/run/user/1000/fiszka.sock");
//! println!("{} documents", client.status().await?.documents);
//! println!("{} of them match", client.search(&SearchRequest::new("klub seniora")).await?.total);
//! # Ok(())
//! # }
//! ```
//!
//! # When it fails
//!
//! [`Error`] tells a daemon that is not there from one that refused, from one that answers nothing sensible;
//! [`Error::hint`] says what to do. A refusal carries the daemon's own [`Problem`](protocol::Problem):
//!
//! ```no_run
//! # use fiszka_client::{Client, Error, blocking, protocol::{ErrorCode, SearchRequest}};
//! # let client = blocking::Client::new(Client::new("fiszka.sock")).unwrap();
//! match client.document("no-such-id") {
//!     Err(Error::Refused(problem)) if problem.code == ErrorCode::DocumentNotFound => println!("gone"),
//!     Err(error) => eprintln!("{error}; {}", error.hint().unwrap_or_default()),
//!     Ok(document) => println!("{}", document.text),
//! }
//! ```
//!
//! # Quirks
//!
//! - Every request opens its own connection: on a local socket that costs some ten microseconds, and a restarted
//!   daemon is met without a retry.
//! - Searches go as `POST`, so that no query is too long for a URL.
//! - A future that is dropped closes its connection.
#![warn(missing_docs)]

pub mod blocking;

mod client;
mod error;
mod exchange;

pub use client::{ANSWER_BYTES_MAX_DEFAULT, ANSWER_TIMEOUT_DEFAULT, CONNECT_TIMEOUT_DEFAULT, Client};
pub use error::Error;
pub use fiszka_protocol as protocol;
