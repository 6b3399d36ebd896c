-- The same from lines of JSON to lines of JSON: the host puts the policy's query in the place of POLICY.
WITH read_orders AS MATERIALIZED (
  SELECT
    line ->> '$.status' AS status, line ->> '$.tracking' AS tracking, line ->> '$.complaint' AS complaint,
    line ->> '$.total' AS total, line ->> '$.placed_at' AS placed_at, line ->> '$.paid_at' AS paid_at,
    line ->> '$.cancel_requested_at' AS cancel_requested_at, line ->> '$.claimed_sent_at' AS claimed_sent_at,
    line ->> '$.tracking_asked_at' AS tracking_asked_at, line ->> '$.tracking_given_at' AS tracking_given_at,
    line ->> '$.closed_at' AS closed_at, line ->> '$.refunded_at' AS refunded_at, line ->> '$.at' AS at
  FROM lines
),
answers AS (POLICY)
SELECT '{"status":"' || status || '","allowed":[' || (SELECT names FROM permission_sets WHERE set_of = allowed) || ']'
  || coalesce(',"duty":{"state":"' || duty || '","due":' || due || '}', '')
  || coalesce(',"proof":{"state":"' || proof || '","due":' || proof_due || '}', '')
  || CASE WHEN refund <> 0 THEN ',"refund":' || refund ELSE '' END
  || '}'
FROM answers
