// The rules as a plain function in V8: over objects of one shape, and from line to line with V8's own JSON.
//   node peer.mjs FOLDER COUNT
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { State, Status, Tracking, decide, never } from "./policy.mjs";

const [folder, count] = [process.argv[2], Number(process.argv[3])];
const namesOf = (numbers) => Object.fromEntries(Object.entries(numbers).map(([name, number]) => [number, name]));
const statusNames = namesOf(Status);
const stateNames = { ...namesOf(State), [State.none]: "" };
const permissions = [
  "buyer pay", "seller message_buyer", "seller ship", "buyer request_cancellation", "seller confirm",
  "seller claim_sent", "buyer ask_tracking", "seller give_tracking", "platform accept_tracking", "buyer open_dispute",
  "platform refund", "buyer readd_to_cart",
];

/** Every order has all fields in one order, so that V8 gives all one shape. */
const shaped = (facts) => ({
  status: Status[facts.status], tracking: Tracking[facts.tracking], complaint: facts.complaint, total: facts.total,
  placed_at: facts.placed_at ?? never, paid_at: facts.paid_at ?? never, shipped_at: facts.shipped_at ?? never,
  cancel_requested_at: facts.cancel_requested_at ?? never, claimed_sent_at: facts.claimed_sent_at ?? never,
  tracking_asked_at: facts.tracking_asked_at ?? never, tracking_given_at: facts.tracking_given_at ?? never,
  disputed_at: facts.disputed_at ?? never, closed_at: facts.closed_at ?? never, refunded_at: facts.refunded_at ?? never,
});

const lines = readFileSync(`${folder}/orders.json`, "utf8").split("\n", count);
const orders = lines.map((line) => shaped(JSON.parse(line)));
const instants = lines.map((line) => JSON.parse(line).at);

// A set of permissions is listed once; there are few sets.
const lists = new Map();
function listed(allowed) {
  let list = lists.get(allowed);
  if (!list) lists.set(allowed, (list = permissions.filter((_, bit) => allowed & (1 << bit))));
  return list;
}

function named(answer) {
  const brief = { status: statusNames[answer.status], allowed: listed(answer.allowed) };
  if (answer.duty !== State.none) brief.duty = { state: stateNames[answer.duty], due: answer.due };
  if (answer.proof !== State.none) brief.proof = { state: stateNames[answer.proof], due: answer.proof_due };
  if (answer.refund !== 0) brief.refund = answer.refund;
  if (answer.valid_until !== never) brief.valid_until = answer.valid_until;
  return brief;
}

function decideLine(line) {
  const facts = JSON.parse(line);
  return JSON.stringify(named(decide(shaped(facts), facts.at)));
}

const columns = ["status", "allowed", "duty", "due", "proof", "proof_due", "refund", "valid_until"];
function csv(answer) {
  const texts = { ...answer, status: statusNames[answer.status], duty: stateNames[answer.duty], proof: stateNames[answer.proof] };
  return columns.map((column) => (texts[column] === never ? "" : texts[column])).join(",");
}

/** What the passes make goes in here, so that none of it is dropped. */
let sink = 0;
const modes = {
  native: {
    pass() {
      for (let i = 0; i < orders.length; ++i) {
        const answer = decide(orders[i], instants[i]);
        sink ^= answer.allowed ^ answer.status ^ answer.duty ^ answer.proof ^ answer.refund;
        if (answer.due > answer.valid_until || answer.proof_due < 0) sink ^= 1;
      }
    },
    write: () => [columns.join(","), ...orders.map((order, i) => csv(decide(order, instants[i])))],
  },
  json: {
    pass() {
      for (const line of lines) sink ^= decideLine(line).length;
    },
    write: () => lines.map(decideLine),
  },
};

/** What all threads of the program have used, the garbage collector's too, in nanoseconds. */
function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

/** Nanoseconds an order, over as many passes as fill a tenth of a second. */
function measure(pass) {
  const start = processorTime();
  let [passes, spent] = [0, 0];
  for (; spent < 100_000_000; spent = processorTime() - start) {
    pass();
    ++passes;
  }
  return (spent / (passes * count)).toFixed(2);
}

console.log(JSON.stringify({ version: `V8 ${process.versions.v8} in Node ${process.versions.node}`, modes: Object.keys(modes) }));
for await (const line of createInterface({ input: process.stdin })) {
  const [mode, path] = line.split(" ");
  if (path) writeFileSync(path, modes[mode].write().map((text) => text + "\n").join(""));
  console.log(path ? "written" : measure(modes[mode].pass));
}
