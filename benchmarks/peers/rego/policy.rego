# The rules of policies/aliexpress.bywhen in Rego, for OPA and regorus. Times are microseconds since 1970; what has not
# happened is not in the input. `data.aliexpress.answer` is the answer; rules.rego has what it builds on.
#
# Every rule begins with the status of the input, by which both engines find the rules that matter.
package aliexpress

import data.aliexpress_rules as rules

answer := {"status": status, "allowed": allowed, "duty": duty, "proof": proof, "refund": refund}

default duty := null

default proof := null

default refund := 0

status := "closed" if rules.ended_at

else := input.status

# Awaiting payment

allowed contains "seller message_buyer" if {
	input.status == "awaiting_payment"
	not rules.ended_at
}

allowed contains "buyer pay" if {
	input.status == "awaiting_payment"
	input.at < rules.first_due
	not rules.met
}

# Awaiting shipment

allowed contains "seller ship" if input.status == "awaiting_shipment"

allowed contains "buyer request_cancellation" if {
	input.status == "awaiting_shipment"
	input.at >= input.paid_at + 86400000000
}

# Cancellation requested

allowed contains "seller confirm" if {
	input.status == "cancellation_requested"
	input.at < rules.first_due
	not rules.met
}

allowed contains "seller claim_sent" if {
	input.status == "cancellation_requested"
	input.at < rules.first_due
	not rules.met
}

allowed contains "buyer ask_tracking" if {
	input.status == "cancellation_requested"
	input.claimed_sent_at
	not input.tracking_asked_at
	not rules.ended_at
}

allowed contains "seller give_tracking" if {
	input.status == "cancellation_requested"
	input.tracking_asked_at
	not rules.proven
	not rules.ended_at
}

allowed contains "buyer open_dispute" if {
	input.status == "cancellation_requested"
	input.at >= rules.proof_due
	not rules.proven
	not rules.ended_at
}

allowed contains "buyer open_dispute" if {
	input.status == "cancellation_requested"
	input.tracking == "wrong"
	not rules.ended_at
}

allowed contains "buyer open_dispute" if {
	input.status == "cancellation_requested"
	input.complaint
	not rules.ended_at
}

allowed contains "platform accept_tracking" if {
	input.status == "cancellation_requested"
	input.tracking == "valid"
	not rules.ended_at
}

proof := {"state": rules.finished(input.tracking_given_at, rules.proof_due), "due": rules.proof_due} if {
	input.status == "cancellation_requested"
	rules.proven
	not rules.ended_at
}

proof := {"state": rules.unfinished(rules.proof_due), "due": rules.proof_due} if {
	input.status == "cancellation_requested"
	not rules.proven
	not rules.ended_at
}

# Closed, by somebody or by the clock

allowed contains "buyer readd_to_cart" if rules.ended_at

allowed contains "platform refund" if {
	input.paid_at
	rules.ended_at
	not rules.refunded
}

refund := input.total if {
	input.paid_at
	rules.ended_at
}

# The duty to pay, to answer or to refund

duty := {"state": "met", "due": rules.first_due} if {
	rules.met
}

duty := {"state": rules.unfinished(rules.first_due), "due": rules.first_due} if {
	not rules.met
	not rules.ended_at
}

duty := {"state": rules.finished(input.refunded_at, rules.refund_due), "due": rules.refund_due} if {
	input.paid_at
	rules.refunded
}

duty := {"state": rules.unfinished(rules.refund_due), "due": rules.refund_due} if {
	input.paid_at
	rules.ended_at
	not rules.refunded
}
