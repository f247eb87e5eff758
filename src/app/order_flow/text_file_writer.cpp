#include "app/order_flow/text_file_writer.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

namespace outcry::app {
namespace {

constexpr std::size_t write_size_bytes = std::size_t{64} << 10;

FlowError unwritable(const std::string& path, int error_number) {
    return {FlowError::Kind::unreadable, "writing " + path + ": " + std::strerror(error_number)};
}

}  // namespace

Result<TextFileWriter, FlowError> TextFileWriter::create(const std::string& path) {
    std::FILE* const file = std::fopen(path.c_str(), "wb");
    if (file == nullptr) return Failure{unwritable(path, errno)};
    return TextFileWriter{file, path};
}

TextFileWriter::TextFileWriter(std::FILE* file, std::string path)
    : file_{file}, path_{std::move(path)} {}

TextFileWriter::TextFileWriter(TextFileWriter&& other) noexcept
    : file_{std::exchange(other.file_, nullptr)},
      path_{std::move(other.path_)},
      text_{std::move(other.text_)},
      error_number_{other.error_number_} {}

TextFileWriter::~TextFileWriter() {
    if (file_ != nullptr) std::fclose(file_);
}

void TextFileWriter::line_is_complete() {
    if (text_.size() >= write_size_bytes) write();
}

void TextFileWriter::write() {
    if (std::fwrite(text_.data(), 1, text_.size(), file_) != text_.size() && error_number_ == 0) {
        error_number_ = errno;
    }
    text_.clear();
}

Result<void, FlowError> TextFileWriter::finish() {
    write();
    // The last bytes reach the disk's file system here, and a full disk shows here at the latest.
    if (std::fclose(std::exchange(file_, nullptr)) != 0 && error_number_ == 0) {
        error_number_ = errno;
    }
    if (error_number_ != 0) return Failure{unwritable(path_, error_number_)};
    return {};
}

}  // namespace outcry::app
