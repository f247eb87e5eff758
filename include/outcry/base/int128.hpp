#pragma once

namespace outcry {

__extension__ using int128 = __int128;
__extension__ using uint128 = unsigned __int128;

}  // namespace outcry
