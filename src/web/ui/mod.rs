//! The parts that pages are made of: plain values in, markup out.

#[macro_use]
pub mod message;
pub mod layout;
pub mod sharing;
pub mod structured;

pub mod crumbs;
pub mod empty;
pub mod icon;
pub mod notice;
pub mod picture;

pub mod card;
pub mod fragment;
pub mod price;
pub mod stars;
pub mod review;
pub mod stock;

pub mod facet;
pub mod pager;
pub mod suggest;

pub mod coupon;
pub mod address;
pub mod field;
pub mod quantity;
pub mod steps;

pub mod lines;
pub mod arrival;
pub mod due;
pub mod refunds;
pub mod returns;
pub mod timeline;
pub mod totals;

pub mod link;
