#pragma once

#include "outcry/domain/command.hpp"

#include "wire/json_line.hpp"

namespace outcry::wire {

// What is the same in the command that sets it and in the event that reports it.

void add_rules(JsonLine& line, const InstrumentRules& rules);
void add_rules(JsonLine& line, const InstrumentChange& change);
void add_rules(JsonLine& line, const AccountLimits& limits);
void add_rules(JsonLine& line, const ExposureLimit& limit);
void add_rules(JsonLine& line, const FeeTier& tier);
void add_rules(JsonLine& line, const AccountFees& fees);
void add_rules(JsonLine& line, const FeeAssetRate& rate);
void add_addresses(JsonLine& line, std::span<const AddressRange> ranges);
void add_instruments(JsonLine& line, std::span<const InstrumentId> instruments);

}  // namespace outcry::wire
