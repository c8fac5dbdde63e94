// Boost.JSON's code, compiled once: Debian's development files bring it header-only.
#include <boost/json/src.hpp>
