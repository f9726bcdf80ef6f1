//! Floor 4: who listens to what. The hub knows listeners and whom to wake; what they are told is read by themselves.

pub mod hub;
