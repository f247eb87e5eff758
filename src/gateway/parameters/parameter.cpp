#include "gateway/parameters/parameter.hpp"

#include <array>

#include "outcry/base/assert.hpp"

namespace outcry::gateway {
namespace {

constexpr std::array<std::string_view, parameter_kind_count> names{
#define OUTCRY_PARAMETER_NAME(name, text, kind) std::string_view{text},
    OUTCRY_PARAMETERS(OUTCRY_PARAMETER_NAME)
#undef OUTCRY_PARAMETER_NAME
};

constexpr std::array<ParameterKind, parameter_kind_count> kinds{
#define OUTCRY_PARAMETER_KIND(name, text, kind) ParameterKind::kind,
    OUTCRY_PARAMETERS(OUTCRY_PARAMETER_KIND)
#undef OUTCRY_PARAMETER_KIND
};

// A third full at most, so that a name is found with one comparison in most cases.
constexpr std::size_t slot_count = 1024;
constexpr std::uint8_t free_slot = 255;
static_assert(parameter_kind_count < free_slot);
static_assert(parameter_kind_count * 3 < slot_count);

/// Length, ends and middle tell the names apart well enough and cost no loop.
constexpr std::size_t first_slot(std::string_view name) noexcept {
    const auto at = [&](std::size_t i) {
        return static_cast<std::size_t>(static_cast<unsigned char>(name[i]));
    };
    return (name.size() * 37 + at(0) * 7 + at(name.size() - 1) * 11 + at(name.size() / 2) * 29) %
           slot_count;
}

constexpr std::array<std::uint8_t, slot_count> make_slots() {
    std::array<std::uint8_t, slot_count> slots{};
    slots.fill(free_slot);
    for (std::size_t i = 0; i < names.size(); ++i) {
        std::size_t slot = first_slot(names[i]);
        while (slots[slot] != free_slot) slot = (slot + 1) % slot_count;
        slots[slot] = static_cast<std::uint8_t>(i);
    }
    return slots;
}
constexpr auto slots = make_slots();

}  // namespace

std::string_view name_of(Parameter parameter) noexcept {
    OUTCRY_ASSERT(index_of(parameter) < names.size());
    return names[index_of(parameter)];
}

ParameterKind kind_of(Parameter parameter) noexcept {
    OUTCRY_ASSERT(index_of(parameter) < kinds.size());
    return kinds[index_of(parameter)];
}

std::optional<Parameter> find_parameter(std::string_view name) noexcept {
    if (name.empty()) return std::nullopt;
    for (std::size_t slot = first_slot(name); slots[slot] != free_slot;
         slot = (slot + 1) % slot_count) {
        if (names[slots[slot]] == name) return static_cast<Parameter>(slots[slot]);
    }
    return std::nullopt;
}

}  // namespace outcry::gateway
