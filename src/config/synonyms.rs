//! `[search] synonyms`: a file of its own, beside the settings.

use std::path::Path;

use super::check::Wrong;
use super::source::text_beside;
use super::written::Written;
use crate::domain::limits::SYNONYM_FILE_BYTES_MAX;
use crate::domain::synonym::Synonym;

impl Written {
    /// Reads the file, looked for in the folder of the settings unless its path is a whole one.
    pub(super) fn synonyms(&self, beside: &Path) -> Result<Vec<Synonym>, Wrong> {
        if self.search.synonyms.is_empty() {
            return Ok(Vec::new());
        }
        let path = beside.join(&self.search.synonyms);
        let wrong = |problem: String| Wrong { section: "search", key: "synonyms", inside: Vec::new(), problem };
        let text = text_beside(&path, SYNONYM_FILE_BYTES_MAX).map_err(wrong)?;
        Synonym::parse_file(&text).map_err(|(line, trouble)| wrong(format!("{}:{line}: {trouble}", path.display())))
    }
}

#[cfg(test)]
mod tests {
    use super::Written;
    use crate::domain::limits::SYNONYM_FILE_BYTES_MAX;

    #[test]
    fn a_file_of_synonyms_is_read_beside_the_settings_and_its_bad_line_is_named() {
        let folder = tempfile::tempdir().expect("a directory");
        let settings = folder.path().join("shop.toml");
        std::fs::write(&settings, "[search]\n\nsynonyms = \"words.txt\"\n").expect("written");
        let load = || Written::load(Some(&settings), std::iter::empty()).map(|(_, settings)| settings.synonyms).map_err(|error| format!("{error:#}"));
        let with = |text: &[u8]| {
            std::fs::write(folder.path().join("words.txt"), text).expect("written");
            load()
        };
        assert!(load().expect_err("no file").contains("shop.toml:3: [search] synonyms: "));
        let read = with(b"# ours\ntv, television\nipod => mp3 player\n").expect("reads");
        assert_eq!(read.iter().map(ToString::to_string).collect::<Vec<_>>(), ["tv, television", "ipod => mp3 player"]);
        let said = with(b"tv, television\n\ntv,,\n").expect_err("a bad line");
        assert!(said.contains("words.txt:3: a phrase is missing: write words on both sides"), "{said}");
        assert!(with(b"tv, t\xfe\xff").expect_err("not UTF-8").contains("words.txt can't be read"));
        let too_long = vec![b'#'; usize::try_from(SYNONYM_FILE_BYTES_MAX).expect("small") + 1];
        assert!(with(&too_long).expect_err("too long").contains("more than 1048576 bytes"));
    }
}
