# What the answer builds on.
package aliexpress_rules

first_due := input.placed_at + 1728000000000 if input.status == "awaiting_payment"

first_due := input.cancel_requested_at + 1209600000000 if input.status == "cancellation_requested"

met if {
	input.status == "awaiting_payment"
	input.paid_at >= input.placed_at
	input.paid_at < first_due
}

met if {
	input.status == "cancellation_requested"
	input.claimed_sent_at >= input.cancel_requested_at
	input.claimed_sent_at < first_due
}

# When the order was closed, by somebody or by the clock, which does nothing by these rules before 2026-01-01 in UTC.
ended_at := input.closed_at if input.status == "closed"

ended_at := max([first_due, 1767225600000000]) if {
	input.at >= first_due
	input.at >= 1767225600000000
	not met
}

refunded if input.refunded_at >= ended_at

refund_due := ended_at + 1209600000000

proof_due := input.tracking_asked_at + 259200000000

proven if input.tracking_given_at >= input.tracking_asked_at

unfinished(due) := "pending" if input.at < due

else := "overdue"

finished(done_at, due) := "met" if done_at < due

else := "met_late"
