#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "gateway/api/call.hpp"
#include "gateway/api/endpoint.hpp"

namespace outcry::gateway {

/// A request whose endpoint is known.
struct RoutedRequest {
    const Endpoint& endpoint;
    const ParameterList& parameters;
    const Envelope& envelope;
    Timestamp now;
    const RestRequest* rest = nullptr;         // exactly one of
    SessionAuthentication* session = nullptr;  // these two
};

/// Decides, in this order, whether a request may reach its handler: API key, mandatory timestamp
/// and signature, time, signature, permission, names of parameters, mandatory parameters, `minSeq`.
class Dispatcher {
public:
    explicit Dispatcher(Services& services);

    /// The same with what it costs: refused beyond a limit, charged when it was handled. A command
    /// is charged by its end: one that is carried out costs no weight.
    [[nodiscard]] Reply dispatch(const RoutedRequest& request);

private:
    [[nodiscard]] Reply handle(const RoutedRequest& request, std::optional<AccountId>& account);
    void begin_batch(Batch& batch, const RequestCost& cost, std::optional<AccountId> account);
    [[nodiscard]] RequestCost cost_of(const RoutedRequest& request) const;
    struct Authentication {
        const Credential* credential = nullptr;
        Timestamp expires_at;
    };

    [[nodiscard]] Checked<Authentication> authenticate(const RoutedRequest& request);
    [[nodiscard]] Checked<Credential*> find_credential(const RoutedRequest& request);
    [[nodiscard]] Checked<Timestamp> check_time(const RoutedRequest& request);
    [[nodiscard]] bool is_signed(const RoutedRequest& request, Credential& credential);
    [[nodiscard]] Checked<void> check_names(const RoutedRequest& request) const;
    [[nodiscard]] const ParameterSet& known_names(const RoutedRequest& request) const;

    Services& services_;
    std::vector<ParameterSet> rest_names_;       // by position of the endpoint in the table
    std::vector<ParameterSet> websocket_names_;  // the same
    std::string payload_;
};

}  // namespace outcry::gateway
