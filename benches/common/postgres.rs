//! PostgreSQL as the yardstick: a server of our own on the same rows, asked the same questions in SQL.
//!
//! Started in a directory of its own, on one processor and a Unix socket only; ended and removed with its owner. A page in SQL is what
//! ours is: the twenty best by text relevance × stock × stars, the number of hits, and all facets, each without its own filter.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;

use super::figures::Times;
use super::market::{self, Question};

const SCHEMA: &str = "
create extension pg_trgm;
create table products (id bigint primary key, title text not null, brand text not null, top text not null, family text not null, leaf text not null,
  body text not null, price bigint not null, rating int not null, reviews int not null, in_stock boolean not null);
";
const INDEXES: &str = "
alter table products add column words tsvector generated always as (
  setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', leaf), 'B') || setweight(to_tsvector('english', body), 'D')) stored;
create index products_words on products using gin (words) with (fastupdate = off);
create index products_leaf on products (leaf);
create index products_brand on products (brand);
create index products_price on products (price);
create table terms as select word, ndoc from ts_stat('select to_tsvector(''simple'', title) from products');
create index terms_prefix on terms (word text_pattern_ops, ndoc desc);
create index terms_trigrams on terms using gin (word gin_trgm_ops);
vacuum analyze;
";
const SETTINGS: &str = "
listen_addresses = ''
shared_buffers = 2GB
work_mem = 256MB
maintenance_work_mem = 1GB
effective_cache_size = 8GB
max_wal_size = 8GB
jit = off
max_parallel_workers_per_gather = 0
max_parallel_maintenance_workers = 0
autovacuum = off
";

pub struct Postgres {
    place: TempDir,
    programs: PathBuf,
    user: Option<&'static str>,
}

pub struct Built {
    pub time: Duration,
    pub index_mb: f64,
    pub table_mb: f64,
}

impl Postgres {
    /// Starts one on this processor; nothing where PostgreSQL isn't installed.
    pub fn start(processor: u32) -> Result<Option<Self>> {
        let Some(programs) = programs() else { return Ok(None) };
        // The server refuses to run as root; Debian's package brings a user for it.
        let root = Command::new("id").arg("-u").output().context("asking who we are")?.stdout.starts_with(b"0\n");
        let place = tempfile::tempdir().context("making a directory")?;
        let postgres = Self { place, programs, user: root.then_some("postgres") };
        if let Some(user) = postgres.user {
            ensure!(Command::new("chown").arg(user).arg(postgres.place.path()).status()?.success(), "giving the directory to {user}");
        }
        let data = postgres.data();
        postgres.run("initdb", &["-D", &data, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"])?;
        let settings = postgres.place.path().join("more.conf");
        std::fs::write(&settings, format!("{SETTINGS}unix_socket_directories = '{}'\n", postgres.place.path().display()))?;
        let own = format!("{data}/postgresql.conf");
        let joined = std::fs::read_to_string(&own)? + &std::fs::read_to_string(&settings)?;
        std::fs::write(&own, joined)?;
        let log = postgres.place.path().join("log").display().to_string();
        let start = [postgres.programs.join("pg_ctl").display().to_string(), "-D".into(), data, "-l".into(), log, "-w".into(), "start".into()];
        let taskset = ["-c".to_owned(), processor.to_string()].into_iter().chain(start).collect::<Vec<_>>();
        postgres.call("taskset", &taskset.iter().map(String::as_str).collect::<Vec<_>>())?;
        Ok(Some(postgres))
    }

    fn data(&self) -> String {
        self.place.path().join("data").display().to_string()
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Result<()> {
        self.call(&self.programs.join(program).display().to_string(), arguments)
    }

    fn command(&self, program: &str) -> Command {
        match self.user {
            None => Command::new(program),
            Some(user) => {
                let mut command = Command::new("setpriv");
                command.args(["--reuid", user, "--regid", user, "--clear-groups", "--", program]);
                command
            }
        }
    }

    fn call(&self, program: &str, arguments: &[&str]) -> Result<()> {
        let mut command = self.command(program);
        command.args(arguments).current_dir(self.place.path()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let status = command.status().with_context(|| format!("starting {program}"))?;
        ensure!(status.success(), "{program} {arguments:?} ended with {status}");
        Ok(())
    }

    /// Runs SQL and returns what it prints.
    fn sql(&self, script: &Path) -> Result<String> {
        let mut command = self.command(&self.programs.join("psql").display().to_string());
        let host = self.place.path().display().to_string();
        command.args(["-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-h", &host, "-d", "postgres", "-f", &script.display().to_string()]);
        let output = command.current_dir(self.place.path()).stdin(Stdio::null()).output().context("starting psql")?;
        ensure!(output.status.success(), "psql: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn text(&self, sql: &str) -> Result<String> {
        let script = self.place.path().join("script.sql");
        std::fs::write(&script, sql)?;
        self.sql(&script)
    }

    /// Loads the first products of the market and indexes them.
    pub fn load(&self, products: u64) -> Result<Built> {
        let rows = self.place.path().join("rows.tsv");
        let mut file = BufWriter::new(File::create(&rows)?);
        for number in 0..products {
            let item = market::item(number);
            let [top, family, leaf] = &item.category;
            let attributes = item.attributes.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(" ");
            let (rating, reviews) = item.rating.unwrap_or((0, 0));
            let (title, brand, price, in_stock) = (&item.title, &item.brand, item.price_minor, item.stock > 0);
            let body = format!("{} {attributes}", item.description);
            writeln!(file, "{number}\t{title}\t{brand}\t{top}\t{family}\t{leaf}\t{body}\t{price}\t{rating}\t{reviews}\t{in_stock}")?;
        }
        drop(file);
        let start = Instant::now();
        self.text(&format!("{SCHEMA} copy products from '{}';{INDEXES}", rows.display()))?;
        let time = start.elapsed();
        std::fs::remove_file(&rows)?;
        let sizes = self.text("select pg_relation_size('products_words') >> 10; select pg_relation_size('products') >> 10;")?;
        let mut megabytes = sizes.lines().filter_map(|line| line.parse::<u32>().ok()).map(|kilobytes| f64::from(kilobytes) / 1024.0);
        let (index_mb, table_mb) = (megabytes.next().context("a size")?, megabytes.next().context("a size")?);
        Ok(Built { time, index_mb, table_mb })
    }

    /// Asks each question once to warm up and once for the clock.
    pub fn ask(&self, form: &str, questions: &[Question]) -> Result<Times> {
        let page = |question: &Question| match form {
            "suggest" => suggest(&question.text),
            "fuzzy" => fuzzy(&question.text),
            _ => page(question),
        };
        let pages: Vec<String> = questions.iter().map(page).collect();
        let script = format!("\\o /dev/null\n{0}\n\\timing on\n{0}", pages.join("\n"));
        let said = self.text(&script)?;
        let time = |line: &str| line.strip_prefix("Time: ").and_then(|rest| rest.split(' ').next()).and_then(|ms| ms.parse::<f64>().ok());
        let times: Vec<Duration> = said.lines().filter_map(time).map(|ms| Duration::from_secs_f64(ms / 1e3)).collect();
        if times.len() != questions.len() {
            bail!("{} times for {} questions: {said}", times.len(), questions.len());
        }
        Ok(Times::new(times))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.run("pg_ctl", &["-D", &self.data(), "-m", "immediate", "-w", "stop"]));
    }
}

fn programs() -> Option<PathBuf> {
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path().join("bin"));
    let on_path = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>()).unwrap_or_default();
    installed.chain(on_path).find(|directory| directory.join("initdb").exists())
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// One page: hits once, then the best of them and each count.
fn page(question: &Question) -> String {
    let query = if question.text.is_empty() { "null::tsquery".to_owned() } else { format!("plainto_tsquery('english', {})", quoted(&question.text)) };
    results(&query, question)
}

fn results(query: &str, question: &Question) -> String {
    let by_text = if question.text.is_empty() { "true".to_owned() } else { format!("words @@ {query}") };
    let score = if question.text.is_empty() { "rating * ln(1 + reviews)".to_owned() } else { format!("ts_rank(words, {query})") };
    let category = question.category.as_ref().map(|[_, _, leaf]| format!("leaf = {}", quoted(leaf)));
    let brand = question.brand.as_ref().map(|brand| format!("brand = {}", quoted(brand)));
    let price = question.price.map(|(low, high)| format!("price between {low} and {high}"));
    let rating = question.rating_min.map(|stars| format!("rating >= {}", stars * 100));
    let stock = question.in_stock.then(|| "in_stock".to_owned());
    let filters = [category, brand, price, rating, stock].map(|filter| filter.unwrap_or_else(|| "true".to_owned()));
    let all = |but: usize| {
        let names = ["ok_category", "ok_brand", "ok_price", "ok_rating", "ok_stock"];
        names.iter().enumerate().filter(|(place, _)| *place != but).map(|(_, name)| *name).collect::<Vec<_>>().join(" and ")
    };
    let mut sql = format!(
        "with hits as materialized (select id, top, family, leaf, brand, price, rating, in_stock,
          {score} * (case when in_stock then 2 else 1 end) * sqrt(1.2 * (case when rating = 0 then 3 else rating / 100.0 end)) as score,
          ({}) as ok_category, ({}) as ok_brand, ({}) as ok_price, ({}) as ok_rating, ({}) as ok_stock from products where {by_text})",
        filters[0], filters[1], filters[2], filters[3], filters[4],
    );
    let every = all(usize::MAX);
    let facets = [
        ("category", "leaf", 0),
        ("brand", "brand", 1),
        ("price", "width_bucket(price, array[2500, 5000, 10000])::text", 2),
        ("rating", "(rating / 100)::text", 3),
        ("stock", "in_stock::text", 4),
    ];
    write!(
        sql,
        " (select 'hit', title, score from (select id, score from hits where {every} order by score desc, id limit 20) best join products using (id))"
    )
    .expect("a String takes everything");
    write!(sql, " union all (select 'total', coalesce(avg(nullif(rating, 0))::text, ''), count(*) from hits where {every})").expect("a String");
    for (name, value, place) in facets {
        let others = all(place);
        write!(sql, " union all (select '{name}', {value}, count(*) from hits where {others} group by 2 order by 3 desc limit 20)")
            .expect("a String");
    }
    sql.replace('\n', " ") + ";"
}

/// The nearest word that exists, then a page for it.
fn fuzzy(word: &str) -> String {
    let nearest = format!("(select word from terms where word % {} order by similarity(word, {0}) desc, ndoc desc limit 1)", quoted(word));
    results(&format!("plainto_tsquery('english', {nearest})"), &Question { text: word.to_owned(), ..Question::default() })
}

/// Four words that begin so, and the four best products with such a word.
fn suggest(prefix: &str) -> String {
    let words = format!("(select 'word', word, ndoc::float from terms where word like '{prefix}%' order by ndoc desc limit 4)");
    let query = format!("to_tsquery('simple', '{prefix}:*')");
    let best = format!(
        "(select 'hit', title, ts_rank(words, {query}) * (case when in_stock then 2 else 1 end) * sqrt(1.2 * (case when rating = 0 then 3 else rating / 100.0 end))
          from products where words @@ {query} order by 3 desc limit 4)"
    );
    format!("{words} union all {best};").replace('\n', " ")
}
