// Compiles Boost.JSON once from its headers, so the host does not need the library package.
#include <boost/json/src.hpp>
