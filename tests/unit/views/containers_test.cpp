#include <cstdint>
#include <deque>
#include <map>
#include <random>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "views/chunked_queue.hpp"
#include "views/id_index.hpp"
#include "views/slot_table.hpp"

namespace outcry::views {
namespace {

TEST(SlotTable, AgreesWithAMapOnRandomInsertionsAndErasures) {
    std::mt19937_64 random{7};
    SlotTable table;
    std::map<std::uint64_t, std::uint32_t> model;
    for (std::uint32_t step = 0; step < 200'000; ++step) {
        // Few keys, so that runs form and erasing has to close holes in them.
        const std::uint64_t key = random() % 3000;
        const auto found = model.find(key);
        ASSERT_EQ(table.find(key), found == model.end() ? no_slot : found->second);
        if (found == model.end()) {
            table.insert(key, step);
            model.emplace(key, step);
        } else {
            table.erase(key, found->second);
            model.erase(found);
        }
        ASSERT_EQ(table.count(), model.size());
    }
}

TEST(SlotTable, FindsAmongEqualKeysTheOneThatIsMeant) {
    SlotTable table;
    table.insert(5, 1);
    table.insert(5, 2);
    const auto second = [](std::uint32_t slot) { return slot == 2; };
    EXPECT_EQ(table.find_where(5, second), 2u);
    table.erase(5, 1);
    EXPECT_EQ(table.find_where(5, second), 2u);
    table.replace(5, 2, 9);
    EXPECT_EQ(table.find(5), 9u);
}

TEST(ChunkedQueue, AgreesWithADequeWhileItMovesOn) {
    ChunkedQueue<std::uint32_t, 8> queue;
    std::deque<std::uint32_t> model;
    std::mt19937_64 random{11};
    for (std::uint32_t step = 0; step < 20'000; ++step) {
        if (random() % 5 < 3 || model.empty()) {
            queue.push_back(step);
            model.push_back(step);
        } else {
            queue.pop_front();
            model.pop_front();
        }
        ASSERT_EQ(queue.size(), model.size());
        if (model.empty()) continue;
        const std::size_t index = random() % model.size();
        ASSERT_EQ(queue[index], model[index]);
        ASSERT_EQ(queue.front(), model.front());
    }
}

std::vector<std::uint64_t> live(const IdIndex& index) {
    std::vector<std::uint64_t> result;
    for (const std::uint64_t entry : index.entries()) {
        if (!IdIndex::is_gone(entry)) result.push_back(entry);
    }
    return result;
}

TEST(IdIndex, ForgetsWhatIsErasedAnywhere) {
    IdIndex index;
    for (const std::uint64_t id : {2, 4, 6, 8}) index.push_back(id);
    index.erase(6);
    EXPECT_EQ(live(index), (std::vector<std::uint64_t>{2, 4, 8}));
    index.erase(2);
    index.erase(4);
    EXPECT_EQ(live(index), (std::vector<std::uint64_t>{8}));
    EXPECT_EQ(index.entries().size(), 1u);
    index.erase(8);
    EXPECT_TRUE(index.empty());
}

TEST(IdIndex, AgreesWithASetAndStaysAsSmall) {
    std::mt19937_64 random{13};
    IdIndex index;
    std::set<std::uint64_t> model;
    std::uint64_t id = 0;
    for (int step = 0; step < 50'000; ++step) {
        if (model.size() < 100 || random() % 2 == 0) {
            id += 1 + random() % 3;
            index.push_back(id);
            model.insert(id);
        } else {
            const auto chosen = std::next(model.begin(), static_cast<long>(random() % 20));
            index.erase(*chosen);
            model.erase(chosen);
        }
        ASSERT_LE(index.entries().size(), 2 * model.size() + 64);
        if (step % 100 != 0) continue;
        ASSERT_EQ(live(index), (std::vector<std::uint64_t>{model.begin(), model.end()}));
        const std::uint64_t wanted = random() % (id + 1);
        std::size_t position =
            index.first_where([&](std::uint64_t entry) { return entry >= wanted; });
        while (position < index.entries().size() && IdIndex::is_gone(index.entries()[position])) {
            ++position;
        }
        const auto expected = model.lower_bound(wanted);
        if (expected == model.end()) {
            ASSERT_EQ(position, index.entries().size());
        } else {
            ASSERT_EQ(index.entries()[position], *expected);
        }
    }
}

}  // namespace
}  // namespace outcry::views
