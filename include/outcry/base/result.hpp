#pragma once

#include <optional>
#include <utility>
#include <variant>

#include "outcry/base/assert.hpp"

namespace outcry {

/// Wraps a failure so that `Result<T, E>` can be made from it without naming T.
template <class E>
struct Failure {
    E error;
};
template <class E>
Failure(E) -> Failure<E>;

/// A value or the reason why there is none. No exceptions, no heap; reading the wrong side stops.
template <class T, class E>
class [[nodiscard]] Result {
public:
    constexpr Result(T value) : content_{std::in_place_index<0>, std::move(value)} {}
    constexpr Result(Failure<E> failure)
        : content_{std::in_place_index<1>, std::move(failure.error)} {}

    [[nodiscard]] constexpr bool has_value() const noexcept { return content_.index() == 0; }
    constexpr explicit operator bool() const noexcept { return has_value(); }

    [[nodiscard]] constexpr T& value() & {
        OUTCRY_ASSERT(has_value());
        return *std::get_if<0>(&content_);
    }
    [[nodiscard]] constexpr const T& value() const& {
        OUTCRY_ASSERT(has_value());
        return *std::get_if<0>(&content_);
    }
    [[nodiscard]] constexpr T&& value() && {
        OUTCRY_ASSERT(has_value());
        return std::move(*std::get_if<0>(&content_));
    }
    [[nodiscard]] constexpr const E& error() const {
        OUTCRY_ASSERT(!has_value());
        return *std::get_if<1>(&content_);
    }
    constexpr T& operator*() & { return value(); }
    constexpr const T& operator*() const& { return value(); }
    constexpr T* operator->() { return &value(); }
    constexpr const T* operator->() const { return &value(); }

private:
    std::variant<T, E> content_;
};

/// Success carries nothing.
template <class E>
class [[nodiscard]] Result<void, E> {
public:
    constexpr Result() noexcept = default;
    constexpr Result(Failure<E> failure) : error_{std::move(failure.error)} {}

    [[nodiscard]] constexpr bool has_value() const noexcept { return !error_.has_value(); }
    constexpr explicit operator bool() const noexcept { return has_value(); }
    [[nodiscard]] constexpr const E& error() const {
        OUTCRY_ASSERT(error_.has_value());
        return *error_;
    }

private:
    std::optional<E> error_;
};

}  // namespace outcry
