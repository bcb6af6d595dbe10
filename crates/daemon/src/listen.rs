//! Accepting connections: bounded in number and patience, ended in order.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tower_service::Service as _;

/// After a failed accept (out of file descriptors, say) the next try waits this long.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Bounds on connections.
#[derive(Debug, Clone)]
pub(crate) struct Bounds {
    /// Shared by all listeners.
    pub(crate) connections: Arc<Semaphore>,
    /// A connection without a request for this long is closed.
    pub(crate) idle_max: Duration,
    /// Answers under way may take this long once stopping has begun.
    pub(crate) stop_max: Duration,
}

/// Where connections come from.
pub(crate) enum Listener {
    Unix(UnixListener),
    Tcp(TcpListener),
}

/// A connection of either kind.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

impl Listener {
    async fn accept(&self) -> io::Result<Box<dyn Stream>> {
        Ok(match self {
            Self::Unix(listener) => Box::new(listener.accept().await?.0),
            Self::Tcp(listener) => Box::new(listener.accept().await?.0),
        })
    }
}

/// Answers connections until `stop` turns true; then finishes the answers that are under way.
pub(crate) async fn serve(
    listener: Listener,
    router: Router,
    bounds: Bounds,
    mut stop: watch::Receiver<bool>,
) {
    let mut connections = JoinSet::new();
    loop {
        // The permit is taken before accepting: beyond the bound, callers wait in the system's queue.
        let permit = Arc::clone(&bounds.connections).acquire_owned();
        let accepted = tokio::select! {
            () = stopped(&mut stop) => break,
            accepted = async { (permit.await, listener.accept().await) } => accepted,
        };
        while connections.try_join_next().is_some() {}
        match accepted {
            (Ok(permit), Ok(stream)) => {
                let (router, stop, idle_max) = (router.clone(), stop.clone(), bounds.idle_max);
                connections.spawn(async move {
                    answer(stream, router, stop, idle_max).await;
                    drop(permit);
                });
            }
            (_, Err(error)) => {
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
            (Err(_closed), _) => break,
        }
    }
    drop(listener);
    let finished = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(bounds.stop_max, finished).await.is_err() {
        tracing::warn!("answers under way were cut off");
    }
}

async fn stopped(stop: &mut watch::Receiver<bool>) {
    // An error means that the daemon is gone, which is a stop too.
    drop(stop.wait_for(|stop| *stop).await);
}

async fn answer(
    stream: Box<dyn Stream>,
    router: Router,
    mut stop: watch::Receiver<bool>,
    idle_max: Duration,
) {
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let mut router = router.clone();
        async move {
            let response: Result<Response<Body>, Infallible> = router.call(request.map(Body::new)).await;
            response
        }
    });
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(idle_max);
    let connection = http.serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stopped(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke off");
    }
}
