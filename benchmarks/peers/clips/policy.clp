; The rules of policies/aliexpress.bywhen as productions. Times are microseconds since 1970; what has not happened lies at
; ?*never*. The host defines what the right-hand sides call: permit, owe, prove and stand.

(defglobal
  ?*never* = 4611686018427387904
  ?*starts* = 1767225600000000 ; 2026-01-01 in UTC: the clock does nothing by these rules before
  ?*payment_window* = 1728000000000
  ?*payment_check* = 86400000000
  ?*seller_response* = 1209600000000
  ?*tracking_answer* = 259200000000
  ?*refund_term* = 1209600000000

  ?*pay* = 1 ?*message_buyer* = 2 ?*ship* = 4 ?*request_cancellation* = 8 ?*confirm* = 16 ?*claim_sent* = 32
  ?*ask_tracking* = 64 ?*give_tracking* = 128 ?*accept_tracking* = 256 ?*open_dispute* = 512 ?*refund* = 1024
  ?*readd_to_cart* = 2048)

(deftemplate order
  (slot status) (slot tracking) (slot complaint) (slot total) (slot at)
  (slot placed_at (default 4611686018427387904)) (slot paid_at (default 4611686018427387904))
  (slot shipped_at (default 4611686018427387904)) (slot cancel_requested_at (default 4611686018427387904))
  (slot claimed_sent_at (default 4611686018427387904)) (slot tracking_asked_at (default 4611686018427387904))
  (slot tracking_given_at (default 4611686018427387904)) (slot disputed_at (default 4611686018427387904))
  (slot closed_at (default 4611686018427387904)) (slot refunded_at (default 4611686018427387904)))

; What the clock does comes first.

(defrule payment_lapses
  (declare (salience 10))
  ?order <- (order (status awaiting_payment) (at ?at) (placed_at ?placed) (paid_at ?paid))
  (test (>= ?at (max (+ ?placed ?*payment_window*) ?*starts*)))
  (test (or (< ?paid ?placed) (>= ?paid (+ ?placed ?*payment_window*))))
  =>
  (modify ?order (status closed) (closed_at (max (+ ?placed ?*payment_window*) ?*starts*))))

(defrule answer_lapses
  (declare (salience 10))
  ?order <- (order (status cancellation_requested) (at ?at) (cancel_requested_at ?requested) (claimed_sent_at ?claimed))
  (test (>= ?at (max (+ ?requested ?*seller_response*) ?*starts*)))
  (test (or (< ?claimed ?requested) (>= ?claimed (+ ?requested ?*seller_response*))))
  =>
  (modify ?order (status closed) (closed_at (max (+ ?requested ?*seller_response*) ?*starts*))))

(defrule standing
  (order (status ?status))
  =>
  (stand ?status))

; Awaiting payment

(defrule payment_met
  (order (status awaiting_payment) (placed_at ?placed) (paid_at ?paid&:(>= ?paid ?placed)))
  (test (< ?paid (+ ?placed ?*payment_window*)))
  =>
  (owe met (+ ?placed ?*payment_window*) 0))

(defrule payment_pending
  (order (status awaiting_payment) (at ?at) (placed_at ?placed) (paid_at ?paid))
  (test (< ?at (+ ?placed ?*payment_window*)))
  (test (or (< ?paid ?placed) (>= ?paid (+ ?placed ?*payment_window*))))
  =>
  (permit ?*pay*)
  (owe pending (+ ?placed ?*payment_window*) 0))

(defrule payment_overdue
  (order (status awaiting_payment) (at ?at) (placed_at ?placed) (paid_at ?paid))
  (test (>= ?at (+ ?placed ?*payment_window*)))
  (test (or (< ?paid ?placed) (>= ?paid (+ ?placed ?*payment_window*))))
  =>
  (owe overdue (+ ?placed ?*payment_window*) 0))

(defrule message_buyer
  (order (status awaiting_payment))
  =>
  (permit ?*message_buyer*))

; Awaiting shipment

(defrule ship
  (order (status awaiting_shipment))
  =>
  (permit ?*ship*))

