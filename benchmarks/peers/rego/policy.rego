# The rules of policies/aliexpress.bywhen in Rego, for OPA and regorus. Times are microseconds since 1970; what has not
# happened is not in the input. The answer is what is defined in this package; rules.rego has what it builds on.
package aliexpress.answer

import data.aliexpress.rules

status := rules.status

refund := input.total if rules.owed

# Awaiting payment

allowed contains "seller message_buyer" if status == "awaiting_payment"

allowed contains "buyer pay" if {
	status == "awaiting_payment"
	duty.state == "pending"
}

# Awaiting shipment

allowed contains "seller ship" if status == "awaiting_shipment"

allowed contains "buyer request_cancellation" if {
	status == "awaiting_shipment"
	input.at >= input.paid_at + 86400000000
}

# Cancellation requested

allowed contains ["seller confirm", "seller claim_sent"][_] if {
	status == "cancellation_requested"
	duty.state == "pending"
}

allowed contains "buyer ask_tracking" if {
	status == "cancellation_requested"
	input.claimed_sent_at
	not input.tracking_asked_at
}

allowed contains "seller give_tracking" if proof.state in {"pending", "overdue"}

allowed contains "buyer open_dispute" if proof.state == "overdue"

allowed contains "buyer open_dispute" if {
	status == "cancellation_requested"
	input.tracking == "wrong"
}

allowed contains "buyer open_dispute" if {
	status == "cancellation_requested"
	input.complaint
}

allowed contains "platform accept_tracking" if {
	status == "cancellation_requested"
	input.tracking == "valid"
}

# Closed

allowed contains "buyer readd_to_cart" if status == "closed"

allowed contains "platform refund" if {
	rules.owed
	not rules.refunded
}

# The duty to pay, to answer or to refund

duty := {"state": "met", "due": rules.first_due} if {
	not rules.ended_at
	rules.met
}

duty := {"state": rules.unfinished(rules.first_due), "due": rules.first_due} if {
	not rules.ended_at
	not rules.met
}

duty := {"state": rules.finished(input.refunded_at, rules.refund_due), "due": rules.refund_due} if {
	rules.owed
	rules.refunded
}

duty := {"state": rules.unfinished(rules.refund_due), "due": rules.refund_due} if {
	rules.owed
	not rules.refunded
}

proof := {"state": rules.finished(input.tracking_given_at, rules.proof_due), "due": rules.proof_due} if {
	status == "cancellation_requested"
	input.tracking_given_at >= input.tracking_asked_at
}

proof := {"state": rules.unfinished(rules.proof_due), "due": rules.proof_due} if {
	status == "cancellation_requested"
	not rules.proven
}
