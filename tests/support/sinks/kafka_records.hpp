#pragma once

#include <map>
#include <string>
#include <vector>

namespace outcry::test {

/// What a consumer of committed records sees of one record.
struct KafkaRecord {
    std::string place;  // the header `sequence-index`
    std::string value;
    friend bool operator==(const KafkaRecord&, const KafkaRecord&) = default;
};

/// Per key, in the order of the partition.
using KafkaRecords = std::map<std::string, std::vector<KafkaRecord>>;

/// Reads all partitions of a topic from their beginning to their end of this moment.
[[nodiscard]] KafkaRecords read_committed(const std::string& servers, const std::string& topic);

}  // namespace outcry::test
