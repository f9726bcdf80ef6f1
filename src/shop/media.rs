//! Pictures of products: files are copied into the data directory under the digest of their content.
//!
//! - Only what really is a JPEG, PNG, WebP or GIF is taken; the content decides, not the name.
//! - The same content has the same name, so nothing is made twice; a name that says a size has its smaller ones beside it.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};

use super::picture::{measure, smaller};
use crate::base::secret::{digest, to_hex};
use crate::domain::limits::IMAGE_BYTES_MAX;
use crate::domain::picture::Picture;

/// What became of an image a listing names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Copied, or there already: its name in the data directory.
    Copied(String),
    /// Copied as well, but it is the only one of it: smaller ones can't be made, and why.
    Single(String, String),
    /// Not a file: stays as it is.
    Kept,
    /// Stands on another server and no file of its name was given.
    Elsewhere,
    /// A file that is missing or can't be used, and why.
    Refused(String),
}

/// Copies pictures; remembers what it copied, since many variants share one.
pub struct Copier {
    media: PathBuf,
    /// Where files named in a listing are looked for.
    from: PathBuf,
    known: HashMap<String, Taken>,
}

impl Copier {
    #[must_use]
    pub fn new(media: &Path, from: &Path) -> Self {
        Self { media: media.to_owned(), from: from.to_owned(), known: HashMap::new() }
    }

    /// # Errors
    /// When the data directory can't be written.
    pub fn take(&mut self, src: &str) -> Result<Taken> {
        if src.starts_with("demo:") || stored(src) {
            return Ok(Taken::Kept);
        }
        match self.known.get(src) {
            Some(known) => Ok(known.clone()),
            None => {
                let taken = self.copy(src)?;
                self.remember(src.to_owned(), &taken);
                Ok(taken)
            }
        }
    }

    /// Takes many, on all processors; what became of each is told by [`Self::take`].
    ///
    /// # Errors
    /// When the data directory can't be written.
    pub fn take_ahead(&mut self, sources: &[String]) -> Result<()> {
        let unknown = sources.iter().filter(|src| !src.starts_with("demo:") && !stored(src) && !self.known.contains_key(*src));
        let waiting = Mutex::new(unknown.collect::<BTreeSet<_>>().into_iter());
        let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
        let work = || std::iter::from_fn(next).map(|src| (src.clone(), self.copy(src))).collect::<Vec<_>>();
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let taken: Vec<_> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
        });
        if taken.iter().any(|(_, taken)| matches!(taken, Ok(Taken::Copied(_) | Taken::Single(..)))) {
            // The books will name them, so their names are on the disk first.
            File::open(&self.media).and_then(|media| media.sync_all()).with_context(|| format!("writing {}", self.media.display()))?;
        }
        for (src, taken) in taken {
            self.remember(src, &taken?);
        }
        Ok(())
    }

    fn remember(&mut self, src: String, taken: &Taken) {
        const KNOWN_MAX: usize = 100_000;
        if self.known.len() < KNOWN_MAX {
            self.known.insert(src, taken.clone());
        }
    }

    fn copy(&self, src: &str) -> Result<Taken> {
        let remote = src.starts_with("http://") || src.starts_with("https://") || src.starts_with("//");
        let name = if remote { src.split(['?', '#']).next().and_then(|path| path.rsplit('/').next()).unwrap_or("") } else { src };
        let Some(file) = inside(&self.from, name) else {
            return Ok(if remote { Taken::Elsewhere } else { Taken::Refused("there is no such file in the folder of pictures".to_owned()) });
        };
        let size = std::fs::metadata(&file).with_context(|| format!("looking at {}", file.display()))?.len();
        if size > IMAGE_BYTES_MAX {
            return Ok(Taken::Refused("the picture is larger than 10 MiB".to_owned()));
        }
        let content = std::fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
        let Some(ending) = kind(&content) else {
            return Ok(Taken::Refused("this is not a JPEG, PNG, WebP or GIF".to_owned()));
        };
        self.keep(&content, ending).with_context(|| format!("copying {}", file.display()))
    }

    /// Writes a picture and its smaller ones under the digest of its content, as far as they aren't there.
    fn keep(&self, content: &[u8], ending: &str) -> Result<Taken> {
        let digest = &to_hex(&digest(content).0)[..32];
        let single = format!("{digest}.{ending}");
        let sized = match measure(content) {
            Ok(Some(size)) => format!("{digest}-{}x{}.{ending}", size.width, size.height),
            Ok(None) => return write_missing(&self.media, &single, content).map(|()| Taken::Copied(single)),
            Err(problem) => return write_missing(&self.media, &single, content).map(|()| Taken::Single(single, format!("{problem:#}"))),
        };
        let missing = missing(&self.media, &sized);
        if !missing.is_empty() {
            match smaller(content, &missing) {
                Ok(made) => write_smaller(&self.media, &sized, &made)?,
                Err(problem) => return write_missing(&self.media, &single, content).map(|()| Taken::Single(single, format!("{problem:#}"))),
            }
        }
        // The name promises the smaller ones, so it comes last.
        write_missing(&self.media, &sized, content).map(|()| Taken::Copied(sized))
    }
}

