//! The load: so many clients, each with a connection of its own, all from one thread.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tokio::task::{JoinSet, LocalSet};

use super::figures::{Chance, Times};
use super::http::Client;
use super::server::{Server, cpu_of_tool};

#[derive(Clone, Copy)]
pub struct Load {
    pub clients: u64,
    /// Runs before anything is counted.
    pub warm: Duration,
    pub time: Duration,
}

/// What one round showed.
pub struct Round {
    pub times: Times,
    pub per_second: f64,
    /// Processor microseconds of the shop and of the load tool, for each counted step; the warm-up is left out.
    pub server_us: f64,
    pub tool_us: f64,
}

/// Repeats `step` from each client until the time is over. A step answers with the time that counts; its first failure ends the round.
pub fn run<S>(server: &Server, load: Load, seed: u64, step: S) -> Result<Round>
where
    S: AsyncFn(&mut Client, &mut Chance) -> Result<Duration> + Clone + 'static,
{
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("starting the load")?;
    let (times, server_cpu, tool_cpu) = LocalSet::new().block_on(&runtime, async {
        let begin = Instant::now() + load.warm;
        let end = begin + load.time;
        let mut clients = JoinSet::new();
        for number in 0..load.clients {
            let chance = Chance::new(seed.wrapping_mul(1_000_003).wrapping_add(number));
            clients.spawn_local(client(server.address, chance, begin, end, step.clone()));
        }
        tokio::time::sleep_until(begin.into()).await;
        let before = (server.cpu()?, cpu_of_tool()?);
        tokio::time::sleep_until(end.into()).await;
        let after = (server.cpu()?, cpu_of_tool()?);
        let mut times = Vec::new();
        while let Some(done) = clients.join_next().await {
            times.extend(done.context("a client broke off")??);
        }
        anyhow::Ok((times, after.0.saturating_sub(before.0), after.1.saturating_sub(before.1)))
    })?;
    let count = f64::from(u32::try_from(times.len()).context("too many steps to count")?);
    let each_us = |cpu: Duration| cpu.as_secs_f64() * 1e6 / count;
    Ok(Round { per_second: count / load.time.as_secs_f64(), server_us: each_us(server_cpu), tool_us: each_us(tool_cpu), times: Times::new(times) })
}

async fn client<S>(address: SocketAddr, mut chance: Chance, begin: Instant, end: Instant, step: S) -> Result<Vec<Duration>>
where
    S: AsyncFn(&mut Client, &mut Chance) -> Result<Duration>,
{
    let mut client = Client::connect(address).await?;
    let mut times = Vec::new();
    loop {
        let time = step(&mut client, &mut chance).await?;
        let now = Instant::now();
        if now >= end {
            return Ok(times);
        }
        if now >= begin {
            times.push(time);
        }
    }
}
