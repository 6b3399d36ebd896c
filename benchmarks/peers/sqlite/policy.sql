-- The rules of policies/aliexpress.bywhen as one query over a table of orders. Times are microseconds since 1970; what has
-- not happened is NULL. The host puts the name of the table in the place of ORDERS.
WITH settled AS (
  SELECT *,
    -- When the order was closed, by somebody or by the clock, which does nothing by these rules before 2026-01-01 in UTC.
    CASE status
      WHEN 'closed' THEN closed_at
      WHEN 'awaiting_payment' THEN
        CASE WHEN at >= max(placed_at + 20 * 86400000000, 1767225600000000)
          AND NOT ifnull(paid_at BETWEEN placed_at AND placed_at + 20 * 86400000000 - 1, 0)
        THEN max(placed_at + 20 * 86400000000, 1767225600000000) END
      WHEN 'cancellation_requested' THEN
        CASE WHEN at >= max(cancel_requested_at + 14 * 86400000000, 1767225600000000)
          AND NOT ifnull(claimed_sent_at BETWEEN cancel_requested_at AND cancel_requested_at + 14 * 86400000000 - 1, 0)
        THEN max(cancel_requested_at + 14 * 86400000000, 1767225600000000) END
    END AS ended_at
  FROM ORDERS
)
SELECT
  CASE WHEN ended_at IS NULL THEN status ELSE 'closed' END AS status,
  CASE
    WHEN ended_at IS NOT NULL THEN
      2048 + 1024 * (paid_at IS NOT NULL AND NOT ifnull(refunded_at >= ended_at, 0))
    ELSE CASE status
      WHEN 'awaiting_payment' THEN 2 +
        (at < placed_at + 20 * 86400000000
         AND NOT ifnull(paid_at BETWEEN placed_at AND placed_at + 20 * 86400000000 - 1, 0))
      WHEN 'awaiting_shipment' THEN 4 + 8 * (at >= paid_at + 86400000000)
      WHEN 'cancellation_requested' THEN
        (16 + 32) * (at < cancel_requested_at + 14 * 86400000000
          AND NOT ifnull(claimed_sent_at BETWEEN cancel_requested_at AND cancel_requested_at + 14 * 86400000000 - 1, 0))
        + 64 * (claimed_sent_at IS NOT NULL AND tracking_asked_at IS NULL)
        + 128 * (tracking_asked_at IS NOT NULL AND NOT ifnull(tracking_given_at >= tracking_asked_at, 0))
        + 256 * (tracking = 'valid')
        + 512 * (tracking = 'wrong' OR complaint OR
          ifnull(at >= tracking_asked_at + 3 * 86400000000 AND NOT ifnull(tracking_given_at >= tracking_asked_at, 0), 0))
      ELSE 0
    END
  END AS allowed,
  CASE
    WHEN ended_at IS NOT NULL THEN
      CASE
        WHEN paid_at IS NULL THEN NULL
        WHEN refunded_at >= ended_at THEN
          CASE WHEN refunded_at < ended_at + 14 * 86400000000 THEN 'met' ELSE 'met_late' END
        WHEN at < ended_at + 14 * 86400000000 THEN 'pending'
        ELSE 'overdue'
      END
    ELSE CASE status
      WHEN 'awaiting_payment' THEN
        CASE
          WHEN paid_at BETWEEN placed_at AND placed_at + 20 * 86400000000 - 1 THEN 'met'
          WHEN at < placed_at + 20 * 86400000000 THEN 'pending'
          ELSE 'overdue'
        END
      WHEN 'cancellation_requested' THEN
        CASE
          WHEN claimed_sent_at BETWEEN cancel_requested_at AND cancel_requested_at + 14 * 86400000000 - 1 THEN 'met'
          WHEN at < cancel_requested_at + 14 * 86400000000 THEN 'pending'
          ELSE 'overdue'
        END
    END
  END AS duty,
  CASE
    WHEN ended_at IS NOT NULL THEN CASE WHEN paid_at IS NOT NULL THEN ended_at + 14 * 86400000000 END
    ELSE CASE status
      WHEN 'awaiting_payment' THEN placed_at + 20 * 86400000000
      WHEN 'cancellation_requested' THEN cancel_requested_at + 14 * 86400000000
    END
  END AS due,
  CASE WHEN status = 'cancellation_requested' AND tracking_asked_at IS NOT NULL AND ended_at IS NULL THEN
    CASE
      WHEN tracking_given_at >= tracking_asked_at THEN
        CASE WHEN tracking_given_at < tracking_asked_at + 3 * 86400000000 THEN 'met' ELSE 'met_late' END
      WHEN at < tracking_asked_at + 3 * 86400000000 THEN 'pending'
      ELSE 'overdue'
    END
  END AS proof,
  CASE WHEN status = 'cancellation_requested' AND tracking_asked_at IS NOT NULL AND ended_at IS NULL THEN
    tracking_asked_at + 3 * 86400000000
  END AS proof_due,
  CASE WHEN paid_at IS NOT NULL AND ended_at IS NOT NULL THEN total ELSE 0 END AS refund
FROM settled