(defrule request_cancellation
  (order (status awaiting_shipment) (at ?at) (paid_at ?paid&:(>= ?at (+ ?paid ?*payment_check*))))
  =>
  (permit ?*request_cancellation*))

; Cancellation requested

(defrule answer_met
  (order (status cancellation_requested) (cancel_requested_at ?requested) (claimed_sent_at ?claimed&:(>= ?claimed ?requested)))
  (test (< ?claimed (+ ?requested ?*seller_response*)))
  =>
  (owe met (+ ?requested ?*seller_response*) 0))

(defrule answer_pending
  (order (status cancellation_requested) (at ?at) (cancel_requested_at ?requested) (claimed_sent_at ?claimed))
  (test (< ?at (+ ?requested ?*seller_response*)))
  (test (or (< ?claimed ?requested) (>= ?claimed (+ ?requested ?*seller_response*))))
  =>
  (permit ?*confirm*)
  (permit ?*claim_sent*)
  (owe pending (+ ?requested ?*seller_response*) 0))

(defrule answer_overdue
  (order (status cancellation_requested) (at ?at) (cancel_requested_at ?requested) (claimed_sent_at ?claimed))
  (test (>= ?at (+ ?requested ?*seller_response*)))
  (test (or (< ?claimed ?requested) (>= ?claimed (+ ?requested ?*seller_response*))))
  =>
  (owe overdue (+ ?requested ?*seller_response*) 0))

(defrule ask_tracking
  (order (status cancellation_requested) (claimed_sent_at ~4611686018427387904) (tracking_asked_at 4611686018427387904))
  =>
  (permit ?*ask_tracking*))

(defrule proof_given
  (order (status cancellation_requested) (tracking_asked_at ?asked&~4611686018427387904)
    (tracking_given_at ?given&~4611686018427387904&:(>= ?given ?asked)))
  =>
  (prove (if (< ?given (+ ?asked ?*tracking_answer*)) then met else met_late) (+ ?asked ?*tracking_answer*)))

(defrule proof_open
  (order (status cancellation_requested) (at ?at) (tracking_asked_at ?asked&~4611686018427387904)
    (tracking_given_at ?given&:(or (< ?given ?asked) (= ?given ?*never*))))
  =>
  (permit ?*give_tracking*)
  (prove (if (< ?at (+ ?asked ?*tracking_answer*)) then pending else overdue) (+ ?asked ?*tracking_answer*)))

(defrule no_proof
  (order (status cancellation_requested) (at ?at) (tracking_asked_at ?asked&:(>= ?at (+ ?asked ?*tracking_answer*)))
    (tracking_given_at ?given&:(or (< ?given ?asked) (= ?given ?*never*))))
  =>
  (permit ?*open_dispute*))

(defrule bad_proof
  (order (status cancellation_requested) (tracking wrong))
  =>
  (permit ?*open_dispute*))

(defrule complained
  (order (status cancellation_requested) (complaint TRUE))
  =>
  (permit ?*open_dispute*))

(defrule accept_tracking
  (order (status cancellation_requested) (tracking valid))
  =>
  (permit ?*accept_tracking*))

; Closed

(defrule readd_to_cart
  (order (status closed))
  =>
  (permit ?*readd_to_cart*))

(defrule refunded
  (order (status closed) (paid_at ~4611686018427387904) (total ?total) (closed_at ?closed)
    (refunded_at ?refunded&~4611686018427387904&:(>= ?refunded ?closed)))
  =>
  (owe (if (< ?refunded (+ ?closed ?*refund_term*)) then met else met_late) (+ ?closed ?*refund_term*) ?total))

(defrule money_back
  (order (status closed) (paid_at ~4611686018427387904) (total ?total) (at ?at) (closed_at ?closed)
    (refunded_at ?refunded&:(or (< ?refunded ?closed) (= ?refunded ?*never*))))
  =>
  (permit ?*refund*)
  (owe (if (< ?at (+ ?closed ?*refund_term*)) then pending else overdue) (+ ?closed ?*refund_term*) ?total))
