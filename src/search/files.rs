//! The files of an index as the search reads them: never mapped, so nothing done to them can end the process.
//!
//! - What is read often is held in memory. Of long posting lists the parts that are asked for are read.
//! - **A file that is open stays as it was**, also when its name is gone.
//! - What was read or written is remembered, so that a file that is lost, cut or written over is noticed with a look.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::SystemTime;

use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle, WritePtr};
use tantivy::{HasLen, Result};

#[cfg(test)]
use super::tests::faults::Faults;
use crate::domain::limits::INDEX_FILE_HELD_BYTES_MAX;

/// Posting lists and positions: long, and each question needs little of them.
const LONG: [&str; 2] = ["idx", "pos"];

#[derive(Clone, Debug)]
pub struct Files {
    /// Writes and locks; never reads.
    disk: MmapDirectory,
    root: PathBuf,
    known: Arc<Mutex<HashMap<PathBuf, Known>>>,
    #[cfg(test)]
    faults: Option<Arc<Faults>>,
}

#[derive(Clone, Debug)]
struct Known {
    stamp: Stamp,
    open: Open,
}

/// What a file looks like from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    written: Option<SystemTime>,
}

/// Shared by all who have the file open.
#[derive(Clone, Debug)]
enum Open {
    Not,
    Held(Weak<[u8]>),
    Read(Weak<Pieces>),
}

impl Files {
    pub fn of(root: &Path) -> std::result::Result<Self, OpenDirectoryError> {
        let known = Arc::default();
        Ok(Self {
            disk: MmapDirectory::open(root)?,
            root: root.to_owned(),
            known,
            #[cfg(test)]
            faults: Faults::of(root),
        })
    }

    /// Whether everything that was read or written is still there as it was.
    pub fn whole(&self) -> bool {
        self.known().iter().all(|(path, known)| self.stamp(path).is_ok_and(|stamp| stamp == known.stamp))
    }

    fn known(&self) -> MutexGuard<'_, HashMap<PathBuf, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stamp(&self, path: &Path) -> io::Result<Stamp> {
        let found = fs::metadata(self.root.join(path))?;
        Ok(Stamp { bytes: found.len(), written: found.modified().ok() })
    }

    fn open(&self, path: &Path) -> io::Result<(Arc<dyn FileHandle>, Known)> {
        let stamp = self.stamp(path)?;
        let long = path.extension().is_some_and(|kind| LONG.iter().any(|long| kind == *long));
        if long && stamp.bytes > INDEX_FILE_HELD_BYTES_MAX {
            let pieces = Arc::new(Pieces { file: File::open(self.root.join(path))?, bytes: stamp.bytes });
            let open = Open::Read(Arc::downgrade(&pieces));
            return Ok((pieces, Known { stamp, open }));
        }
        let bytes: Arc<[u8]> = fs::read(self.root.join(path))?.into();
        let open = Open::Held(Arc::downgrade(&bytes));
        Ok((Arc::new(OwnedBytes::new(bytes)), Known { stamp, open }))
    }

    #[cfg(test)]
    fn may(&self, what: &str) -> io::Result<()> {
        self.faults.as_ref().map_or(Ok(()), |faults| faults.may(what))
    }

    #[cfg(not(test))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "the place where tests plant their faults")]
    fn may(&self, _: &str) -> io::Result<()> {
        Ok(())
    }
}

/// A file that is still open somewhere is opened once only.
fn shared(known: &Known) -> Option<Arc<dyn FileHandle>> {
    match &known.open {
        Open::Not => None,
        Open::Held(bytes) => bytes.upgrade().map(|bytes| -> Arc<dyn FileHandle> { Arc::new(OwnedBytes::new(bytes)) }),
        Open::Read(pieces) => pieces.upgrade().map(|pieces| -> Arc<dyn FileHandle> { pieces }),
    }
}

