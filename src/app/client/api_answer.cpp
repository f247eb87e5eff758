#include "app/client/api_answer.hpp"

#include <simdjson.h>

namespace outcry::app {

class ApiAnswerReader::Implementation {
public:
    std::optional<ApiAnswer> read(std::string_view text) {
        simdjson::dom::element root;
        if (parser_.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS) {
            return std::nullopt;
        }
        ApiAnswer answer;
        if (root["id"].get(answer.id) != simdjson::SUCCESS) return std::nullopt;
        if (root["status"].get(answer.status) != simdjson::SUCCESS) return std::nullopt;
        simdjson::dom::element error;
        if (root["error"].get(error) == simdjson::SUCCESS) {
            std::string_view error_text;
            if (error["code"].get(answer.error_code) != simdjson::SUCCESS) return std::nullopt;
            if (error["msg"].get(error_text) != simdjson::SUCCESS) return std::nullopt;
            answer.error_text = error_text;
        }
        return answer;
    }

private:
    simdjson::dom::parser parser_;
};

ApiAnswerReader::ApiAnswerReader() : implementation_{std::make_unique<Implementation>()} {}
ApiAnswerReader::~ApiAnswerReader() = default;

std::optional<ApiAnswer> ApiAnswerReader::read(std::string_view text) {
    return implementation_->read(text);
}

}  // namespace outcry::app
