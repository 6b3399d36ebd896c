//! Decides the orders with regorus: the policy in Rego (../rego), compiled for its virtual machine.

use std::cell::RefCell;
use std::hint::black_box;

use peers::{csv, over_lines, read_lines, serve, Mode, COLUMNS};
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, Rc, Value};

const QUERY: &str = "data.aliexpress.answer";

fn load() -> RegoVM {
    let mut engine = Engine::new();
    for name in ["policy", "rules"] {
        engine
            .add_policy_from_file(format!("benchmarks/peers/rego/{name}.rego"))
            .expect("a policy");
    }
    let compiled = engine
        .compile_with_entrypoint(&Rc::from(QUERY))
        .expect("the policy compiled");
    let program = Compiler::compile_from_policy(&compiled, &[QUERY]).expect("a program");
    let mut machine = RegoVM::new();
    machine.load_program(program);
    machine.set_max_instructions(usize::MAX);
    machine
}

fn decide(machine: &RefCell<RegoVM>, order: Value) -> Value {
    let mut machine = machine.borrow_mut();
    machine.set_input(order);
    machine.execute().expect("an answer")
}

fn main() {
    let lines = read_lines();
    let orders: Vec<Value> = lines
        .iter()
        .map(|line| Value::from_json_str(line).expect("an order"))
        .collect();
    let machine = RefCell::new(load());
    let native = Mode {
        name: "native",
        pass: Box::new(|| {
            for order in &orders {
                black_box(decide(&machine, order.clone()));
            }
        }),
        lines: Box::new(|| {
            let json = |order: &Value| decide(&machine, order.clone()).to_json_str().expect("JSON");
            let answers = orders
                .iter()
                .map(|order| csv(&serde_json::from_str(&json(order)).expect("JSON")));
            std::iter::once(COLUMNS.to_owned()).chain(answers).collect()
        }),
    };
    let decide_line = |line: &str| {
        let order = Value::from_json_str(line).expect("an order");
        serde_json::to_string(&decide(&machine, order)).expect("JSON")
    };
    serve(
        "regorus 0.14.1",
        lines.len(),
        vec![native, over_lines(&lines, &decide_line)],
    );
}
