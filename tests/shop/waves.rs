//! A shop on the air: its router behind a real door on a free port, with clients of streams and sockets.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;
use shop::jobs::tell_listeners;
use shop::web::listen::{ConnectionLimits, serve};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, HandshakeError, Message, WebSocket, client, http};

use crate::world::TestShop;

const PATIENCE: Duration = Duration::from_secs(10);

/// The server and the job that wakes listeners, until it is dropped.
pub struct Air {
    pub address: String,
    stop: watch::Sender<bool>,
    runtime: Option<Runtime>,
}

impl Air {
    pub fn of(shop: &TestShop) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime starts");
        let (stop, stopped) = watch::channel(false);
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let limits = ConnectionLimits { all_max: 1_000, per_client_max: None, proxies: Vec::new() };
        runtime.spawn(serve(listener, shop.router(), limits, stopped.clone()));
        runtime.spawn(tell_listeners::run(shop.shop(), stopped));
        Self { address, stop, runtime: Some(runtime) }
    }

    pub fn stream(&self, path: &str, headers: &str) -> Wave {
        Wave::open(&self.address, path, headers)
    }

    /// # Errors
    /// The status of the refusal.
    pub fn socket(&self, headers: &str) -> Result<Socket, u16> {
        Socket::open(&self.address, headers)
    }
}

impl Drop for Air {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(PATIENCE);
        }
    }
}

fn connect(address: &str) -> TcpStream {
    let stream = TcpStream::connect(address).expect("somebody listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream
}

/// A client of `/api/events`.
pub struct Wave {
    lines: BufReader<TcpStream>,
    pub status: u16,
    pub head: String,
}

impl Wave {
    pub fn open(address: &str, path: &str, headers: &str) -> Self {
        let mut stream = connect(address);
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\n{headers}\r\n").expect("it is sent");
        let mut lines = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(lines.read_line(&mut head).expect("an answer") > 0, "it hung up after {head:?}");
        }
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Self { lines, status, head }
    }

    /// The next event and its data.
    pub fn next(&mut self) -> (String, Value) {
        let mut name = String::new();
        loop {
            let mut line = String::new();
            assert!(self.lines.read_line(&mut line).expect("it comes in time") > 0, "the stream is over");
            if let Some(event) = line.trim_end().strip_prefix("event: ") {
                event.clone_into(&mut name);
            }
            if let Some(data) = line.trim_end().strip_prefix("data: ") {
                return (name, serde_json::from_str(data).expect("JSON"));
            }
        }
    }

    #[track_caller]
    pub fn hears(&mut self, sku: &str, available: u64) {
        assert_eq!(self.next(), ("inventory".to_owned(), serde_json::json!({"sku": sku, "available": available})));
    }

    pub fn is_over(&mut self) -> bool {
        self.lines.read_to_end(&mut Vec::new()).is_ok()
    }
}

/// A client of `/api/live`.
pub struct Socket(WebSocket<TcpStream>);

impl Socket {
    /// # Errors
    /// The status of the refusal.
    pub fn open(address: &str, headers: &str) -> Result<Self, u16> {
        let mut request = http::Request::get(format!("ws://{address}/api/live"))
            .header("host", address)
            .header("connection", "upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        for (name, value) in headers.lines().filter_map(|line| line.split_once(": ")) {
            request = request.header(name, value);
        }
        match client(request.body(()).expect("a request"), connect(address)) {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(HandshakeError::Failure(Error::Http(answer))) => Err(answer.status().as_u16()),
            Err(other) => panic!("no answer: {other}"),
        }
    }

    pub fn says(&mut self, message: &Value) {
        self.sends(&message.to_string());
    }

    pub fn sends(&mut self, text: &str) {
        self.0.send(Message::text(text)).expect("it is sent");
    }

    pub fn hears(&mut self) -> Value {
        loop {
            match self.0.read().expect("it comes in time") {
                Message::Text(text) => return serde_json::from_str(&text).expect("JSON"),
                Message::Ping(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// Two values of stock, in the order of their SKUs.
    pub fn hears_stock(&mut self) -> [(String, u64); 2] {
        let mut both = [(); 2].map(|()| {
            let heard = self.hears();
            (heard["sku"].as_str().expect("a SKU").to_owned(), heard["available"].as_u64().expect("a number"))
        });
        both.sort();
        both
    }

    /// With which code the other side closes; nothing where it does so without a word.
    pub fn is_closed(&mut self) -> Option<CloseCode> {
        loop {
            match self.0.read() {
                Ok(Message::Close(frame)) => return frame.map(|frame| frame.code),
                Ok(_) => {}
                Err(Error::Io(error)) if error.kind() == std::io::ErrorKind::WouldBlock => panic!("it stays open"),
                Err(_) => return None,
            }
        }
    }
}