impl Directory for Files {
    fn get_file_handle(&self, path: &Path) -> std::result::Result<Arc<dyn FileHandle>, OpenReadError> {
        let mut all = self.known();
        if let Some(open) = all.get(path).and_then(shared) {
            return Ok(open);
        }
        match self.may("open").and_then(|()| self.open(path)) {
            Ok((handle, known)) => {
                all.insert(path.to_owned(), known);
                Ok(handle)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(OpenReadError::FileDoesNotExist(path.to_owned())),
            Err(error) => Err(OpenReadError::wrap_io_error(error, path.to_owned())),
        }
    }

    fn delete(&self, path: &Path) -> std::result::Result<(), DeleteError> {
        let mut all = self.known();
        all.remove(path);
        self.disk.delete(path)
    }

    fn exists(&self, path: &Path) -> std::result::Result<bool, OpenReadError> {
        self.disk.exists(path)
    }

    fn open_write(&self, path: &Path) -> std::result::Result<WritePtr, OpenWriteError> {
        self.may("write").map_err(|error| OpenWriteError::wrap_io_error(error, path.to_owned()))?;
        self.disk.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> std::result::Result<Vec<u8>, OpenReadError> {
        self.may("look").map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))?;
        self.disk.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.may("commit")?;
        let mut all = self.known();
        self.disk.atomic_write(path, data)?;
        all.insert(path.to_owned(), Known { stamp: self.stamp(path)?, open: Open::Not });
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.may("sync")?;
        self.disk.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> std::result::Result<DirectoryLock, LockError> {
        self.disk.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> Result<WatchHandle> {
        self.disk.watch(callback)
    }
}

/// A long file, read where it's asked for.
#[derive(Debug)]
struct Pieces {
    file: File,
    bytes: u64,
}

impl HasLen for Pieces {
    fn len(&self) -> usize {
        usize::try_from(self.bytes).unwrap_or(usize::MAX)
    }
}

impl FileHandle for Pieces {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut piece = vec![0; range.len()];
        let start = u64::try_from(range.start).map_err(io::Error::other)?;
        self.file.read_exact_at(&mut piece, start)?;
        Ok(OwnedBytes::new(piece))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use tantivy::directory::{Directory, TerminatingWrite};

    use super::Files;
    use crate::domain::limits::INDEX_FILE_HELD_BYTES_MAX;

    fn written(files: &Files, name: &str, bytes: u64) {
        let mut out = files.open_write(Path::new(name)).expect("it's new");
        let content: Vec<u8> = (0..bytes).map(|number| u8::try_from(number % 251).expect("small")).collect();
        std::io::Write::write_all(&mut out, &content).expect("written");
        out.terminate().expect("durable");
    }

    #[test]
    fn a_file_cut_short_while_it_is_open_is_an_error_and_not_the_end() {
        let root = tempfile::tempdir().expect("a directory");
        let files = Files::of(root.path()).expect("it opens");
        for (name, bytes, held) in
            [("a.idx", 1_000, true), ("b.idx", INDEX_FILE_HELD_BYTES_MAX + 1, false), ("c.term", INDEX_FILE_HELD_BYTES_MAX + 1, true)]
        {
            written(&files, name, bytes);
            let open = files.open_read(Path::new(name)).expect("it's there");
            assert_eq!(open.read_bytes_slice(900..903).expect("whole").as_slice(), [147, 148, 149]);
            assert!(files.whole());
            std::fs::OpenOptions::new().write(true).open(root.path().join(name)).expect("opens").set_len(10).expect("cut");
            assert!(!files.whole(), "{name}");
            let again = open.read_bytes_slice(900..903);
            assert_eq!(again.is_ok(), held, "{name}");
            files.delete(Path::new(name)).expect("deleted");
            assert!(files.whole(), "a file that we took away ourselves isn't missing");
        }
    }

    #[test]
    fn what_is_lost_or_written_over_is_noticed() {
        let root = tempfile::tempdir().expect("a directory");
        let files = Files::of(root.path()).expect("it opens");
        files.atomic_write(Path::new("meta.json"), b"{}").expect("written");
        assert!(files.whole());
        std::fs::write(root.path().join("meta.json"), b"").expect("cut");
        assert!(!files.whole());
        files.atomic_write(Path::new("meta.json"), b"{}").expect("written");
        assert!(files.whole());
        std::fs::remove_file(root.path().join("meta.json")).expect("removed");
        assert!(!files.whole());
    }
}
