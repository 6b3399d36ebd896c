#pragma once

/// The whole public API.
#include "bywhen/answer.hpp"
#include "bywhen/diagnostic.hpp"
#include "bywhen/evaluator.hpp"
#include "bywhen/fact_value.hpp"
#include "bywhen/handle.hpp"
#include "bywhen/instant.hpp"
#include "bywhen/order.hpp"
#include "bywhen/outlook.hpp"
#include "bywhen/policy.hpp"
#include "bywhen/policy_file.hpp"
#include "bywhen/policy_store.hpp"
#include "bywhen/scenario.hpp"
#include "bywhen/session.hpp"
#include "bywhen/source.hpp"
#include "bywhen/version.hpp"
#include "bywhen/why.hpp"
