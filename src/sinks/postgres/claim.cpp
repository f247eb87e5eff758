#include "sinks/postgres/claim.hpp"

#include <fmt/format.h>
#include <pqxx/result_iterator.hxx>
#include <pqxx/transaction.hxx>

#include "outcry/wire/enum_names.hpp"

#include "sinks/postgres/migration.hpp"

namespace outcry::sinks::postgres {
namespace {

// Sorts by the name that `application_name_of` gives; the pattern comes before the cast.
constexpr const char* end_former_writers_sql = R"sql(
SELECT pg_terminate_backend(pid)
FROM pg_stat_activity
WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
  AND application_name ~ '^outcry-writer/[0-9]{1,18}/'
  AND (CASE WHEN application_name ~ '^outcry-writer/[0-9]{1,18}/'
            THEN split_part(application_name, '/', 2)::bigint END < $1
       OR application_name = $2))sql";

/// The lock's number; zero belongs to migrations.
int lock_number(journal::Epoch epoch) noexcept {
    return static_cast<int>(epoch.value() % 0x7fffffff) + 1;
}

std::string hexadecimal(const journal::JournalUuid& uuid) {
    std::string text;
    for (const std::byte byte : uuid) text += fmt::format("{:02x}", std::to_integer<int>(byte));
    return text;
}

SinkError refused(const PostgresWriterOptions& options, const std::string& what) {
    return error_at(options.address, SinkErrorKind::refused, what);
}

/// What speaks against this writer in the row of the position.
SinkResult<void> check_claim(const pqxx::row& row, const PostgresWriterOptions& options) {
    const auto epoch = row["epoch"].as<std::uint64_t>();
    if (epoch > options.epoch.value()) {
        return Failure{refused(
            options, fmt::format("fenced: a writer of epoch {} has taken over, this one is of {}",
                                 epoch, options.epoch.value()))};
    }
    const auto writer = row["writer"].as<std::string>();
    if (epoch == options.epoch.value() && !writer.empty() && writer != options.writer) {
        return Failure{
            refused(options,
                    fmt::format("fenced: another server of the same epoch {} writes here", epoch))};
    }
    const auto journal = row["journal"].is_null() ? "" : row["journal"].as<std::string>();
    const std::string own = hexadecimal(options.journal);
    if (!journal.empty() && journal != own) {
        return Failure{
            refused(options, fmt::format("the tables are of journal {}, not of {}", journal, own))};
    }
    return {};
}

InstrumentStatus status_of(std::string_view name) noexcept {
    for (const InstrumentStatus status :
         {InstrumentStatus::trading, InstrumentStatus::post_only, InstrumentStatus::cancel_only,
          InstrumentStatus::delisted}) {
        if (wire::name_of(status) == name) return status;
    }
    return InstrumentStatus::halted;
}

InstrumentDefinition definition_of(const pqxx::row& row) {
    return {.tick_mantissa = row["tick_mantissa"].as<std::uint64_t>(),
            .lot_mantissa = row["lot_mantissa"].as<std::uint64_t>(),
            .price_minimum = Price{row["price_minimum"].as<std::int64_t>()},
            .price_maximum = Price{row["price_maximum"].as<std::int64_t>()},
            .quantity_minimum = Quantity{row["quantity_minimum"].as<std::uint64_t>()},
            .quantity_maximum = Quantity{row["quantity_maximum"].as<std::uint64_t>()},
            .notional_minimum = row["notional_minimum"].as<std::uint64_t>(),
            .maker_fee_ppm = row["maker_fee_ppm"].as<std::uint32_t>(),
            .taker_fee_ppm = row["taker_fee_ppm"].as<std::uint32_t>(),
            .id = InstrumentId{row["instrument_id"].as<std::uint16_t>()},
            .base_asset = AssetId{row["base_asset_id"].as<std::uint16_t>()},
            .quote_asset = AssetId{row["quote_asset_id"].as<std::uint16_t>()},
            .tick_scale = static_cast<std::uint8_t>(row["tick_scale"].as<int>()),
            .lot_scale = static_cast<std::uint8_t>(row["lot_scale"].as<int>()),
            .status = status_of(row["status"].as<std::string>()),
            .symbol = Symbol{row["symbol"].as<std::string>()}};
}

void name_event_types(pqxx::work& transaction) {
    for (int type = 0; type < 256; ++type) {
        const std::string_view name = wire::name_of(static_cast<EventType>(type));
        if (name.empty()) continue;
        transaction.exec_params0(
            "INSERT INTO event_type (type, name) VALUES ($1, $2) ON CONFLICT DO NOTHING", type,
            std::string{name});
    }
}

}  // namespace

std::string application_name_of(const PostgresWriterOptions& options) {
    return fmt::format("outcry-writer/{}/{}", options.epoch.value(), options.writer);
}

SinkResult<SinkPosition> claim_position(Session& session, const PostgresWriterOptions& options) {
    pqxx::work transaction{session.connection};
    // First look: one that is fenced itself must not end its successor's connections.
    const pqxx::row seen = transaction.exec1(
        "SELECT epoch, writer, encode(journal, 'hex') AS journal FROM sink_position");
    if (const SinkResult<void> check = check_claim(seen, options); !check) {
        return Failure{check.error()};
    }
    transaction.exec_params(end_former_writers_sql, options.epoch.value(),
                            application_name_of(options));
    // Held until the connection ends. Waits for a former one that is just ending.
    transaction.exec_params("SELECT pg_advisory_lock($1, $2)", advisory_lock_class,
                            lock_number(options.epoch));
    // Waits for the commit of a former connection, whose answer was perhaps lost: what is read
    // below is final.
    const pqxx::row row = transaction.exec1(
        "SELECT sequence, epoch, writer, encode(journal, 'hex') AS journal "
        "FROM sink_position FOR UPDATE");
    if (const SinkResult<void> check = check_claim(row, options); !check) {
        return Failure{check.error()};
    }
    transaction.exec_params0(
        "UPDATE sink_position SET epoch = $1, writer = $2, journal = decode($3, 'hex'), "
        "updated_at = now()",
        options.epoch.value(), options.writer, hexadecimal(options.journal));
    name_event_types(transaction);
    transaction.commit();
    return SinkPosition{.sequence = Sequence{row["sequence"].as<std::uint64_t>()},
                        .epoch = journal::Epoch{row["epoch"].as<std::uint64_t>()}};
}

SinkResult<void> load_projection(Session& session, const PostgresAddress& address,
                                 Projection& projection) {
    projection.clear();
    pqxx::work transaction{session.connection};
    for (const pqxx::row& row :
         transaction.exec("SELECT asset_id, code, decimals FROM asset ORDER BY asset_id")) {
        const auto outcome = projection.restore(
            AssetDefinition{.id = AssetId{row["asset_id"].as<std::uint16_t>()},
                            .decimals = static_cast<std::uint8_t>(row["decimals"].as<int>()),
                            .code = AssetCode{row["code"].as<std::string>()}});
        if (outcome) continue;
        return Failure{error_at(address, SinkErrorKind::refused, outcome.error().text)};
    }
    for (const pqxx::row& row :
         transaction.exec("SELECT * FROM instrument ORDER BY instrument_id")) {
        const auto outcome = projection.restore(definition_of(row));
        if (outcome) continue;
        return Failure{error_at(address, SinkErrorKind::refused, outcome.error().text)};
    }
    transaction.commit();
    return {};
}

}  // namespace outcry::sinks::postgres
