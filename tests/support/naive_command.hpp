#pragma once

#include "outcry/domain/command.hpp"

namespace outcry::test {

// What the obvious engine reads out of a command, in one place.

[[nodiscard]] inline bool flag(const Command& command, std::uint8_t bit) {
    return (command.flags & bit) != 0;
}

[[nodiscard]] inline ClientOrderId name_of_cancel(const Command& command) {
    if (command.type != CommandType::cancel_order && command.type != CommandType::stage_cancel)
        return command.texts.cancel.client_order_id;
    if (!flag(command, CommandFlag::has_target_client_order_id) &&
        !flag(command, CommandFlag::has_cancel_text))
        return {};
    return command.texts.cancel.client_order_id;
}

[[nodiscard]] inline bool names_a_target(const Command& command) {
    const bool named = flag(command, CommandFlag::has_target_order_id) ||
                       flag(command, CommandFlag::has_target_client_order_id);
    const bool contradicts = flag(command, CommandFlag::cancel_only_new) &&
                             flag(command, CommandFlag::cancel_only_partially_filled);
    return named && !contradicts;
}

}  // namespace outcry::test
