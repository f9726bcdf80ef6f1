//! Letters as files, one for each: what a demo and a shop without a mail server have.
//!
//! A file is there whole or not at all, under a name made of its letter alone. Writing a letter again changes nothing.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

/// Writes the file, unless it's there.
///
/// # Errors
/// When it can't be written.
pub fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let file = folder.join(name);
    if file.exists() {
        return Ok(());
    }
    let doing = || format!("writing {}", file.display());
    make_private(folder).with_context(doing)?;
    let partial = folder.join(format!(".{name}.partial"));
    write_private(&partial, bytes).with_context(doing)?;
    std::fs::rename(&partial, &file).with_context(doing)?;
    // The name is as lasting as the content before the books forget the letter.
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).with_context(doing)
}

/// Letters carry addresses and links that open things: only their owner reads them.
fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

fn write_private(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut out = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(file)?;
    out.write_all(bytes)?;
    out.sync_all()
}
