//! Asking a running shop to do the work, over its private door on this machine.
//!
//! The shop writes the door's address and a token into the data directory, readable by its owner alone.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::data::{control_file, open_existing};
use super::{InUse, Place};
use crate::domain::refusal::Error;
use crate::shop::Shop;
use crate::web::control::{Door, Line};

/// Does it to the shop in the data directory, or has the running shop do it that is using the directory.
///
/// # Errors
/// What either says when it can't be done.
pub(super) fn here_or_there<R: Serialize, T: DeserializeOwned>(
    place: &Place,
    path: &str,
    request: &R,
    here: impl FnOnce(&Arc<Shop>) -> Result<T>,
) -> Result<T> {
    let (_, settings) = place.settings()?;
    match open_existing(place.data(), settings) {
        Ok(shop) => here(&shop),
        Err(error) if error.is::<InUse>() => {
            let answer = ask(place.data(), path, request, |_| Ok(()))?;
            serde_json::from_value(answer).context("reading the answer of the running shop")
        }
        Err(error) => Err(error),
    }
}

/// Waits for work that the shop does beside others.
///
/// # Errors
/// What the shop refuses, in words for the merchant.
pub(super) fn wait_for<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("starting the runtime")?;
    runtime.block_on(work).map_err(Error::spoken)
}

/// Sends a request to the shop that uses `data` and hands on each line of its answer, the last one excepted.
///
/// # Errors
/// [`InUse`] when whoever uses the data doesn't answer; what the shop says when it can't do the work.
pub(super) fn ask<R: Serialize>(
    data: &Path,
    path: &str,
    request: &R,
    mut told: impl FnMut(serde_json::Value) -> Result<()>,
) -> Result<serde_json::Value> {
    let answer = connect(data, path, request).map_err(|_| InUse(data.display().to_string()))?;
    let mut lines = BufReader::new(answer).lines();
    let status = lines.next().context("the running shop gave no answer")??;
    if !status.contains(" 200 ") {
        bail!("the running shop refused: {status}");
    }
    for line in lines.by_ref() {
        if line?.is_empty() {
            break;
        }
    }
    for line in lines {
        match serde_json::from_str(&line?).context("the running shop gave an answer that makes no sense")? {
            Line::Told(value) => told(value)?,
            Line::Done(value) => return Ok(value),
            Line::Failed(problem) => return Err(anyhow!(problem)),
        }
    }
    bail!("the running shop went away before the work was done; run the command again")
}

fn connect<R: Serialize>(data: &Path, path: &str, request: &R) -> Result<TcpStream> {
    let door: Door = serde_json::from_slice(&std::fs::read(control_file(data))?)?;
    let address: SocketAddr = door.address.parse()?;
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))?;
    let body = serde_json::to_string(request)?;
    // HTTP/1.0: the answer ends when the connection does, so it can be read line by line.
    write!(
        stream,
        "POST {path} HTTP/1.0\r\nhost: {address}\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        door.token,
        body.len()
    )?;
    Ok(stream)
}
