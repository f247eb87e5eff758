#include "app/order_flow/byte_source.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include <zstd.h>

namespace outcry::app {
namespace {

constexpr std::string_view zstd_magic = "\x28\xb5\x2f\xfd";
/// A frame may ask for this much memory at most (2^27 bytes, the default of the zstd tool).
constexpr int window_log_max = 27;

int permille_of(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : static_cast<int>(std::min(part, whole) * 1000 / whole);
}

FlowError system_error(const std::string& doing) {
    return {FlowError::Kind::unreadable, doing + ": " + std::strerror(errno)};
}

struct FileCloser {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, FileCloser>;

class FileSource final : public ByteSource {
public:
    FileSource(File file, std::uint64_t size_bytes)
        : file_{std::move(file)}, size_bytes_{size_bytes} {}

    Result<std::size_t, FlowError> read(std::span<char> target) override {
        const std::size_t size = std::fread(target.data(), 1, target.size(), file_.get());
        if (size == 0 && std::ferror(file_.get()) != 0) return Failure{system_error("reading")};
        position_bytes_ += size;
        return size;
    }
    int progress_permille() const override { return permille_of(position_bytes_, size_bytes_); }

private:
    File file_;
    std::uint64_t size_bytes_;
    std::uint64_t position_bytes_ = 0;
};

class MemorySource final : public ByteSource {
public:
    explicit MemorySource(std::string bytes) : bytes_{std::move(bytes)} {}

    Result<std::size_t, FlowError> read(std::span<char> target) override {
        const std::size_t size = std::min(target.size(), bytes_.size() - position_);
        std::copy_n(bytes_.data() + position_, size, target.data());
        position_ += size;
        return size;
    }
    int progress_permille() const override { return permille_of(position_, bytes_.size()); }

private:
    std::string bytes_;
    std::size_t position_ = 0;
};

/// Any number of zstd frames in a row, as the zstd tool reads them.
class ZstdSource final : public ByteSource {
public:
    explicit ZstdSource(std::unique_ptr<ByteSource> compressed)
        : compressed_{std::move(compressed)}, stream_{ZSTD_createDStream()} {
        OUTCRY_ASSERT(stream_ != nullptr);
        ZSTD_DCtx_setParameter(stream_.get(), ZSTD_d_windowLogMax, window_log_max);
    }

    Result<std::size_t, FlowError> read(std::span<char> target) override {
        ZSTD_outBuffer output{target.data(), target.size(), 0};
        while (output.pos == 0) {
            if (input_.pos == input_.size && !frame_may_have_more_) {
                Result<bool, FlowError> more = refill();
                if (!more) return Failure{more.error()};
                if (!*more) return std::size_t{0};
            }
            const std::size_t status = ZSTD_decompressStream(stream_.get(), &output, &input_);
            if (ZSTD_isError(status) != 0) {
                return Failure{damaged(std::string{"zstd: "} + ZSTD_getErrorName(status))};
            }
            frame_is_open_ = status != 0;
            // A full output may leave decompressed bytes behind that need no further input.
            frame_may_have_more_ = frame_is_open_ && output.pos == output.size;
        }
        return output.pos;
    }
    int progress_permille() const override { return compressed_->progress_permille(); }

private:
    struct StreamCloser {
        void operator()(ZSTD_DStream* stream) const noexcept { ZSTD_freeDStream(stream); }
    };

    static FlowError damaged(std::string what) {
        return {FlowError::Kind::damaged, std::move(what)};
    }

    /// False at the end of the compressed bytes.
    Result<bool, FlowError> refill() {
        Result<std::size_t, FlowError> size = compressed_->read(buffer_);
        if (!size) return Failure{size.error()};
        input_ = {buffer_.data(), *size, 0};
        if (*size == 0 && frame_is_open_) {
            return Failure{damaged("zstd: the file ends inside a frame")};
        }
        return *size != 0;
    }

    std::unique_ptr<ByteSource> compressed_;
    std::unique_ptr<ZSTD_DStream, StreamCloser> stream_;
    std::vector<char> buffer_ = std::vector<char>(ZSTD_DStreamInSize());
    ZSTD_inBuffer input_{nullptr, 0, 0};
    bool frame_is_open_ = false;
    bool frame_may_have_more_ = false;
};

}  // namespace

Result<std::unique_ptr<ByteSource>, FlowError> open_byte_source(const std::string& path) {
    File file{std::fopen(path.c_str(), "rb")};
    if (file == nullptr) return Failure{system_error("opening " + path)};

    char first[4] = {};
    const std::size_t first_size = std::fread(first, 1, sizeof first, file.get());
    if (first_size == 0 && std::ferror(file.get()) != 0) {
        return Failure{system_error("reading " + path)};
    }
    if (std::fseek(file.get(), 0, SEEK_END) != 0) {
        return Failure{system_error("seeking in " + path)};
    }
    const long size_bytes = std::ftell(file.get());
    std::rewind(file.get());

    std::unique_ptr<ByteSource> source = std::make_unique<FileSource>(
        std::move(file), size_bytes < 0 ? 0 : static_cast<std::uint64_t>(size_bytes));
    if (std::string_view{first, first_size} == zstd_magic) {
        source = std::make_unique<ZstdSource>(std::move(source));
    }
    return source;
}

std::unique_ptr<ByteSource> byte_source_of(std::string bytes) {
    const bool is_compressed = bytes.starts_with(zstd_magic);
    std::unique_ptr<ByteSource> source = std::make_unique<MemorySource>(std::move(bytes));
    if (is_compressed) source = std::make_unique<ZstdSource>(std::move(source));
    return source;
}

}  // namespace outcry::app
