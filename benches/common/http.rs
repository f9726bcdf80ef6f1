//! A small HTTP/1.1 client that keeps its connection and its cookie, so that the load tool costs little beside the shop.
//!
//! Every answer is read to its end; an answer without a length is a fault.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use tokio::net::TcpStream;

/// Most bytes of one read.
const PART_BYTES: usize = 32 * 1024;

pub struct Client {
    stream: TcpStream,
    address: SocketAddr,
    /// `name=value` of the session.
    cookie: Option<String>,
    outbox: Vec<u8>,
    inbox: Vec<u8>,
    /// What the last read brought.
    part: Vec<u8>,
}

/// An answer; its body stays in the client until the next request.
pub struct Reply<'a> {
    pub status: u16,
    pub body: &'a [u8],
    pub time: Duration,
}

impl Reply<'_> {
    pub fn json(&self) -> Result<Value> {
        serde_json::from_slice(self.body).context("the answer isn't JSON")
    }

    pub fn expect(self, status: u16) -> Result<Self> {
        ensure!(self.status == status, "{} instead of {status}: {}", self.status, String::from_utf8_lossy(self.body));
        Ok(self)
    }
}

/// Where the body of an answer stands, and what the header says.
struct Head {
    status: u16,
    end: usize,
    length: usize,
}

impl Client {
    pub async fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await.context("connecting")?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, address, cookie: None, outbox: Vec::new(), inbox: Vec::new(), part: vec![0; PART_BYTES] })
    }

    /// The next request comes from a new shopper.
    pub fn forget(&mut self) {
        self.cookie = None;
    }

    pub async fn get(&mut self, path: &str) -> Result<Reply<'_>> {
        self.send("GET", path, "", "").await
    }

    pub async fn post(&mut self, path: &str, body: &str) -> Result<Reply<'_>> {
        self.send("POST", path, "", body).await
    }

    /// A request that buys: `key` is its Idempotency-Key.
    pub async fn post_once(&mut self, path: &str, key: &str, body: &str) -> Result<Reply<'_>> {
        self.send("POST", path, &format!("idempotency-key: {key}\r\n"), body).await
    }

    async fn send(&mut self, method: &str, path: &str, headers: &str, body: &str) -> Result<Reply<'_>> {
        use std::io::Write;
        self.outbox.clear();
        write!(self.outbox, "{method} {path} HTTP/1.1\r\nhost: {}\r\n{headers}", self.address)?;
        if let Some(cookie) = &self.cookie {
            write!(self.outbox, "cookie: {cookie}\r\n")?;
        }
        if method == "GET" {
            self.outbox.extend(b"\r\n");
        } else {
            write!(self.outbox, "content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len())?;
        }
        let start = Instant::now();
        self.write().await.with_context(|| format!("{method} {path}"))?;
        let head = self.read().await.with_context(|| format!("{method} {path}"))?;
        let body = &self.inbox[head.end..head.end + head.length];
        Ok(Reply { status: head.status, body, time: start.elapsed() })
    }

    async fn write(&mut self) -> Result<()> {
        let mut rest = self.outbox.as_slice();
        while !rest.is_empty() {
            match self.stream.try_write(rest) {
                Ok(written) => rest = &rest[written..],
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.stream.writable().await?,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    async fn read(&mut self) -> Result<Head> {
        self.inbox.clear();
        let mut head = None;
        loop {
            self.stream.readable().await?;
            match self.stream.try_read(&mut self.part) {
                Ok(0) => bail!("the shop closed the connection"),
                Ok(read) => self.inbox.extend(&self.part[..read]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => continue,
                Err(error) => return Err(error.into()),
            }
            if head.is_none() {
                head = self.head()?;
            }
            if let Some(head) = head.take_if(|head| self.inbox.len() >= head.end + head.length) {
                return Ok(head);
            }
        }
    }

    /// Reads the header once all of it is there, and keeps the cookie it sets.
    fn head(&mut self) -> Result<Option<Head>> {
        let Some(end) = self.inbox.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
        let text = std::str::from_utf8(&self.inbox[..end]).context("a header")?;
        let mut lines = text.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok()).context("a status line")?;
        let mut length = None;
        for line in lines {
            let (name, value) = line.split_once(": ").unwrap_or((line, ""));
            if name.eq_ignore_ascii_case("content-length") {
                length = value.parse().ok();
            } else if name.eq_ignore_ascii_case("set-cookie") {
                self.cookie = value.split(';').next().map(str::to_owned);
            }
        }
        Ok(Some(Head { status, end: end + 4, length: length.context("an answer without a length")? }))
    }
}
