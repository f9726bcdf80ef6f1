//! Pictures of products: files are copied into the data directory under the digest of their content.
//!
//! Only what really is a JPEG, PNG, WebP or GIF is taken; the content decides, not the name.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::base::secret::{digest, to_hex};
use crate::domain::limits::IMAGE_BYTES_MAX;

/// What became of an image a listing names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Copied, or there already: its name in the data directory.
    Copied(String),
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
        const KNOWN_MAX: usize = 100_000;
        if src.starts_with("demo:") || stored(src) {
            return Ok(Taken::Kept);
        }
        if let Some(known) = self.known.get(src) {
            return Ok(known.clone());
        }
        let taken = self.copy(src)?;
        if self.known.len() < KNOWN_MAX {
            self.known.insert(src.to_owned(), taken.clone());
        }
        Ok(taken)
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
        let stored = format!("{}.{ending}", &to_hex(&digest(&content).0)[..32]);
        let target = self.media.join(&stored);
        if !target.exists() {
            write_whole(&target, &content).with_context(|| format!("copying {}", file.display()))?;
        }
        Ok(Taken::Copied(stored))
    }
}

/// Whether this is the name of a picture in the data directory.
#[must_use]
pub fn stored(name: &str) -> bool {
    let Some((stem, ending)) = name.split_once('.') else { return false };
    stem.len() == 32 && stem.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)) && content_type(ending).is_some()
}

#[must_use]
pub fn content_type(ending: &str) -> Option<&'static str> {
    match ending {
        "jpg" => Some("image/jpeg"),
        "png" => Some("image/png"),
        "webp" => Some("image/webp"),
        "gif" => Some("image/gif"),
        _ => None,
    }
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

/// A crash leaves the whole file or none under its name.
fn write_whole(target: &Path, content: &[u8]) -> Result<()> {
    let partial = target.with_extension("partial");
    std::fs::write(&partial, content)?;
    std::fs::rename(&partial, target)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Copier, Taken, stored};

    const PNG: &[u8] = &[0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    #[test]
    fn pictures_are_copied_once_by_their_content() {
        let (media, from) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        std::fs::write(from.path().join("a.jpg"), PNG).expect("written");
        std::fs::write(from.path().join("b.png"), PNG).expect("written");
        let mut copier = Copier::new(media.path(), from.path());
        let Ok(Taken::Copied(name)) = copier.take("a.jpg") else { panic!("copied") };
        assert!(stored(&name) && name.ends_with(".png"), "the content decides: {name}");
        assert_eq!(copier.take("b.png").ok(), Some(Taken::Copied(name.clone())));
        assert_eq!(copier.take("https://cdn.example.com/x/b.png?v=1").ok(), Some(Taken::Copied(name)));
        assert_eq!(std::fs::read_dir(media.path()).expect("listed").count(), 1);
    }

    #[test]
    fn what_is_no_picture_or_lies_outside_is_refused() {
        let (media, from) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        std::fs::write(from.path().join("evil.png"), b"<svg onload=alert(1)>").expect("written");
        std::fs::write(media.path().join("secret.png"), PNG).expect("written");
        let mut copier = Copier::new(media.path(), from.path());
        assert!(matches!(copier.take("evil.png"), Ok(Taken::Refused(_))));
        let outside = format!("../{}/secret.png", media.path().file_name().expect("named").to_string_lossy());
        assert!(matches!(copier.take(&outside), Ok(Taken::Refused(_))));
        assert!(matches!(copier.take("https://cdn.example.com/none.png"), Ok(Taken::Elsewhere)));
        assert_eq!(copier.take("demo:mug:petrol:0").ok(), Some(Taken::Kept));
    }
}
