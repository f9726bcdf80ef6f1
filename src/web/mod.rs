//! Floor 7: how the shop looks to a browser. Views turn data into markup and decide nothing.

pub mod pages;
pub mod ui;
