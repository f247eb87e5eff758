#include "app/sinks/venue_halt.hpp"

#include <utility>

#include <fmt/format.h>

namespace outcry::app {
namespace {

class VenueHalt final : public OperatorJob {
public:
    explicit VenueHalt(std::function<void(std::string_view line)> notice)
        : notice_{std::move(notice)} {}

    std::vector<Command> prepare(views::VenueView& /*view*/) override {
        Command command{};
        command.type = CommandType::set_venue_status;
        command.venue_status.status = VenueStatus::halted;
        return {command};
    }
    void finish(const OperatorOutcome& outcome, views::VenueView& /*view*/) override {
        notice_(fmt::format(
            "reconcile: the venue is halted by command {}, since a copy differs; when that is "
            "settled: outcry admin status venue --status open",
            outcome.sequence.value()));
    }

private:
    const std::function<void(std::string_view line)> notice_;
};

}  // namespace

std::shared_ptr<OperatorJob> make_venue_halt(std::function<void(std::string_view line)> notice) {
    return std::make_shared<VenueHalt>(std::move(notice));
}

}  // namespace outcry::app
