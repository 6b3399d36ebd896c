//! Reads the orders and talks with the runner, for programs that decide orders in Rust.

use std::fmt::Write as _;
use std::io::{BufRead, Write as _};

use serde::Deserialize;

/// An order's facts, and the instant at which it is to be decided; times are microseconds since 1970.
#[derive(Deserialize)]
pub struct Order {
    pub at: i64,
    pub status: String,
    pub placed_at: Option<i64>,
    pub paid_at: Option<i64>,
    pub shipped_at: Option<i64>,
    pub cancel_requested_at: Option<i64>,
    pub claimed_sent_at: Option<i64>,
    pub tracking_asked_at: Option<i64>,
    pub tracking_given_at: Option<i64>,
    pub disputed_at: Option<i64>,
    pub closed_at: Option<i64>,
    pub refunded_at: Option<i64>,
    pub total: i64,
    pub complaint: bool,
    pub tracking: String,
}

impl Order {
    pub fn read(line: &str) -> Order {
        serde_json::from_str(line).expect("an order")
    }

    pub fn events(&self) -> [(&'static str, Option<i64>); 10] {
        [
            ("placed_at", self.placed_at),
            ("paid_at", self.paid_at),
            ("shipped_at", self.shipped_at),
            ("cancel_requested_at", self.cancel_requested_at),
            ("claimed_sent_at", self.claimed_sent_at),
            ("tracking_asked_at", self.tracking_asked_at),
            ("tracking_given_at", self.tracking_given_at),
            ("disputed_at", self.disputed_at),
            ("closed_at", self.closed_at),
            ("refunded_at", self.refunded_at),
        ]
    }
}

/// The names of what may be done, by the bit that stands for them.
pub const PERMISSIONS: [&str; 12] = [
    "buyer pay",
    "seller message_buyer",
    "seller ship",
    "buyer request_cancellation",
    "seller confirm",
    "seller claim_sent",
    "buyer ask_tracking",
    "seller give_tracking",
    "platform accept_tracking",
    "buyer open_dispute",
    "platform refund",
    "buyer readd_to_cart",
];

pub const COLUMNS: &str = "status,allowed,duty,due,proof,proof_due,refund";

/// The line of CSV of an answer that is JSON.
pub fn csv(answer: &serde_json::Value) -> String {
    let allowed: u32 = answer["allowed"]
        .as_array()
        .map(|names| names.iter().map(|name| bit(name.as_str().unwrap_or(""))).sum())
        .unwrap_or(0);
    let mut line = format!("{},{}", answer["status"].as_str().unwrap_or(""), allowed);
    for duty in [&answer["duty"], &answer["proof"]] {
        let due = duty["due"].as_i64().map(|due| due.to_string()).unwrap_or_default();
        write!(line, ",{},{}", duty["state"].as_str().unwrap_or(""), due).unwrap();
    }
    write!(line, ",{}", answer["refund"].as_i64().unwrap_or(0)).unwrap();
    line
}

fn bit(name: &str) -> u32 {
    let place = PERMISSIONS.iter().position(|one| *one == name);
    1 << place.expect("a permission that is known")
}

/// A form in which orders are taken and answers given.
pub struct Mode<'a> {
    pub name: &'static str,
    /// Decides all orders once; this is what is timed.
    pub pass: Box<dyn FnMut() + 'a>,
    /// Decides all orders once more and gives the answers' lines.
    pub lines: Box<dyn FnMut() -> Vec<String> + 'a>,
}

/// The lines of the orders that the command line names.
pub fn read_lines() -> Vec<String> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, folder, count] = &arguments[..] else {
        panic!("usage: {} FOLDER COUNT", arguments[0]);
    };
    let text = std::fs::read_to_string(format!("{folder}/orders.json")).expect("the orders");
    let count = count.parse().expect("a count");
    text.lines().take(count).map(str::to_owned).collect()
}

/// What all threads of the program have used, in nanoseconds.
fn processor_time() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the call only writes what is pointed to.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}

/// Nanoseconds an order, over as many passes as fill a tenth of a second.
fn measure(pass: &mut dyn FnMut(), orders: usize) -> f64 {
    let start = processor_time();
    let (mut passes, mut spent) = (0, 0.0);
    while spent < 1e8 {
        pass();
        passes += 1;
        spent = processor_time() - start;
    }
    spent / (passes * orders) as f64
}

/// Says which modes there are, then answers the runner until it ends.
pub fn serve(version: &str, orders: usize, mut modes: Vec<Mode>) {
    let names: Vec<&str> = modes.iter().map(|mode| mode.name).collect();
    println!("{}", serde_json::json!({"version": version, "modes": names}));
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("a line");
        let (name, path) = line.split_once(' ').unwrap_or((&line, ""));
        let mode = modes
            .iter_mut()
            .find(|mode| mode.name == name)
            .expect("a mode that is known");
        if path.is_empty() {
            println!("{:.2}", measure(&mut mode.pass, orders));
        } else {
            std::fs::write(path, (mode.lines)().join("\n") + "\n").expect("to write the answers");
            println!("written");
        }
        std::io::stdout().flush().expect("a runner that listens");
    }
}

/// The mode from lines of JSON to lines of JSON.
pub fn over_lines<'a>(lines: &'a [String], decide: impl Fn(&str) -> String + Copy + 'a) -> Mode<'a> {
    Mode {
        name: "json",
        pass: Box::new(move || {
            for line in lines {
                std::hint::black_box(decide(line));
            }
        }),
        lines: Box::new(move || lines.iter().map(|line| decide(line)).collect()),
    }
}
