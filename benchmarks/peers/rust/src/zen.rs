//! Decides the orders with ZEN Engine: a decision graph of expressions, compiled before.

use std::hint::black_box;

use peers::{csv, over_lines, read_lines, serve, Mode, COLUMNS, PERMISSIONS};
use serde_json::{json, Value};
use tokio::runtime::{Builder, Runtime};
use zen_engine::model::GraphContent;
use zen_engine::Decision;
use zen_expression::variable::Variable;

struct Policy {
    decision: Decision,
    runtime: Runtime,
}

impl Policy {
    fn load() -> Policy {
        let text = std::fs::read_to_string("benchmarks/peers/rust/policy.zen.json").expect("the policy");
        let content: GraphContent = serde_json::from_str(&text).expect("a decision graph");
        let mut decision = Decision::from(content);
        decision.compile();
        Policy {
            decision,
            runtime: Builder::new_current_thread().build().expect("a runtime"),
        }
    }

    fn decide(&self, order: Variable) -> Variable {
        self.runtime
            .block_on(self.decision.evaluate(order))
            .expect("an answer")
            .result
    }
}

/// The answer in the words of the others.
fn named(answer: Variable) -> Value {
    let found = answer.to_value();
    let allowed = found["allowed"].as_u64().unwrap_or(0);
    let names: Vec<&str> = (0..PERMISSIONS.len())
        .filter(|bit| allowed >> bit & 1 == 1)
        .map(|bit| PERMISSIONS[bit])
        .collect();
    let mut brief = json!({ "status": found["status"], "allowed": names });
    for (duty, due) in [("duty", "due"), ("proof", "proof_due")] {
        if !found[duty].is_null() {
            brief[duty] = json!({ "state": found[duty], "due": found[due] });
        }
    }
    if found["refund"] != json!(0) {
        brief["refund"] = found["refund"].clone();
    }
    brief
}

fn main() {
    let lines = read_lines();
    let read = |line: &str| Variable::from(serde_json::from_str::<Value>(line).expect("an order"));
    let orders: Vec<Variable> = lines.iter().map(|line| read(line)).collect();
    let policy = Policy::load();
    let native = Mode {
        name: "native",
        pass: Box::new(|| {
            for order in &orders {
                black_box(policy.decide(order.clone()));
            }
        }),
        lines: Box::new(|| {
            let answers = orders.iter().map(|order| csv(&named(policy.decide(order.clone()))));
            std::iter::once(COLUMNS.to_owned()).chain(answers).collect()
        }),
    };
    let decide_line = |line: &str| named(policy.decide(read(line))).to_string();
    serve(
        "ZEN Engine 2.1.6",
        lines.len(),
        vec![native, over_lines(&lines, &decide_line)],
    );
}
