//! The bytes of a file, a piece of a line at a time.
//!
//! A piece never reaches over the end of a line and is never longer than the buffer, so a reader bounds what it keeps.

use std::io::{self, BufRead, BufReader, Read};

const BUFFER_BYTES: usize = 64 * 1024;
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

pub(super) struct Input {
    reader: BufReader<Box<dyn Read + Send>>,
    /// Bytes handed back, read again before the rest.
    returned: io::Cursor<Vec<u8>>,
    line: u64,
    bytes_read: u64,
}

impl Input {
    pub fn new(reader: Box<dyn Read + Send>) -> Self {
        Self { reader: BufReader::with_capacity(BUFFER_BYTES, reader), returned: io::Cursor::default(), line: 1, bytes_read: 0 }
    }

    /// The line that the next piece belongs to.
    pub fn line(&self) -> u64 {
        self.line
    }

    pub fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// Replaces `piece` by the next one: up to and with the end of the line, or as far as the buffer reaches; empty at the end.
    pub fn piece(&mut self, piece: &mut Vec<u8>) -> io::Result<()> {
        piece.clear();
        let again = !self.returned.fill_buf()?.is_empty();
        let buffer = if again { self.returned.fill_buf()? } else { self.reader.fill_buf()? };
        let end = buffer.iter().position(|byte| *byte == b'\n').map_or(buffer.len(), |at| at.saturating_add(1));
        piece.extend_from_slice(&buffer[..end]);
        if again {
            self.returned.consume(end);
        } else {
            self.reader.consume(end);
        }
        self.bytes_read = self.bytes_read.saturating_add(length(piece));
        self.line = self.line.saturating_add(lines(piece));
        Ok(())
    }

    /// The first line that isn't empty, and what stands before it, for a look: without the byte order mark; it is read again as if nothing had happened.
    pub fn first_line(&mut self, bytes_max: usize) -> io::Result<Vec<u8>> {
        let mut first = Vec::new();
        let mut piece = Vec::new();
        while first.len() < bytes_max && (first.trim_ascii().is_empty() || !first.ends_with(b"\n")) {
            self.piece(&mut piece)?;
            if piece.is_empty() {
                break;
            }
            first.extend_from_slice(&piece);
        }
        if first.starts_with(BYTE_ORDER_MARK) {
            first.drain(..BYTE_ORDER_MARK.len());
        }
        self.give_back(&first);
        Ok(first)
    }

    /// Takes back the last bytes that were read.
    pub fn give_back(&mut self, bytes: &[u8]) {
        let mut returned = bytes.to_vec();
        let at = usize::try_from(self.returned.position()).unwrap_or(usize::MAX);
        returned.extend_from_slice(self.returned.get_ref().get(at..).unwrap_or_default());
        self.returned = io::Cursor::new(returned);
        self.bytes_read = self.bytes_read.saturating_sub(length(bytes));
        self.line = self.line.saturating_sub(lines(bytes));
    }
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// How many lines end in these bytes.
pub(super) fn lines(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.iter().filter(|byte| **byte == b'\n').count()).unwrap_or(u64::MAX)
}
