#pragma once

#include <cstdio>
#include <string>

#include "outcry/base/result.hpp"

#include "app/order_flow/byte_source.hpp"

namespace outcry::app {

/// Writes a text file front to back. A failed write is remembered and comes out of `finish`.
/// Used by one thread at a time.
class TextFileWriter {
public:
    [[nodiscard]] static Result<TextFileWriter, FlowError> create(const std::string& path);
    TextFileWriter(TextFileWriter&& other) noexcept;
    TextFileWriter& operator=(TextFileWriter&&) = delete;
    TextFileWriter(const TextFileWriter&) = delete;
    TextFileWriter& operator=(const TextFileWriter&) = delete;
    ~TextFileWriter();

    /// Where the next bytes are to be appended.
    [[nodiscard]] std::string& text() noexcept { return text_; }
    /// To be called after each line or so: writes when enough has come together.
    void line_is_complete();
    /// Writes the rest and closes; only then is the file known to be whole.
    [[nodiscard]] Result<void, FlowError> finish();

private:
    TextFileWriter(std::FILE* file, std::string path);
    void write();

    std::FILE* file_;
    std::string path_;
    std::string text_;
    int error_number_ = 0;
};

}  // namespace outcry::app
