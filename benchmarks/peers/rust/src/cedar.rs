//! Decides the orders with Cedar: a question for each actor and action, with the facts in the context.

use std::hint::black_box;

use cedar_policy::{
    get_sdk_version, Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request, RestrictedExpression,
};
use peers::{over_lines, read_lines, serve, Mode, Order, PERMISSIONS};

struct Policy {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
    /// The actor and the action of each permission.
    questions: Vec<(EntityUid, EntityUid)>,
    order: EntityUid,
}

fn uid(kind: &str, name: &str) -> EntityUid {
    format!("{kind}::\"{name}\"").parse().expect("a name")
}

impl Policy {
    fn load() -> Policy {
        let text = std::fs::read_to_string("benchmarks/peers/rust/policy.cedar").expect("the policy");
        let question = |name: &&str| {
            let (actor, action) = name.split_once(' ').expect("an actor and an action");
            (uid("Actor", actor), uid("Action", action))
        };
        Policy {
            authorizer: Authorizer::new(),
            policies: text.parse().expect("policies"),
            entities: Entities::empty(),
            questions: PERMISSIONS.iter().map(question).collect(),
            order: uid("Order", "this"),
        }
    }

    /// A bit for each permission.
    fn decide(&self, facts: &Context) -> u32 {
        let mut allowed = 0;
        for (bit, (actor, action)) in self.questions.iter().enumerate() {
            let request = Request::new(actor.clone(), action.clone(), self.order.clone(), facts.clone(), None);
            let request = request.expect("a request");
            let response = self.authorizer.is_authorized(&request, &self.policies, &self.entities);
            allowed |= u32::from(response.decision() == Decision::Allow) << bit;
        }
        allowed
    }
}

fn context(order: &Order) -> Context {
    let text = |name: &str, value: &str| (name.to_owned(), RestrictedExpression::new_string(value.to_owned()));
    let number = |name: &str, value: i64| (name.to_owned(), RestrictedExpression::new_long(value));
    let mut pairs = vec![
        number("at", order.at),
        text("status", &order.status),
        number("total", order.total),
        ("complaint".to_owned(), RestrictedExpression::new_bool(order.complaint)),
        text("tracking", &order.tracking),
    ];
    for (name, event) in order.events() {
        pairs.extend(event.map(|micros| number(name, micros)));
    }
    Context::from_pairs(pairs).expect("a context")
}

fn main() {
    let lines = read_lines();
    let orders: Vec<Context> = lines.iter().map(|line| context(&Order::read(line))).collect();
    let policy = Policy::load();
    let native = Mode {
        name: "native",
        pass: Box::new(|| {
            for order in &orders {
                black_box(policy.decide(order));
            }
        }),
        lines: Box::new(|| {
            let answers = orders.iter().map(|order| policy.decide(order).to_string());
            std::iter::once("allowed".to_owned()).chain(answers).collect()
        }),
    };
    let decide_line = |line: &str| {
        let facts = serde_json::from_str(line).expect("an order");
        let allowed = policy.decide(&Context::from_json_value(facts, None).expect("a context"));
        let names = PERMISSIONS
            .iter()
            .enumerate()
            .filter(|(bit, _)| allowed >> bit & 1 == 1);
        let names: Vec<&str> = names.map(|(_, name)| *name).collect();
        serde_json::json!({ "allowed": names }).to_string()
    };
    let version = format!("Cedar {}", get_sdk_version());
    serve(&version, lines.len(), vec![native, over_lines(&lines, &decide_line)]);
}
