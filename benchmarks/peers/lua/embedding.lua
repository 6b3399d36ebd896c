-- How a host calls the policy: over arrays of its structs, and over lines of JSON.
local ffi = require("ffi")
local cjson = require("cjson")
local policy = dofile((...) .. "/policy.lua")
local decide, never = policy.decide, policy.never

-- As in peer_lua.cpp.
ffi.cdef [[
typedef struct {
  double placed_at, paid_at, shipped_at, cancel_requested_at, claimed_sent_at, tracking_asked_at, tracking_given_at,
         disputed_at, closed_at, refunded_at, total, at;
  int32_t status, tracking;
  bool complaint;
} order_t;
typedef struct {
  double due, proof_due, refund, valid_until;
  int32_t status, duty, proof, allowed;
} answer_t;
]]

local function native(orders, answers, count)
  orders, answers = ffi.cast("order_t*", orders), ffi.cast("answer_t*", answers)
  for i = 0, count - 1 do
    local order = orders[i]
    decide(order, order.at, answers[i])
  end
end

local function names_of(numbers)
  local names = {}
  for name, number in pairs(numbers) do names[number] = name end
  return names
end
local status_names, state_names = names_of(policy.status), names_of(policy.state)

local permissions = {
  "buyer pay", "seller message_buyer", "seller ship", "buyer request_cancellation", "seller confirm",
  "seller claim_sent", "buyer ask_tracking", "seller give_tracking", "platform accept_tracking", "buyer open_dispute",
  "platform refund", "buyer readd_to_cart",
}

-- A set of permissions is written once; there are few sets.
local allowed_texts = setmetatable({}, {
  __index = function(texts, allowed)
    local names = {}
    for i, name in ipairs(permissions) do
      if bit.band(allowed, bit.lshift(1, i - 1)) ~= 0 then names[#names + 1] = '"' .. name .. '"' end
    end
    texts[allowed] = table.concat(names, ",")
    return texts[allowed]
  end,
})

local absent = {}
for _, name in ipairs { "placed_at", "paid_at", "shipped_at", "cancel_requested_at", "claimed_sent_at",
                        "tracking_asked_at", "tracking_given_at", "disputed_at", "closed_at", "refunded_at" } do
  absent[name] = never
end
local with_absent = { __index = absent }

local function number(value) return string.format("%d", value) end

local function duty_text(name, state, due)
  if state == 0 then return "" end
  return ',"' .. name .. '":{"state":"' .. state_names[state] .. '","due":' .. number(due) .. "}"
end

local function text_of(answer)
  return '{"status":"' .. status_names[answer.status] .. '","allowed":[' .. allowed_texts[answer.allowed] .. "]"
    .. duty_text("duty", answer.duty, answer.due) .. duty_text("proof", answer.proof, answer.proof_due)
    .. (answer.refund ~= 0 and ',"refund":' .. number(answer.refund) or "")
    .. (answer.valid_until ~= never and ',"valid_until":' .. number(answer.valid_until) or "") .. "}"
end

local answer = {}
local function json(line)
  local order = setmetatable(cjson.decode(line), with_absent)
  order.status, order.tracking = policy.status[order.status], policy.tracking[order.tracking]
  decide(order, order.at, answer)
  return text_of(answer)
end

return native, json