/// Whether this is the name of a picture in the data directory that a product may carry.
#[must_use]
pub fn stored(name: &str) -> bool {
    Picture::parse(name).is_some_and(|picture| picture.smaller.is_none())
}

/// The content of a picture of the data directory. A smaller one that is lost is made again; nothing where there is no such picture.
///
/// # Errors
/// When it can't be read or written.
pub fn picture(media: &Path, name: &str) -> Result<Option<Vec<u8>>> {
    let Some(asked) = Picture::parse(name) else { return Ok(None) };
    if let Some(content) = read(&media.join(name))? {
        return Ok(Some(content));
    }
    let Some(width) = asked.smaller else { return Ok(None) };
    for ending in ["jpg", "png", "webp"] {
        let whole = format!("{}.{ending}", asked.stem);
        if let Some(content) = read(&media.join(&whole))? {
            let made = smaller(&content, &[width]).with_context(|| format!("making {name} again"))?;
            write_smaller(media, &whole, &made)?;
            return Ok(made.into_iter().next().map(|(_, bytes)| bytes));
        }
    }
    Ok(None)
}

/// A file of no length is what a loss of power left.
fn read(file: &Path) -> Result<Option<Vec<u8>>> {
    match std::fs::read(file) {
        Ok(content) => Ok(Some(content).filter(|content| !content.is_empty())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("reading {}", file.display())),
    }
}

/// Widths of a picture that aren't there yet.
fn missing(media: &Path, sized: &str) -> Vec<u32> {
    let Some(picture) = Picture::parse(sized) else { return Vec::new() };
    picture.widths().filter(|width| !there(&media.join(picture.at(*width)))).collect()
}

fn write_smaller(media: &Path, sized: &str, made: &[(u32, Vec<u8>)]) -> Result<()> {
    let picture = Picture::parse(sized).context("a picture of a name that isn't ours")?;
    made.iter().try_for_each(|(width, bytes)| write_missing(media, &picture.at(*width), bytes))
}

fn there(file: &Path) -> bool {
    file.metadata().is_ok_and(|metadata| metadata.len() > 0)
}

/// The file of this name below `folder`, never outside it.
fn inside(folder: &Path, name: &str) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    let file = folder.join(name).canonicalize().ok()?;
    (!name.is_empty() && file.starts_with(&folder) && file.is_file()).then_some(file)
}

fn kind(content: &[u8]) -> Option<&'static str> {
    match content {
        [0xFF, 0xD8, 0xFF, ..] => Some("jpg"),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some("png"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("webp"),
        [b'G', b'I', b'F', b'8', ..] => Some("gif"),
        _ => None,
    }
}

