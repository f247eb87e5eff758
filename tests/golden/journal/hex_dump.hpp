#pragma once

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "support/source_folder.hpp"

namespace outcry::test {

/// Bytes as text that a diff can show: lines of up to 32 bytes with their offset; lines that are
/// all zero are left out, and the first line gives the size.
[[nodiscard]] inline std::string hex_dump(const std::vector<std::byte>& bytes) {
    constexpr std::size_t line_size = 32;
    std::string text = fmt::format("size {}\n", bytes.size());
    for (std::size_t offset = 0; offset < bytes.size(); offset += line_size) {
        std::string line = fmt::format("{:08x} ", offset);
        bool has_content = false;
        for (std::size_t at = offset; at < bytes.size() && at < offset + line_size; ++at) {
            line += fmt::format("{:02x}", std::to_integer<unsigned>(bytes[at]));
            has_content |= bytes[at] != std::byte{};
        }
        if (has_content) text += line + "\n";
    }
    return text;
}

[[nodiscard]] inline std::vector<std::byte> bytes_of_hex(std::string_view hex) {
    std::vector<std::byte> bytes;
    for (std::size_t at = 0; at + 1 < hex.size(); at += 2)
        bytes.push_back(
            static_cast<std::byte>(std::stoul(std::string{hex.substr(at, 2)}, nullptr, 16)));
    return bytes;
}

[[nodiscard]] inline std::vector<std::byte> bytes_of_dump(const std::string& text) {
    std::istringstream lines{text};
    std::string word;
    std::size_t size = 0;
    lines >> word >> size;
    std::vector<std::byte> bytes(size);
    std::string hex;
    while (lines >> word >> hex) {
        const std::vector<std::byte> line = bytes_of_hex(hex);
        std::copy(line.begin(), line.end(),
                  bytes.begin() + static_cast<std::ptrdiff_t>(std::stoul(word, nullptr, 16)));
    }
    return bytes;
}

[[nodiscard]] inline std::string golden_path(std::string_view name) {
    return (source_folder() / "tests/golden" / name).string();
}

/// The text of a golden file. It is written down once, when a version of a format is born, and
/// never changed: what was written then has to be readable for ever.
[[nodiscard]] inline std::string golden_text(std::string_view name) {
    std::ifstream file{golden_path(name)};
    return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace outcry::test
