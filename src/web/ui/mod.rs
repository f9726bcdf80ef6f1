//! x.
pub mod picture {
    pub fn src(s: &str) -> String {
        s.to_owned()
    }
}
