// The rules of policies/aliexpress.bywhen as a plain function. Times are microseconds since 1970; what has not happened
// lies at infinity.
export const never = Infinity;
const day = 86_400e6;
/** 2026-01-01 in UTC: the clock does nothing by these rules before. */
const starts = 1_767_225_600e6;

const paymentWindow = 20 * day;
const paymentCheck = 1 * day;
const sellerResponse = 14 * day;
const trackingAnswer = 3 * day;
const refundTerm = 14 * day;

export const Status = {
  awaiting_payment: 0, awaiting_shipment: 1, cancellation_requested: 2, shipped: 3, disputed: 4, closed: 5,
};
export const Tracking = { unchecked: 0, valid: 1, wrong: 2 };
export const State = { none: 0, pending: 1, overdue: 2, met: 3, met_late: 4 };
export const May = {
  pay: 1, message_buyer: 2, ship: 4, request_cancellation: 8, confirm: 16, claim_sent: 32, ask_tracking: 64,
  give_tracking: 128, accept_tracking: 256, open_dispute: 512, refund: 1024, readd_to_cart: 2048,
};

const unfinished = (due, at) => (at < due ? State.pending : State.overdue);

const blank = (status) => ({
  status, allowed: 0, duty: State.none, due: never, proof: State.none, proof_due: never, refund: 0, valid_until: never,
});

function closed(order, closedAt, at) {
  const answer = blank(Status.closed);
  answer.allowed = May.readd_to_cart;
  if (order.paid_at === never) return answer;
  const due = closedAt + refundTerm;
  answer.due = due;
  answer.refund = order.total;
  if (order.refunded_at !== never && order.refunded_at >= closedAt) {
    answer.duty = order.refunded_at < due ? State.met : State.met_late;
    return answer;
  }
  answer.duty = unfinished(due, at);
  answer.allowed |= May.refund;
  if (at < due) answer.valid_until = due;
  return answer;
}

function awaitingPayment(order, at) {
  const due = order.placed_at + paymentWindow;
  const met = order.paid_at >= order.placed_at && order.paid_at < due;
  const lapse = Math.max(due, starts);
  if (!met && at >= lapse) return closed(order, lapse, at);
  const answer = blank(Status.awaiting_payment);
  answer.due = due;
  answer.duty = met ? State.met : unfinished(due, at);
  answer.allowed = May.message_buyer;
  if (met) return answer;
  if (at < due) answer.allowed |= May.pay;
  answer.valid_until = at < due ? due : lapse;
  return answer;
}

function awaitingShipment(order, at) {
  const answer = blank(Status.awaiting_shipment);
  const verified = order.paid_at + paymentCheck;
  answer.allowed = at >= verified ? May.ship | May.request_cancellation : May.ship;
  if (at < verified) answer.valid_until = verified;
  return answer;
}

function lookAtProof(order, at, answer) {
  if (order.tracking_asked_at === never) return;
  const due = order.tracking_asked_at + trackingAnswer;
  answer.proof_due = due;
  if (order.tracking_given_at !== never && order.tracking_given_at >= order.tracking_asked_at) {
    answer.proof = order.tracking_given_at < due ? State.met : State.met_late;
    return;
  }
  answer.proof = unfinished(due, at);
  answer.allowed |= at < due ? May.give_tracking : May.give_tracking | May.open_dispute;
  if (at < due) answer.valid_until = Math.min(answer.valid_until, due);
}

function cancellationRequested(order, at) {
  const due = order.cancel_requested_at + sellerResponse;
  const met = order.claimed_sent_at >= order.cancel_requested_at && order.claimed_sent_at < due;
  const lapse = Math.max(due, starts);
  if (!met && at >= lapse) return closed(order, lapse, at);
  const answer = blank(Status.cancellation_requested);
  answer.due = due;
  answer.duty = met ? State.met : unfinished(due, at);
  if (!met) {
    if (at < due) answer.allowed = May.confirm | May.claim_sent;
    answer.valid_until = at < due ? due : lapse;
  }
  if (order.claimed_sent_at !== never && order.tracking_asked_at === never) answer.allowed |= May.ask_tracking;
  lookAtProof(order, at, answer);
  if (order.tracking === Tracking.wrong || order.complaint) answer.allowed |= May.open_dispute;
  if (order.tracking === Tracking.valid) answer.allowed |= May.accept_tracking;
  return answer;
}

/** What holds at an instant, after what the clock did before it. */
export function decide(order, at) {
  switch (order.status) {
    case Status.awaiting_payment: return awaitingPayment(order, at);
    case Status.awaiting_shipment: return awaitingShipment(order, at);
    case Status.cancellation_requested: return cancellationRequested(order, at);
    case Status.closed: return closed(order, order.closed_at, at);
    default: return blank(order.status);
  }
}
