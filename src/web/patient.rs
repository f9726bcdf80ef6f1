//! A stream that ends when the other side leaves unread what it was sent.
//!
//! Without it a client that stops reading would keep its connection, and what is still to be sent, for hours.

use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

pub struct Patient<S> {
    stream: S,
    longest: Duration,
    /// Since when nothing could be written, while that is so.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl<S> Patient<S> {
    #[must_use]
    pub fn new(stream: S, longest: Duration) -> Self {
        Self { stream, longest, waiting: None }
    }

    fn wait<T>(&mut self, written: Poll<Result<T>>, context: &mut Context) -> Poll<Result<T>> {
        if written.is_ready() {
            self.waiting = None;
            return written;
        }
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(self.longest)));
        waiting.as_mut().poll(context).map(|()| Err(Error::new(ErrorKind::TimedOut, "the client doesn't read")))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context, buffer: &mut ReadBuf) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context, bytes: &[u8]) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.wait(written, context)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, context: &mut Context, parts: &[IoSlice]) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.wait(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
    use tokio::time::sleep;

    use super::Patient;

    const LONGEST: Duration = Duration::from_secs(30);

    #[tokio::test(start_paused = true)]
    async fn a_slow_reader_is_waited_for_and_one_that_stopped_is_not() {
        let (near, mut far) = duplex(4);
        let mut patient = Patient::new(near, LONGEST);
        let reading = tokio::spawn(async move {
            let mut four = [0; 4];
            for _ in 0..5 {
                sleep(Duration::from_secs(20)).await;
                far.read_exact(&mut four).await.expect("it was written");
            }
            far
        });
        patient.write_all(&[7; 20]).await.expect("100 seconds, but never 30 at once");
        let _open_but_unread = reading.await.expect("it reads");
        patient.write_all(&[7; 4]).await.expect("it fits in between");
        let refused = patient.write_all(&[7; 4]).await.expect_err("nobody reads");
        assert_eq!(refused.kind(), std::io::ErrorKind::TimedOut);
    }
}
