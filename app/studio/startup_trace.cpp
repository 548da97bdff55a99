// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/startup_trace.h"

#include <ctime>
#include <fstream>
#include <sstream>
#include <string>

#include <unistd.h>

namespace tamiz::ui {

double millisecondsSinceProcessStart()
{
    // /proc/self/stat, field 22: start time in clock ticks since boot. The second field may hold
    // spaces but ends with the last parenthesis.
    std::ifstream file("/proc/self/stat");
    std::string line;
    std::getline(file, line);
    const std::size_t name = line.rfind(')');
    if (name == std::string::npos)
        return -1;
    std::istringstream fields(line.substr(name + 1));
    std::string skipped;
    for (int field = 3; field < 22; ++field)
        fields >> skipped;
    double ticks = 0;
    if (!(fields >> ticks))
        return -1;
    timespec now {};
    clock_gettime(CLOCK_BOOTTIME, &now);
    const double sinceBoot
        = static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
    return 1000 * (sinceBoot - ticks / static_cast<double>(sysconf(_SC_CLK_TCK)));
}

} // namespace tamiz::ui
