#include "bench/engine/command_writer.hpp"

#include <array>
#include <string_view>

#include "outcry/base/hash.hpp"

namespace outcry::bench {
namespace {

/// As exchanges' libraries make them: a prefix and a number, 22 characters.
void write_name(ClientOrderId& name, std::uint64_t& hash, std::uint64_t id, AccountId account) {
    std::array<char, 22> text{};
    text.fill('0');
    text[0] = 'x';
    text[1] = '-';
    for (std::size_t place = text.size(); id != 0; id /= 10) {
        text[--place] = static_cast<char>('0' + id % 10);
    }
    name = ClientOrderId{std::string_view{text.data(), text.size()}};
    hash = base::hash_text(name.view(), account.value());
}

}  // namespace

void CommandWriter::write(const Step& step, Command& command) {
    command.clear();
    sequence_last_ = next(sequence_last_);
    command.sequence = sequence_last_;
    command.account = AccountId{user_account_first.value() + step.account};
    command.instrument = InstrumentId{step.instrument};
    if (step.is_new()) return write_new(step, command);
    const bool is_cancel = step.action == Action::cancel;
    command.type = is_cancel ? CommandType::cancel_order : CommandType::amend_order;
    if (step.by_name()) {
        command.flags = CommandFlag::has_target_client_order_id;
        TargetText& target = command.texts.target;
        write_name(target.client_order_id, target.client_order_id_hash, step.order_id,
                   command.account);
    } else {
        command.flags = CommandFlag::has_target_order_id;
        command.target_order_id = OrderId{step.order_id};
    }
    if (is_cancel) return;
    command.price = Price{step.price};
    command.quantity = Quantity{step.quantity};
    command.quantity_meaning = QuantityMeaning::open;
}

void CommandWriter::write_new(const Step& step, Command& command) {
    command.type = CommandType::place_order;
    command.order_type = OrderType::limit;
    command.time_in_force = step.action == Action::take ? TimeInForce::ioc : TimeInForce::gtc;
    command.side = step.side();
    command.price = Price{step.price};
    command.quantity = Quantity{step.quantity};
    NewOrderText& created = command.texts.created;
    write_name(created.client_order_id, created.client_order_id_hash, ++ids_given_,
               command.account);
}

}  // namespace outcry::bench
