-- The rules of policies/aliexpress.bywhen in Lua. An order and an answer are anything with these fields: structs of the
-- FFI or tables. What has not happened lies at `never`; times are microseconds since 1970.
local never = math.huge
local day = 86400e6
local starts = 1767225600e6 -- 2026-01-01 in UTC: the clock does nothing by these rules before

local payment_window, payment_check, seller_response, tracking_answer, refund_term =
  20 * day, 1 * day, 14 * day, 3 * day, 14 * day

local status = {
  awaiting_payment = 0, awaiting_shipment = 1, cancellation_requested = 2, shipped = 3, disputed = 4, closed = 5,
}
local tracking = { unchecked = 0, valid = 1, wrong = 2 }
local state = { none = 0, pending = 1, overdue = 2, met = 3, met_late = 4 }
local may = {
  pay = 1, message_buyer = 2, ship = 4, request_cancellation = 8, confirm = 16, claim_sent = 32, ask_tracking = 64,
  give_tracking = 128, accept_tracking = 256, open_dispute = 512, refund = 1024, readd_to_cart = 2048,
}

local function unfinished(due, at) return at < due and state.pending or state.overdue end

local function closed(order, closed_at, at, answer)
  answer.status = status.closed
  answer.allowed = may.readd_to_cart
  if order.paid_at == never then return end
  local due = closed_at + refund_term
  answer.due, answer.refund = due, order.total
  local refunded_at = order.refunded_at
  if refunded_at ~= never and refunded_at >= closed_at then
    answer.duty = refunded_at < due and state.met or state.met_late
    return
  end
  answer.duty = unfinished(due, at)
  answer.allowed = may.readd_to_cart + may.refund
  if at < due then answer.valid_until = due end
end

local function awaiting_payment(order, at, answer)
  local placed_at, paid_at = order.placed_at, order.paid_at
  local due = placed_at + payment_window
  local met = paid_at >= placed_at and paid_at < due
  local lapse = math.max(due, starts)
  if not met and at >= lapse then return closed(order, lapse, at, answer) end
  answer.due = due
  answer.allowed = may.message_buyer
  if met then
    answer.duty = state.met
    return
  end
  answer.duty = unfinished(due, at)
  if at < due then answer.allowed = may.message_buyer + may.pay end
  answer.valid_until = at < due and due or lapse
end

local function awaiting_shipment(order, at, answer)
  local verified = order.paid_at + payment_check
  if at >= verified then
    answer.allowed = may.ship + may.request_cancellation
  else
    answer.allowed = may.ship
    answer.valid_until = verified
  end
end

-- What the proof of sending allows.
local function proof(order, at, answer)
  local asked_at, given_at = order.tracking_asked_at, order.tracking_given_at
  if asked_at == never then return 0 end
  local due = asked_at + tracking_answer
  answer.proof_due = due
  if given_at ~= never and given_at >= asked_at then
    answer.proof = given_at < due and state.met or state.met_late
    return 0
  end
  answer.proof = unfinished(due, at)
  if at >= due then return may.give_tracking + may.open_dispute end
  answer.valid_until = math.min(answer.valid_until, due)
  return may.give_tracking
end

local function cancellation_requested(order, at, answer)
  local requested_at, claimed_at = order.cancel_requested_at, order.claimed_sent_at
  local due = requested_at + seller_response
  local met = claimed_at >= requested_at and claimed_at < due
  local lapse = math.max(due, starts)
  if not met and at >= lapse then return closed(order, lapse, at, answer) end
  local allowed = 0
  answer.due = due
  if met then
    answer.duty = state.met
  else
    answer.duty = unfinished(due, at)
    if at < due then allowed = may.confirm + may.claim_sent end
    answer.valid_until = at < due and due or lapse
  end
  if claimed_at ~= never and order.tracking_asked_at == never then allowed = allowed + may.ask_tracking end
  local by_proof = proof(order, at, answer)
  allowed = allowed + by_proof
  if by_proof < may.open_dispute and (order.tracking == tracking.wrong or order.complaint) then
    allowed = allowed + may.open_dispute
  end
  if order.tracking == tracking.valid then allowed = allowed + may.accept_tracking end
  answer.allowed = allowed
end

-- What holds at an instant, after what the clock did before it.
local function decide(order, at, answer)
  local now = order.status
  answer.status, answer.allowed, answer.duty, answer.proof, answer.refund = now, 0, state.none, state.none, 0
  answer.due, answer.proof_due, answer.valid_until = never, never, never
  if now == status.awaiting_payment then return awaiting_payment(order, at, answer) end
  if now == status.awaiting_shipment then return awaiting_shipment(order, at, answer) end
  if now == status.cancellation_requested then return cancellation_requested(order, at, answer) end
  if now == status.closed then return closed(order, order.closed_at, at, answer) end
end

return { decide = decide, never = never, status = status, tracking = tracking, state = state }
