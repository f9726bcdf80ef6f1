//! Writes a plain table of texts for other programs, such as a spreadsheet.
//!
//! What shoppers typed may stand in it, so a cell that a spreadsheet would take for a formula is marked as text.

use std::io;

use super::write::guarded;

/// A header and rows, as CSV.
///
/// # Errors
/// When a row hasn't as many cells as the header.
pub fn csv(columns: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> io::Result<String> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(columns).map_err(io::Error::from)?;
    for row in rows {
        table.write_record(row.iter().map(|cell| guarded(cell))).map_err(io::Error::from)?;
    }
    let bytes = table.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::csv;

    #[test]
    fn what_somebody_typed_is_never_a_formula() {
        let rows = [vec!["=1+1".to_owned(), "oak, \"table\"".to_owned()]];
        assert_eq!(csv(&["text", "more"], rows).expect("written"), "text,more\n'=1+1,\"oak, \"\"table\"\"\"\n");
    }
}