/// A crash, and a loss of power too, leaves the whole file or none under its name; several may write the same one.
fn write_missing(media: &Path, name: &str, content: &[u8]) -> Result<()> {
    static WRITTEN: AtomicU64 = AtomicU64::new(0);
    let target = media.join(name);
    if there(&target) {
        return Ok(());
    }
    let partial = media.join(format!("{}.partial", WRITTEN.fetch_add(1, Ordering::Relaxed)));
    let mut file = File::create(&partial)?;
    file.write_all(content)?;
    file.sync_all()?;
    std::fs::rename(&partial, &target)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use image::ImageFormat;

    use super::{Copier, Taken, picture, stored};
    use crate::domain::picture::Picture;
    use crate::shop::picture::tests::red_and_blue;

    fn names(media: &tempfile::TempDir) -> Vec<String> {
        let files = std::fs::read_dir(media.path()).expect("listed");
        let mut names: Vec<String> = files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn pictures_are_copied_once_by_their_content_with_smaller_ones() {
        let (media, from) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let content = red_and_blue(700, 350, ImageFormat::Png);
        std::fs::write(from.path().join("a.jpg"), &content).expect("written");
        std::fs::write(from.path().join("b.png"), &content).expect("written");
        let mut copier = Copier::new(media.path(), from.path());
        let sources = ["a.jpg", "b.png", "a.jpg", "demo:mug:petrol:0", "none.jpg"].map(str::to_owned);
        copier.take_ahead(&sources).expect("taken");
        let Ok(Taken::Copied(name)) = copier.take("a.jpg") else { panic!("copied") };
        assert!(stored(&name) && name.ends_with("-700x350.png"), "the content decides: {name}");
        assert_eq!(copier.take("b.png").ok(), Some(Taken::Copied(name.clone())));
        assert_eq!(copier.take("https://cdn.example.com/x/b.png?v=1").ok(), Some(Taken::Copied(name.clone())));
        assert!(matches!(copier.take("none.jpg"), Ok(Taken::Refused(_))));
        let whole = Picture::parse(&name).expect("a name");
        let mut expected: Vec<String> = [160, 320, 640, 700].map(|width| whole.at(width)).into_iter().chain([name.clone()]).collect();
        expected.sort();
        assert_eq!(names(&media), expected);
        assert_eq!(std::fs::read(media.path().join(&name)).ok(), Some(content));
        let times = || expected.iter().map(|name| media.path().join(name).metadata().and_then(|file| file.modified()).ok()).collect::<Vec<_>>();
        let before = times();
        assert_eq!(Copier::new(media.path(), from.path()).take("a.jpg").ok(), Some(Taken::Copied(name)), "another import");
        assert_eq!((names(&media), times()), (expected, before), "and nothing is made twice");
    }

    #[test]
    fn what_is_lost_is_made_again_and_nothing_else() {
        let (media, from) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        std::fs::write(from.path().join("a.jpg"), red_and_blue(700, 350, ImageFormat::Jpeg)).expect("written");
        let Ok(Taken::Copied(name)) = Copier::new(media.path(), from.path()).take("a.jpg") else { panic!("copied") };
        let (small, tiny) = (Picture::parse(&name).expect("a name").at(320), Picture::parse(&name).expect("a name").at(160));
        let before = picture(media.path(), &small).expect("readable");
        std::fs::remove_file(media.path().join(&small)).expect("lost");
        std::fs::write(media.path().join(&tiny), "").expect("cut short");
        assert_eq!(picture(media.path(), &small).expect("made again"), before);
        assert!(picture(media.path(), &tiny).expect("made again").is_some_and(|bytes| !bytes.is_empty()));
        assert_eq!(picture(media.path(), &small.replace("-320.", "-321.")).expect("refused"), None, "only widths of the shop");
        assert_eq!(picture(media.path(), &format!("{}-700x350-320.webp", "0".repeat(32))).expect("refused"), None);
        assert_eq!(names(&media).len(), 5, "the original, and one for each width");
    }

    #[test]
    fn what_moves_or_cannot_be_read_is_kept_as_it_is() {
        let (media, from) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let whole = red_and_blue(700, 350, ImageFormat::Png);
        std::fs::write(from.path().join("cut.png"), &whole[..whole.len() / 2]).expect("written");
        std::fs::write(from.path().join("moving.gif"), b"GIF89a and so on").expect("written");
        let mut copier = Copier::new(media.path(), from.path());
        let Ok(Taken::Single(name, problem)) = copier.take("cut.png") else { panic!("kept") };
        assert!(Picture::parse(&name).is_some_and(|picture| picture.size.is_none()) && !problem.is_empty(), "{name}: {problem}");
        assert!(matches!(copier.take("moving.gif"), Ok(Taken::Copied(name)) if name.ends_with(".gif") && name.len() == 36));
        assert_eq!(names(&media).len(), 2);
    }

    #[test]
    fn what_is_no_picture_or_lies_outside_is_refused() {
        let (media, from) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        std::fs::write(from.path().join("evil.png"), b"<svg onload=alert(1)>").expect("written");
        std::fs::write(media.path().join("secret.png"), red_and_blue(40, 40, ImageFormat::Png)).expect("written");
        let mut copier = Copier::new(media.path(), from.path());
        assert!(matches!(copier.take("evil.png"), Ok(Taken::Refused(_))));
        let outside = format!("../{}/secret.png", media.path().file_name().expect("named").to_string_lossy());
        assert!(matches!(copier.take(&outside), Ok(Taken::Refused(_))));
        assert!(matches!(copier.take("https://cdn.example.com/none.png"), Ok(Taken::Elsewhere)));
        assert_eq!(copier.take("demo:mug:petrol:0").ok(), Some(Taken::Kept));
    }
}
